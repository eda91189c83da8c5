/** Short facts about an entity; what is not known is left out. */
import type { ComponentChildren } from "preact";

export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

/** One fact; null, undefined, an empty text and an empty list are not known. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface Names {
  readonly name: string;
  readonly language: string | null;
}

/** Further names, with their language where it is known. */
export function OtherNames({ names }: { names: readonly Names[] }) {
  return (
    <>
      {names.map(({ name, language }, index) => (
        <span key={`${name} ${language}`} {...(language ? { lang: language } : {})}>
          {index > 0 ? " · " : ""}
          {name}
        </span>
      ))}
    </>
  );
}

/** A link to another site, whose address is shown. */
export function Site({ address }: { address: string }) {
  return (
    <a href={address} rel="noreferrer">
      {address.replace(/^https?:\/\//, "").replace(/\/$/, "")}
    </a>
  );
}
