/**
 * Asks the person for a key when the server wants one, and sends it from then on; for the explorer and for GraphiQL.
 *
 * It is kept in memory alone, and forgotten with the page. GraphiQL's own editor of headers would write it into the
 * browser's storage, with every query in its history.
 */
import "./key.css";

let key: string | null = null;
let asking: Promise<void> | null = null;

/** Whether a key was given, so that the server wants one. */
export function hasKey(): boolean {
  return key !== null;
}

export const fetchWithKey: typeof fetch = async (input, init) => {
  for (;;) {
    const sent = key;
    const headers = new Headers(init?.headers);
    if (sent !== null) headers.set("Authorization", `Bearer ${sent}`);
    const response = await fetch(input, { ...init, headers });
    if (response.status !== 401) return response;
    if (key === sent) await asked(sent !== null);
    if (key === sent) return response;
    await response.body?.cancel();
  }
};

/** Ask the person once, however many requests are refused at a time. */
function asked(again: boolean): Promise<void> {
  asking ??= ask(again).finally(() => {
    asking = null;
  });
  return asking;
}

/** Ask for a key; the one of before stays when the person gives none. */
function ask(again: boolean): Promise<void> {
  const dialog = document.createElement("dialog");
  dialog.className = "synergraph-key";
  dialog.ariaLabel = "Key";
  const label = document.createElement("label");
  label.textContent = again
    ? "This key does not count: it is unknown, revoked or expired."
    : "This server wants a key.";
  const input = document.createElement("input");
  input.type = "password";
  input.autocomplete = "off";
  input.placeholder = "sg_…";
  const send = document.createElement("button");
  send.textContent = "Ask with it";
  label.append(input);
  dialog.append(label, send);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const take = () => {
      key = input.value.trim() || key;
      dialog.close();
    };
    send.addEventListener("click", take);
    input.addEventListener("keydown", (event) => event.key === "Enter" && take());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    dialog.showModal();
  });
}
