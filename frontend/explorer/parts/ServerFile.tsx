/** A link to what the server gives beside answers. */
import type { ComponentChildren } from "preact";

import { fetchWithKey, hasKey } from "../../key";
import { endpoint } from "../asking";
import { announce } from "./announcing";
import { save } from "./exporting";

interface Props {
  /** Relative to the endpoint. */
  readonly address: string;
  /** Whether it is to be saved rather than shown. */
  readonly saved?: boolean;
  readonly children: ComponentChildren;
}

/** A browser follows links without a key: where the server wants one, the page fetches the file and saves it. */
export function ServerFile({ address, saved = false, children }: Props) {
  const url = new URL(address, endpoint);
  const follow = (event: Event) => {
    if (!hasKey()) return;
    event.preventDefault();
    fetched(url).catch(() => announce("The server does not give this file"));
  };
  return (
    <a href={url.href} download={saved ? "" : undefined} onClick={follow}>
      {children}
    </a>
  );
}

async function fetched(url: URL): Promise<void> {
  announce("The file is being fetched");
  const response = await fetchWithKey(url);
  if (!response.ok) throw new Error(`${response.status}`);
  const file = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  const media = response.headers.get("Content-Type") ?? "";
  save(file.includes(".") ? file : `${file}.json`, media, await response.blob());
}
