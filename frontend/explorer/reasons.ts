/** The contributions to a synergy in words: what the two have in common, what is near, and what is new to either. */
import { listed } from "./words";

interface Term {
  readonly name: string;
}

interface Contribution {
  readonly side: string;
  readonly relation: string;
  readonly concept: Term;
}

interface Pair {
  /** The strongest of what they have in common; as many as `ASKED` where there may be more. */
  readonly common: readonly (Contribution & { readonly relatedTo: Term | null })[];
  /** The strongest of what tells them apart, as above. */
  readonly different: readonly Contribution[];
}

/** What the terms are to the two, and the terms. */
export type Reason = readonly [what: string, terms: string];

const ASKED = 20; // contributions that the queries ask for of each part
const MOST = 2; // terms named of each sort

/** Return the reasons, the strongest terms of each first, as the answer sorts them. */
export function reasons({ common, different }: Pair): readonly Reason[] {
  const both = common.filter((one) => one.relation === "SAME").map((one) => one.concept.name);
  const related = common.filter((one) => one.relation === "RELATED" && one.relatedTo);
  const links = related.map((one) => [one.concept.name, one.relatedTo?.name ?? ""].sort());
  const distinct = links.filter(
    ([one, other]) => one !== other && !(both.includes(one ?? "") && both.includes(other ?? "")),
  );
  const alone = (side: string) =>
    different.filter((one) => one.relation !== "SAME" && one.side === side).map((one) => one.concept.name);
  const all: readonly Reason[] = [
    ["Both", named(both, common)],
    [
      "Near",
      named(
        distinct.map((pair) => pair.join(" ~ ")),
        common,
      ),
    ],
    ["Organisation alone", named(alone("ORGANISATION"), different)],
    ["Partner alone", named(alone("PARTNER"), different)],
  ];
  return all.filter(([, terms]) => terms);
}

function named(names: readonly string[], among: readonly unknown[]): string {
  const distinct = [...new Set(names)];
  const more = distinct.length - MOST;
  const further = among.length < ASKED ? `${more} more` : "more";
  return listed(more > 0 ? [...distinct.slice(0, MOST), further] : distinct);
}
