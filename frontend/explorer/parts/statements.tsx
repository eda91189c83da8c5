/** Statements as sentences, how they came about, and where they stand. */
import { ORIGINS, PREDICATES, ROLES } from "../words";
import { EntityLink, type Named } from "./entities";

/** What a document asks of a source's place: `provenance { locator quote rule source { title url } }`. */
export interface Provenance {
  readonly locator: string;
  readonly quote: string | null;
  readonly rule: string | null;
  readonly source: { readonly title: string; readonly url: string | null };
}

/** What a document asks of a statement: predicate, role, origin, subject and object with id, kind and name, provenance. */
export interface Stated {
  readonly id: string;
  readonly predicate: string;
  readonly role?: string | null;
  readonly origin: string;
  readonly subject: Named;
  readonly object: Named;
  readonly provenance: readonly Provenance[];
}

/** How a statement came about, in a word whose meaning shows on hover and is read aloud. */
export function Origin({ origin }: { origin: string }) {
  const known = ORIGINS[origin];
  return (
    <span class={`origin origin-${origin.toLowerCase()}`} title={known?.meaning}>
      {known?.word ?? origin.toLowerCase()}
    </span>
  );
}

export function Sentence({ statement }: { statement: Stated }) {
  const { subject, predicate, object, role } = statement;
  return (
    <>
      <EntityLink entity={subject} /> {PREDICATES[predicate] ?? predicate} <EntityLink entity={object} />
      {role ? <span class="quiet"> ({ROLES[role] ?? role})</span> : null}
    </>
  );
}

/** Statements with their sources; an empty list shows nothing. */
export function Statements({ statements }: { statements: readonly Stated[] }) {
  return (
    <ul class="statements">
      {statements.map((statement) => (
        <li key={statement.id}>
          <Sentence statement={statement} /> <Origin origin={statement.origin} />
          <Sources provenance={statement.provenance} />
        </li>
      ))}
    </ul>
  );
}

/** Where it stands: the source, the place in it, its words, and the rule by which it was derived. */
export function Sources({ provenance }: { provenance: readonly Provenance[] }) {
  return (
    <ul class="sources">
      {provenance.map((place) => (
        <li key={`${place.source.title} ${place.locator} ${place.rule}`}>
          <SourceTitle source={place.source} />
          {place.locator ? `, ${place.locator}` : ""}
          {place.rule ? <span class="quiet"> by the rule {place.rule}</span> : null}
          {place.quote ? <q>{place.quote}</q> : null}
        </li>
      ))}
    </ul>
  );
}

export function SourceTitle({ source }: { source: Provenance["source"] }) {
  if (!source.url) return <>{source.title}</>;
  return (
    <a href={source.url} rel="noreferrer">
      {source.title}
    </a>
  );
}
