/** What some organisations can do together, and what would change with another member or without one. */
import { type Question, question, useAnswer } from "../../asking";
import type { EntityKind } from "../../kinds";
import { Loading, Problem } from "../../parts/Answered";
import { useLens } from "../../parts/LensChoice";
import { type Tab, Tabs } from "../../parts/Tabs";
import {
  Candidates as CANDIDATES,
  Consortium,
  Eligibility as ELIGIBILITY,
  MemberPairs,
  MemberStages,
} from "../../queries/documents";
import { Aims, useNames } from "./Aims";
import { Pairs, Stages, useChain, usePairsAsked } from "./Between";
import { Candidates, useWho } from "./Candidates";
import { Coverage, Gaps, SinglePoints } from "./Coverage";
import { type Analysis as Analysed, type Choices, candidatesOf, consortiumOf, isChanged, namesOf } from "./choices";
import { Eligibility } from "./Eligibility";
import { HeldTerms } from "./Terms";
import { WhatIf } from "./WhatIf";
import { Worth } from "./Worth";
import "../../theme/discovery.css";

/** Return what the analysis asks, for "view as code". */
export function useQuestions(choices: Choices): readonly Question[] {
  const [who] = useWho();
  const lens = useLens();
  const { chain } = useChain();
  const [pairs] = usePairsAsked(choices);
  const kinds = useKinds(choices);
  const { members, origins, call } = choices;
  return [
    ...(kinds ? [question(Consortium, consortiumOf(choices, members, kinds))] : []),
    ...(choices.targets.length > 0 ? [question(CANDIDATES, candidatesOf(choices, who))] : []),
    ...(call ? [question(ELIGIBILITY, { members, rule: call })] : []),
    ...(pairs ? [question(MemberPairs, { members, origins, lens })] : []),
    ...(chain ? [question(MemberStages, { members, origins, chain })] : []),
  ];
}

/** Return the kinds of the targets; null while they are not known. */
function useKinds({ targets }: Choices): readonly EntityKind[] | null {
  const { names, done } = useNames(targets);
  const kinds = new Set(names.map(({ kind }) => kind));
  if (!done) return null;
  return kinds.size > 0 ? [...kinds].sort() : ["TARGET_SECTOR"];
}

interface Props {
  readonly choices: Choices;
  readonly roles?: ReadonlyMap<string, string>;
  /** Further tabs after those of the analysis. */
  readonly more?: readonly Tab[];
}

function tabsOf(analysis: Analysed, choices: Choices, roles: ReadonlyMap<string, string>): readonly Tab[] {
  return [
    {
      key: "aims",
      label: "Coverage and gaps",
      content: () => (
        <>
          <Coverage analysis={analysis} />
          <Gaps analysis={analysis} choices={choices} />
          <Candidates choices={choices} />
          <SinglePoints analysis={analysis} />
        </>
      ),
    },
    {
      key: "members",
      label: "Members",
      content: () => (
        <>
          <Worth analysis={analysis} choices={choices} roles={roles} />
          <Pairs choices={choices} />
        </>
      ),
    },
    { key: "eligibility", label: "Eligibility", content: () => <Eligibility choices={choices} /> },
    { key: "stages", label: "Value chain", content: () => <Stages choices={choices} /> },
    { key: "terms", label: "Terms held", content: () => <HeldTerms choices={choices} /> },
  ];
}

export function Analysis({ choices, roles = new Map(), more = [] }: Props) {
  const { base, members, added, targets } = choices;
  const isWhatIf = isChanged(choices);
  const kinds = useKinds(choices);
  const before = useAnswer(Consortium, kinds ? consortiumOf(choices, base, kinds) : null);
  const after = useAnswer(Consortium, kinds && isWhatIf ? consortiumOf(choices, members, kinds) : null);
  const named = useNames(added).names;
  const was = before.data?.consortium;
  const is = after.data?.consortium;
  if (before.problem) return <Problem problem={before.problem} again={before.again} />;
  if (!was) return <Loading />;
  const names = new Map([...namesOf(was, is), ...named.map((entity) => [entity.id, entity] as const)]);
  const shown = isWhatIf ? is : was;
  return (
    <>
      <WhatIf
        choices={choices}
        names={names}
        before={was}
        after={isWhatIf && !after.loading ? (is ?? undefined) : undefined}
      />
      <Aims targets={targets} names={names} />
      {isWhatIf && after.problem ? <Problem problem={after.problem} again={after.again} /> : null}
      {isWhatIf && !is && !after.problem ? <Loading /> : null}
      {shown ? (
        <div class={isWhatIf && after.loading ? "stale" : ""} aria-busy={before.loading || (isWhatIf && after.loading)}>
          <Tabs label="What they can do together" setting="tab" tabs={[...tabsOf(shown, choices, roles), ...more]} />
        </div>
      ) : null}
    </>
  );
}
