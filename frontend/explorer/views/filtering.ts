/** The filter of organisations as it stands in the address. */
import type { OrganisationFilter } from "../queries/documents";

/** Facets that are filtered by the ids of terms. */
export const TERMS = ["sectors", "technologyFields", "s3PriorityAreas", "emergingIndustries"] as const;

export type TermFacet = (typeof TERMS)[number];

export type Facet = TermFacet | "kinds" | "countries";

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
  return [...TERMS, "regions"].flatMap((facet) => valuesOf(settings, facet));
}
