/** Says aloud, to who listens to the page, what changed. */
import { useEffect, useState } from "preact/hooks";

let tell: (text: string) => void = () => {};

export function announce(text: string): void {
  tell(text);
}

/** The one live region of the page. */
export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    tell = setText;
  }, []);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text}
    </p>
  );
}
