/** The filter of organisations as it stands in the address. */
import type { EntityKind, OrganisationFilter } from "../queries/documents";

/** Facets that are filtered by the ids of terms. */
export const TERMS = ["sectors", "technologyFields", "s3PriorityAreas", "emergingIndustries"] as const;

export type TermFacet = (typeof TERMS)[number];

export type Facet = TermFacet | "kinds" | "countries" | "regions";

/** The facet that an entity of a kind is a value of. */
export const FACET_OF: Partial<Readonly<Record<EntityKind, Facet>>> = {
  COUNTRY: "countries",
  REGION: "regions",
  SECTOR: "sectors",
  TECHNOLOGY_FIELD: "technologyFields",
  S3_PRIORITY_AREA: "s3PriorityAreas",
  EMERGING_INDUSTRY: "emergingIndustries",
};

/** Return what an entity is filtered by: the code of a country, the id of any other. */
export function codeOrId(facet: Facet, id: string): string {
  return facet === "countries" ? id.replace(COUNTRY, "") : id;
}

const COUNTRY = "country:";

/** Return the values of a setting: they are separated by commas. */
export function valuesOf(settings: URLSearchParams, name: string): readonly string[] {
  return (settings.get(name) ?? "").split(",").filter(Boolean);
}

/** Return the filter; a term takes the narrower ones in only where `narrower` says so, since the counts do not. */
export function filterOf(settings: URLSearchParams): OrganisationFilter {
  const name = settings.get("name");
  const includeNarrower = settings.get("narrower") === "true";
  const filter: Record<string, unknown> = name ? { nameContains: name } : {};
  for (const facet of ["kinds", "countries", "regions"]) {
    const values = valuesOf(settings, facet);
    if (values.length > 0) filter[facet] = values;
  }
  for (const facet of TERMS) {
    const anyOf = valuesOf(settings, facet);
    if (anyOf.length > 0) filter[facet] = { anyOf, includeNarrower };
  }
  return filter as OrganisationFilter;
}

/** Return the ids of what is filtered by, whose names the page shows. */
export function idsOf(settings: URLSearchParams): readonly string[] {
  const countries = valuesOf(settings, "countries").map((code) => `${COUNTRY}${code}`);
  return [...countries, ...[...TERMS, "regions"].flatMap((facet) => valuesOf(settings, facet))];
}
