/** Entities in a text: the mark of the kind and a link to the view that shows it. */
import { CORNERS, type EntityKind, KINDS, type Shape } from "../kinds";
import { to } from "../routes";
import type { Column } from "./Table";

export interface Named {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
}

/** Return the address of the view that shows an entity. */
export function addressOf(entity: Pick<Named, "id" | "kind">): string {
  return to([KINDS[entity.kind].view, entity.id]);
}

/** The colour and shape of a kind; the words beside it say the same. */
export function Mark({ kind }: { kind: EntityKind }) {
  const { colour, shape } = KINDS[kind];
  return <ShapeMark colour={colour} shape={shape} />;
}

export function ShapeMark({ colour, shape }: { colour: string; shape: Shape }) {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
      {shape === "circle" ? (
        <circle cx="8" cy="8" r="7" fill={colour} />
      ) : (
        <polygon points={CORNERS[shape]} fill={colour} />
      )}
    </svg>
  );
}

/** The mark of a kind and its name: what stands above the title of an entity's page. */
export function KindMark({ kind }: { kind: EntityKind }) {
  return (
    <>
      <Mark kind={kind} />
      {KINDS[kind].one}
    </>
  );
}

/** A link to an entity; `said` adds the kind in words. */
export function EntityLink({ entity, said = false }: { entity: Named; said?: boolean }) {
  return (
    <span class="entity">
      <Mark kind={entity.kind} />
      <a href={addressOf(entity)}>{entity.name}</a>
      {said ? <span class="quiet"> {KINDS[entity.kind].one}</span> : null}
    </span>
  );
}

/** Links one after the other; nothing where there are none. */
export function EntityList({ entities }: { entities: readonly Named[] }) {
  return (
    <ul class="inline">
      {entities.map((entity) => (
        <li key={entity.id}>
          <EntityLink entity={entity} />
        </li>
      ))}
    </ul>
  );
}

/**
 * The columns that name an entity: its id, which is only in the files, and its name as a link.
 *
 * `said` adds the kind in words, `hidden` leaves the name to the files too.
 */
export function entityColumns<Row>(
  key: string,
  label: string,
  of: (row: Row) => Named,
  { said = false, hidden = false } = {},
): readonly [Column<Row>, Column<Row>] {
  return [
    { key: key === "name" ? "id" : `${key}_id`, label: "", value: (row) => of(row).id, hidden: true },
    {
      key,
      label,
      value: (row) => of(row).name,
      show: (row) => <EntityLink entity={of(row)} said={said} />,
      names: true,
      hidden,
    },
  ];
}

/** A column of links to entities, some of which may be unknown. */
export function linkColumn<Row>(key: string, label: string, of: (row: Row) => Named | null | undefined): Column<Row> {
  return {
    key,
    label,
    value: (row) => of(row)?.name ?? null,
    show: (row) => {
      const entity = of(row);
      return entity ? <EntityLink entity={entity} /> : <span class="quiet">–</span>;
    },
  };
}
