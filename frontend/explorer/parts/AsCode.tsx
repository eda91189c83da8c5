/** What the view asks, as GraphQL and as programs that ask the same. */
import { useRef, useState } from "preact/hooks";

import { hasKey } from "../../key";
import { endpoint, type Question } from "../asking";
import { announce } from "./announcing";
import { LANGUAGES, programOf } from "./programs";
import { Tabs } from "./Tabs";

export function AsCode({ asked }: { asked: readonly Question[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const show = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" onClick={show}>
        View as code
      </button>
      <dialog ref={dialog} class="code" aria-labelledby="code-title" onClose={() => setOpen(false)}>
        <form method="dialog">
          <h2 id="code-title">This view as code</h2>
          <button type="submit">Close</button>
        </form>
        {open ? <Programs asked={asked} /> : null}
      </dialog>
    </>
  );
}

function Programs({ asked }: { asked: readonly Question[] }) {
  return (
    <Tabs
      label="Language"
      tabs={LANGUAGES.map((language) => ({
        key: language,
        label: language,
        content: () =>
          asked.map((one) => <Program key={one.document.name} text={programOf(language, one, endpoint, hasKey())} />),
      }))}
    />
  );
}

function Program({ text }: { text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => announce("Copied"),
      () => announce("The browser does not allow to copy: select the text instead"),
    );
  return (
    <div class="program">
      <button type="button" class="small" onClick={copy}>
        Copy
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
