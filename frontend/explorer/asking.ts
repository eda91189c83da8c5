/** Asks the server, or the answers that are recorded in the page: the only way by which anything shown comes here. */
import { useEffect, useState } from "preact/hooks";

import { fetchWithKey } from "../key";

/** A GraphQL document, with the types of its answer and of its variables. */
export interface Document<Data, Variables> {
  readonly name: string;
  readonly text: string;
  readonly types?: (variables: Variables) => Data;
}

/** A document together with its variables: what "view as code" shows. */
export interface Question {
  readonly document: Document<unknown, never>;
  readonly variables: object;
}

/** What the page of one file carries: a start, and the answers by document and variables. */
interface Recorded {
  readonly start: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
  readonly extensions?: { dataset?: string };
}

/** Why there is no answer, in words that can be shown, the server's code for it, and seconds after which to ask again. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly seconds = 0,
  ) {
    super(message);
  }
}

const KEPT = 200; // answers; the oldest goes first

/** Codes of what the page asks again by itself: the server is not ready yet, or busy. */
const SOON: readonly string[] = ["OVERLOADED", "PREPARING", "STARTING"];

/** Seconds before it is asked the second time, the third time and so on: a minute in all. */
const PAUSES = [1, 1, 2, 3, 5, 8, 10, 10, 10, 10];

/** Seconds that the page waits by itself, at most, where the server says how long. */
const LONGEST = 30;

const kept = new Map<string, unknown>();
let version: string | undefined;

export const recorded = read();

/** Where the server answers; of a page from a file, where it does if nobody says otherwise. */
export const endpoint = recorded ? "http://127.0.0.1:8000/graphql" : new URL("graphql", document.baseURI).href;

function read(): Recorded | null {
  const text = document.getElementById("synergraph-answers")?.textContent;
  return text ? (JSON.parse(text) as Recorded) : null;
}

/** Return what a recorded answer is found by: the document's name and its variables, sorted, without what is not given. */
function keyOf(name: string, variables: object): string {
  return `${name} ${JSON.stringify(canonical(variables))}`;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    given.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, item]) => [key, canonical(item)]),
  );
}

/**
 * Return the answer to a document; where the server is not ready yet, the answer to one of some further tries.
 *
 * @param signal stops asking
 * @param told is told why the page waits before it asks again
 * @throws Problem when there is none
 */
export async function ask<Data, Variables extends object>(
  asked: Document<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
  told?: (why: Problem) => void,
): Promise<Data> {
  const key = keyOf(asked.name, variables);
  if (kept.has(key)) return kept.get(key) as Data;
  if (recorded) return fromFile(key) as Data;
  for (const pause of [...PAUSES, Number.POSITIVE_INFINITY]) {
    const { body, seconds } = await send(asked.text, variables, signal);
    const [error] = body.errors ?? [];
    if (!error) return keep(key, body) as Data;
    const problem = new Problem(error.message, error.extensions?.code ?? "UNKNOWN", seconds);
    const next = Math.max(pause, seconds);
    if (!SOON.includes(problem.code) || next > LONGEST) throw problem;
    told?.(problem);
    await passed(next, signal);
  }
  throw new Error("the last try either returns or throws");
}

function keep(key: string, body: Body): unknown {
  if (version !== body.extensions?.dataset) kept.clear(); // the server has loaded another version of the dataset
  version = body.extensions?.dataset;
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
  kept.set(key, body.data);
  return body.data;
}

/** Wait some seconds, or until nobody waits for the answer any more. */
function passed(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function fromFile(key: string): unknown {
  if (recorded && key in recorded.answers) return recorded.answers[key];
  throw new Problem("This is not in this file. Open it in the explorer of a server.", "NOT_IN_THIS_FILE");
}

interface Sent {
  readonly body: Body;
  readonly seconds: number;
}

async function send(query: string, variables: object, signal?: AbortSignal): Promise<Sent> {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json" };
  const response = await fetchWithKey(endpoint, {
    method: "POST",
    headers,
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem("The server does not answer. Is it running?", "NO_SERVER");
  });
  try {
    const body = (await response.json()) as Body;
    return { body, seconds: Number(response.headers.get("Retry-After") ?? 0) };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(`The server answered with status ${response.status}, but not in GraphQL.`, "NO_ANSWER");
  }
}

/** What is known of an answer at a moment; while another one is under way, `data` is the one before. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  /** Why it takes longer: the server is not ready yet, and will be asked again. */
  readonly awaited: Problem | undefined;
  readonly again: () => void;
}

/** Ask when the variables change, and stop asking what nobody waits for; null variables ask nothing. */
export function useAnswer<Data, Variables extends object>(
  asked: Document<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const key = variables === null ? "" : keyOf(asked.name, variables);
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<{ key: string; data?: Data; problem?: Problem }>({ key: "" });
  const [awaited, setAwaited] = useState<Problem>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the document and its variables
  useEffect(() => {
    if (variables === null) return;
    const stop = new AbortController();
    setAwaited(undefined);
    ask(asked, variables, stop.signal, setAwaited)
      .then((data) => setFound({ key, data }))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setFound({ key, problem: asProblem(error) });
      });
    return () => stop.abort();
  }, [key, turn]);
  const again = () => {
    setFound({ key: "" });
    setTurn(turn + 1);
  };
  return {
    data: found.data,
    problem: found.key === key ? found.problem : undefined,
    loading: found.key !== key,
    awaited: found.key !== key ? awaited : undefined,
    again,
  };
}

function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(String(error), "UNKNOWN");
}

/** Return a question as the parts of a page take it. */
export function question<Data, Variables extends object>(
  asked: Document<Data, Variables>,
  variables: Variables,
): Question {
  return { document: asked as unknown as Document<unknown, never>, variables };
}
