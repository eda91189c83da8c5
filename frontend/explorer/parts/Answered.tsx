/** The three states of an answer that is not there: under way, refused, empty. */
import type { ComponentChildren } from "preact";

import { type Answer, recorded, type Problem as Trouble } from "../asking";

interface Props<Data> {
  readonly answer: Answer<Data>;
  readonly children: (data: Data) => ComponentChildren;
}

/** Show what the answer holds, or why it holds nothing; an earlier answer stays, dimmed, until the next is there. */
export function Answered<Data>({ answer, children }: Props<Data>) {
  const { data, loading, problem, awaited, again } = answer;
  if (problem) return <Problem problem={problem} again={again} />;
  if (data === undefined) return <Loading awaited={awaited} />;
  return (
    <>
      {awaited ? <Loading awaited={awaited} /> : null}
      <div class={loading ? "stale" : ""} aria-busy={loading}>
        {children(data)}
      </div>
    </>
  );
}

const AWAITED: Readonly<Record<string, string>> = {
  PREPARING: "The answer is being prepared",
  STARTING: "The server is loading its dataset",
};

/** Say that an answer is under way, and why that takes longer where the server says so. */
export function Loading({ awaited }: { awaited?: Trouble | undefined }) {
  if (!awaited) return <p class="loading">Loading…</p>;
  return (
    <p class="loading" role="status">
      {AWAITED[awaited.code] ?? "The server is busy"}; this page asks again by itself.
    </p>
  );
}

export function Problem({ problem, again }: { problem: Trouble; again: () => void }) {
  const retry = () => {
    document.querySelector("h1")?.focus({ preventScroll: true }); // the button goes away
    again();
  };
  return (
    <div class="problem" role="alert">
      <p>
        <strong>No answer.</strong> {problem.message}
      </p>
      <Advice problem={problem} />
      <p>
        {recorded ? null : (
          <button type="button" onClick={retry}>
            Try again
          </button>
        )}{" "}
        <span class="quiet">Code {problem.code}</span>
      </p>
    </div>
  );
}

/** What a reader can do about it, where there is more to do than to try again. */
function Advice({ problem: { code, seconds } }: { problem: Trouble }) {
  if (code === "TIME_LIMIT") {
    return (
      <p>
        This takes longer than the server gives one answer. Narrow it: choose a filter, fewer steps, nodes or members. A
        server that is busy may have the time later.
      </p>
    );
  }
  if (code !== "RATE_LIMITED") return null;
  const then = new Date(Date.now() + seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return <p>This server answers only so much in an hour. Try again after {then}.</p>;
}

/** Say that a list is empty, and what that means: unknown is not none. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
