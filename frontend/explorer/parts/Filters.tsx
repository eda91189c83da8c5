/** Facets of a list as boxes to tick, each with how many organisations of the list have it. */
import { KINDS } from "../kinds";
import type { EntityKind, OrganisationsData } from "../queries/documents";
import { changed, go, usePlace } from "../routes";
import { type Facet, valuesOf } from "../views/filtering";
import { number } from "../words";

const FACETS: readonly { facet: Facet; label: string }[] = [
  { facet: "kinds", label: "Kind" },
  { facet: "countries", label: "Country" },
  { facet: "sectors", label: "Sector" },
  { facet: "technologyFields", label: "Technology field" },
  { facet: "s3PriorityAreas", label: "S3 priority area" },
  { facet: "emergingIndustries", label: "Emerging industry" },
];

export function Filters({ data }: { data: OrganisationsData }) {
  const { settings } = usePlace();
  const regions = valuesOf(settings, "regions");
  const filtered = FACETS.some(({ facet }) => settings.has(facet)) || regions.length > 0 || settings.has("name");
  return (
    <>
      {filtered ? (
        <p>
          <a href="#/organisations">Take all filters away</a>
        </p>
      ) : null}
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
    </fieldset>
  );
}

/** Return what the list has most of, and whatever is chosen besides. */
function choicesOf(facet: Facet, data: OrganisationsData, chosen: readonly string[]): readonly Choice[] {
  const frequent = data.organisations.aggregate[facet].groups.flatMap(({ count, keys: [key] }) => {
    const value = (facet === "kinds" ? key?.label : key?.entity?.id) ?? null;
    return value === null
      ? []
      : [{ value: short(facet, value), label: labelOf(facet, value, key?.entity?.name), count }];
  });
  const others = chosen.filter((value) => !frequent.some((choice) => choice.value === value));
  return [...frequent, ...others.map((value) => ({ value, label: nameOf(data, value), count: null }))];
}

function short(facet: Facet, value: string): string {
  return facet === "countries" ? value.replace("country:", "") : value;
}

function labelOf(facet: Facet, value: string, name: string | undefined): string {
  return facet === "kinds" ? KINDS[value as EntityKind].many : (name ?? value);
}

function nameOf(data: OrganisationsData, id: string): string {
  return data.nodes.find((node) => node?.id === id)?.name ?? id;
}
