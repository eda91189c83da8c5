/** The address of a view, kept in the part of the page's address after #: a path, and settings after a question mark. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { recorded } from "./asking";

export type Params = Readonly<Record<string, string>>;

export interface ViewProps {
  /** The parts of the path that the view names with a colon. */
  readonly params: Params;
}

/** A view under its path, such as /synergy/:organisation/:partner; `load` for one that comes on demand. */
export type View = { readonly path: string } & (
  | { readonly component: ComponentType<ViewProps> }
  | { readonly load: () => Promise<{ default: ComponentType<ViewProps> }> }
);

export interface Place {
  readonly path: string;
  readonly settings: URLSearchParams;
}

const listeners = new Set<(place: Place) => void>();
let current = parsed(location.hash || (recorded?.start ?? ""));

export function here(): Place {
  return current;
}

function parsed(hash: string): Place {
  const [path = "", settings = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return { path: path.startsWith("/") ? path : "/", settings: new URLSearchParams(settings) };
}

/** Return the address of a view; settings that are null, undefined or empty are left out. */
export function to(segments: readonly string[], settings: Readonly<Record<string, Setting>> = {}): string {
  return written(`/${segments.map(segment).join("/")}`, new URLSearchParams(), settings);
}

type Setting = string | number | readonly string[] | null | undefined;

/** Encode a part of a path; the colon and the comma of ids stay readable. */
function segment(text: string): string {
  return encodeURIComponent(text).replace(/%3A/g, ":").replace(/%2C/g, ",");
}

function written(path: string, settings: URLSearchParams, changes: Readonly<Record<string, Setting>>): string {
  const all = new URLSearchParams(settings);
  for (const [name, value] of Object.entries(changes)) {
    all.delete(name);
    if (value !== null && value !== undefined && value !== "" && value.toString() !== "")
      all.set(name, value.toString());
  }
  const text = all.toString().replace(/%3A/g, ":").replace(/%2C/g, ",");
  return `#${path}${text && `?${text}`}`;
}

/** Return the address here with some settings changed. */
export function changed(changes: Readonly<Record<string, Setting>>): string {
  return written(current.path, current.settings, changes);
}

/** Go to an address that `to` or `changed` made; `replace` leaves no step to go back to. */
export function go(hash: string, replace = false): void {
  try {
    if (replace) history.replaceState(null, "", hash);
    else history.pushState(null, "", hash);
  } catch {
    // within a frame without an address of its own there is no history: the place is kept here alone
  }
  arrive(parsed(hash));
}

function arrive(place: Place): void {
  current = place;
  for (const listener of listeners) listener(place);
}

for (const event of ["popstate", "hashchange"]) addEventListener(event, () => arrive(parsed(location.hash)));

/** Follow links within the page ourselves: a frame without an address of its own would leave it. */
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#/"]') : null;
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href") ?? "#/");
});

export function usePlace(): Place {
  const [place, setPlace] = useState(current);
  useEffect(() => {
    listeners.add(setPlace);
    return () => void listeners.delete(setPlace);
  }, []);
  return place;
}

/** Return a setting of the address with the function that changes it; the standard value is not written. */
export function useSetting(name: string, standard = ""): [string, (value: string, replace?: boolean) => void] {
  const { settings } = usePlace();
  const set = (value: string, replace = false) => go(changed({ [name]: value === standard ? null : value }), replace);
  return [settings.get(name) ?? standard, set];
}

/** Return the view whose path fits, and the parts of the path that it names; the last takes the rest, as ids have slashes. */
export function match(views: readonly View[], path: string): { view: View; params: Params } | null {
  const parts = path.split("/").filter(Boolean);
  for (const view of views) {
    const params = fitted(view.path.split("/").filter(Boolean), parts);
    if (params) return { view, params };
  }
  return null;
}

function fitted(names: readonly string[], parts: readonly string[]): Params | null {
  const last = names.length - 1;
  const open = names[last]?.startsWith(":") && parts.length > last;
  const given = open ? [...parts.slice(0, last), parts.slice(last).join("/")] : parts;
  if (given.length !== names.length) return null;
  const pairs = names.map((name, index) => [name, given[index] ?? ""] as const);
  if (pairs.some(([name, part]) => !name.startsWith(":") && name !== part)) return null;
  const named = pairs.filter(([name]) => name.startsWith(":"));
  return Object.fromEntries(named.map(([name, part]) => [name.slice(1), decoded(part)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}
