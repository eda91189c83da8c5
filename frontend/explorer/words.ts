/** What the schema's values are called on the page. */

export const PREDICATES: Readonly<Record<string, string>> = {
  MEMBER_OF: "is a member of",
  PARTNER_IN: "is a partner in",
  ACTIVE_IN_SECTOR: "is active in the sector",
  USES_TECHNOLOGY: "works in the technology field",
  PURSUES_PRIORITY: "pursues the S3 priority area",
  IN_EMERGING_INDUSTRY: "belongs to the emerging industry",
  IN_PROGRAMME_AREA: "is funded under",
  LOCATED_IN: "is located in",
  BROADER: "is a part of",
  STAGE_OF: "is a stage of",
  OCCUPIES_STAGE: "works at the stage",
  SUPPLIES_TO: "supplies",
  TARGETS: "aims at",
  ADDRESSES: "addresses",
  RELATED: "is related to",
};

/** How a statement came about: a word to show, and a sentence that says what it means. */
export const ORIGINS: Readonly<Record<string, { word: string; meaning: string }>> = {
  STATED: { word: "stated", meaning: "A source says it of itself, such as a profile page." },
  IMPORTED: { word: "imported", meaning: "Taken from a register." },
  DERIVED: { word: "derived", meaning: "Follows from other statements by a named rule." },
  INFERRED: { word: "inferred", meaning: "Concluded through a curated judgement; nobody states it." },
};

export const LENSES: Readonly<Record<string, { word: string; meaning: string }>> = {
  CROSS_SECTOR: {
    word: "Across sectors",
    meaning: "Sectors differ; technology fields, S3 priority areas and emerging industries meet.",
  },
  GENERAL: { word: "General", meaning: "All facets are looked at on both sides; inferred sectors are left out." },
};

/** What tells how near two terms are. */
export const PROXIMITY_SOURCES: Readonly<Record<string, string>> = {
  IDENTITY: "the same term",
  EMPIRICAL: "organisations that hold both",
  TAXONOMY: "the classification",
  CURATED: "a curated link",
};

export const ROLES: Readonly<Record<string, string>> = {
  COORDINATOR: "coordinator",
  PARTNER: "partner",
  ASSOCIATED: "associated",
  THIRD_PARTY: "third party",
};

/** Return a number of things: "1 cluster", "1,834 clusters". */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** Return a share or score as it is shown, to three digits; unknown is a dash. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(3);
}

/** Return a share in per cent, small ones to a tenth; what is above 0 never shows as 0. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value > 0 && value < 0.0005) return "<0.1 %";
  return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
}

export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toLocaleString("en-GB");
}

/** Return a value of the schema that has no words of its own: NOT_SME is "not sme". */
export function plain(value: string): string {
  return value.toLowerCase().replaceAll("_", " ");
}

/** Return names as a list in a sentence. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}
