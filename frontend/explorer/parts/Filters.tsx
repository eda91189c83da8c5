/** Facets of a list as boxes to tick, each with how many organisations of the list have it. */
import { KINDS } from "../kinds";
import type { EntityKind, OrganisationsData } from "../queries/documents";
import { changed, go, usePlace } from "../routes";
import { codeOrId, FACET_OF, type Facet, valuesOf } from "../views/filtering";
import { number } from "../words";
import type { Named } from "./entities";
import { SearchBox } from "./SearchBox";

const FACETS: readonly { facet: Facet; label: string }[] = [
  { facet: "kinds", label: "Kind" },
  { facet: "countries", label: "Country" },
  { facet: "regions", label: "Region" },
  { facet: "sectors", label: "Sector" },
  { facet: "technologyFields", label: "Technology field" },
  { facet: "s3PriorityAreas", label: "S3 priority area" },
  { facet: "emergingIndustries", label: "Emerging industry" },
];

/** How many groups of a facet the list is asked for. */
const MOST = 9;

const KINDS_ADDED = Object.keys(FACET_OF) as EntityKind[];

export function Filters({ data }: { data: OrganisationsData }) {
  const { settings } = usePlace();
  const filtered = FACETS.some(({ facet }) => settings.has(facet)) || settings.has("name");
  const add = ({ id, kind }: Named) => {
    const facet = FACET_OF[kind];
    if (!facet) return;
    const values = new Set([...valuesOf(settings, facet), codeOrId(facet, id)]);
    go(changed({ [facet]: [...values], after: null, before: null }));
  };
  return (
    <>
      {filtered ? (
        <p>
          <a href="#/organisations">Take all filters away</a>
        </p>
      ) : null}
      <SearchBox label="Add a place or a term" kinds={KINDS_ADDED} onChoose={add} labelled />
      {FACETS.map(({ facet, label }) => (
        <Boxes key={facet} facet={facet} label={label} data={data} chosen={valuesOf(settings, facet)} />
      ))}
      <label>
        <input
          type="checkbox"
          checked={settings.get("narrower") === "true"}
          onChange={(event) =>
            go(changed({ narrower: event.currentTarget.checked ? "true" : null, after: null, before: null }))
          }
        />{" "}
        Narrower terms too
      </label>
    </>
  );
}

interface BoxesProps {
  readonly facet: Facet;
  readonly label: string;
  readonly data: OrganisationsData;
  readonly chosen: readonly string[];
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly count: number | null;
}

function Boxes({ facet, label, data, chosen }: BoxesProps) {
  const choices = choicesOf(facet, data, chosen);
  const total = groupsOf(facet, data)?.totalCount ?? 0;
  const toggle = (value: string, on: boolean) => {
    const others = chosen.filter((one) => one !== value);
    go(changed({ [facet]: on ? [...others, value] : others, after: null, before: null }));
  };
  if (choices.length === 0) return null;
  return (
    <fieldset class="boxes">
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="checkbox"
            checked={chosen.includes(choice.value)}
            onChange={(event) => toggle(choice.value, event.currentTarget.checked)}
          />{" "}
          {choice.label} {choice.count === null ? null : <span class="quiet">{number(choice.count)}</span>}
        </label>
      ))}
      {total > MOST ? <p class="quiet">and less frequent ones</p> : null}
    </fieldset>
  );
}

/** Return what the list has most of, and whatever is chosen besides. */
function choicesOf(facet: Facet, data: OrganisationsData, chosen: readonly string[]): readonly Choice[] {
  const frequent = (groupsOf(facet, data)?.groups ?? []).flatMap(({ count, keys: [key] }) => {
    const value = (facet === "kinds" ? key?.label : key?.entity?.id) ?? null;
    return value === null
      ? []
      : [{ value: codeOrId(facet, value), label: labelOf(facet, value, key?.entity?.name), count }];
  });
  const others = chosen.filter((value) => !frequent.some((choice) => choice.value === value));
  return [...frequent, ...others.map((value) => ({ value, label: nameOf(facet, data, value), count: null }))];
}

function groupsOf(facet: Facet, data: OrganisationsData) {
  return facet === "regions" ? undefined : data.organisations.aggregate[facet];
}

function labelOf(facet: Facet, value: string, name: string | undefined): string {
  return facet === "kinds" ? KINDS[value as EntityKind].many : (name ?? value);
}

function nameOf(facet: Facet, data: OrganisationsData, value: string): string {
  if (facet === "kinds") return KINDS[value as EntityKind]?.many ?? value;
  return data.nodes.find((node) => node && codeOrId(facet, node.id) === value)?.name ?? value;
}
