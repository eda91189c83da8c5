/** What a reader chose for a consortium, as it stands in the address. */
import type { EntityKind } from "../../kinds";
import type { Named } from "../../parts/entities";
import { originsOf } from "../../parts/OriginChoice";
import type {
  CandidatesVariables,
  ConsortiumData,
  ConsortiumVariables,
  OrganisationFilter,
  StatementOrigin,
} from "../../queries/documents";
import { changed, go } from "../../routes";

export type Analysis = NonNullable<ConsortiumData["consortium"]>;

export interface Choices {
  /** Ids of the members as they are, without the change. */
  readonly base: readonly string[];
  /** Ids of the members with the change; the same where there is none. */
  readonly members: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly targets: readonly string[];
  readonly origins: readonly StatementOrigin[] | null;
  /** Id of the rule that they are held against; empty for none. */
  readonly call: string;
}

/** Return the choices of the address, for members and targets that hold where it names none. */
export function choicesOf(settings: URLSearchParams, members: readonly string[], targets: readonly string[]): Choices {
  const base = sorted(members);
  const added = idsOf(settings, "add").filter((id) => !base.includes(id));
  const removed = idsOf(settings, "remove").filter((id) => base.includes(id));
  return {
    base,
    members: sorted([...base.filter((id) => !removed.includes(id)), ...added]),
    added,
    removed,
    targets: sorted(settings.has("targets") ? idsOf(settings, "targets") : targets),
    origins: originsOf(settings),
    call: settings.get("call") ?? "",
  };
}

export function idsOf(settings: URLSearchParams, name: string): readonly string[] {
  return [...new Set((settings.get(name) ?? "").split(",").filter((id) => id && id !== "none"))];
}

/** The order does not matter to the answer: one order, so that it is asked once. */
function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}

export function isChanged({ added, removed }: Choices): boolean {
  return added.length + removed.length > 0;
}

/** Return the variables of an analysis; `kinds` are those of the targets, so that no other terms are listed. */
export function consortiumOf(
  { targets, origins }: Choices,
  members: readonly string[],
  kinds: readonly EntityKind[],
): ConsortiumVariables {
  return { members, targets, origins, kinds };
}

export function candidatesOf(choices: Choices, who: string): CandidatesVariables {
  const filter: OrganisationFilter | null = who ? ({ kinds: [who] } as OrganisationFilter) : null;
  const { members, targets, origins, call } = choices;
  return { members, targets, origins, filter, rule: call || null };
}

export function add(choices: Choices, id: string): void {
  if (choices.removed.includes(id)) go(changed({ remove: choices.removed.filter((other) => other !== id) }));
  else if (!choices.members.includes(id)) go(changed({ add: [...choices.added, id] }));
}

export function remove(choices: Choices, id: string): void {
  if (choices.added.includes(id)) go(changed({ add: choices.added.filter((other) => other !== id) }));
  else if (choices.members.includes(id)) go(changed({ remove: [...choices.removed, id] }));
}

/** A change in the number of something, and whether it is welcome. */
export interface Figure {
  readonly key: string;
  readonly label: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Whether more is better; null where it depends. */
  readonly moreIsBetter: boolean | null;
  readonly share: boolean;
}

/** Return the figures of two analyses side by side. */
export function figuresOf(before: Analysis, after: Analysis): readonly Figure[] {
  const both = (
    key: string,
    label: string,
    value: (analysis: Analysis) => number | null,
    moreIsBetter: boolean | null,
    share = false,
  ): Figure => ({ key, label, before: value(before), after: value(after), moreIsBetter, share });
  return [
    both("covered_share", "Covered share of the aims", (one) => one.coveredShare, true, true),
    both("covered", "Aims covered", (one) => one.targets.length - one.gaps.length, true),
    both("gaps", "Gaps", (one) => one.gaps.length, false),
    both(
      "single_points",
      `Members that ${before.targets.length > 0 ? "an aim" : "a term"} rests on alone`,
      (one) => one.singlePointsOfFailure.length,
      false,
    ),
    both("terms", "Terms held besides the aims", (one) => one.terms.filter(({ isTarget }) => !isTarget).length, true),
    both("members", "Members", (one) => one.contributions.length, null),
    both("countries", "Countries", countriesOf, true),
    both("effective", "Effective members by SMEs", (one) => one.concentration.effectiveMembers, null),
  ];
}

/** Return how many countries are known; null where no member's is. */
function countriesOf(analysis: Analysis): number | null {
  return (
    new Set(analysis.contributions.flatMap(({ member }) => (member.country ? [member.country.id] : []))).size || null
  );
}

/** Return the names of members and targets that an analysis knows. */
export function namesOf(...analyses: readonly (Analysis | null | undefined)[]): ReadonlyMap<string, Named> {
  const found = analyses.flatMap((analysis) =>
    analysis ? [...analysis.contributions.map(({ member }) => member), ...analysis.targets] : [],
  );
  return new Map(found.map((entity) => [entity.id, entity]));
}
