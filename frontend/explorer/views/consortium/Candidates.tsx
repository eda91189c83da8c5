/** Who outside would add most, one after another. */
import { useAnswer } from "../../asking";
import { Answered, Empty } from "../../parts/Answered";
import { EntityLink, EntityList } from "../../parts/entities";
import { type Column, Table } from "../../parts/Table";
import { Candidates as CANDIDATES, type CandidatesData } from "../../queries/documents";
import { useSetting } from "../../routes";
import { listed, number, percent } from "../../words";
import { Try } from "./Coverage";
import { type Choices, candidatesOf } from "./choices";

type Candidate = NonNullable<CandidatesData["consortium"]>["candidates"][number];

const WHO: Readonly<Record<string, string>> = {
  "": "any organisation",
  CLUSTER: "clusters only",
  SME: "SMEs only",
  INSTITUTION: "institutions only",
};

/** Return the kind of candidates of the address; empty for all. */
export function useWho(): [string, (who: string) => void] {
  const [who, setWho] = useSetting("who");
  return [who in WHO ? who : "", (next) => setWho(next, true)];
}

export function Candidates({ choices }: { choices: Choices }) {
  const [who, setWho] = useWho();
  const answer = useAnswer(CANDIDATES, choices.targets.length > 0 ? candidatesOf(choices, who) : null);
  if (choices.targets.length === 0) return null;
  return (
    <section aria-labelledby="candidates">
      <h2 id="candidates">Who would add most</h2>
      <div class="settings">
        <label>
          Among{" "}
          <select onChange={(event) => setWho(event.currentTarget.value)}>
            {Object.entries(WHO).map(([kind, label]) => (
              <option key={kind} value={kind} selected={kind === who}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answered answer={answer}>
        {({ consortium }) =>
          consortium && consortium.candidates.length > 0 ? (
            <Table
              name="candidates"
              caption="One after the other: each gain counts those before it as members"
              columns={columns(choices)}
              rows={consortium.candidates}
              idOf={({ organisation }) => organisation.id}
            />
          ) : (
            <Empty>Nobody outside adds anything to the covered share.</Empty>
          )
        }
      </Answered>
    </section>
  );
}

function columns(choices: Choices): readonly Column<Candidate>[] {
  return [
    { key: "candidate_id", label: "", value: ({ organisation }) => organisation.id, hidden: true },
    {
      key: "candidate",
      label: "Organisation",
      value: ({ organisation }) => organisation.name,
      show: ({ organisation }) => (
        <>
          <EntityLink entity={organisation} /> <Try choices={choices} entity={organisation} />
        </>
      ),
    },
    { key: "country", label: "Country", value: ({ organisation }) => organisation.country?.name ?? null },
    { key: "gain", label: "Gain", value: ({ gain }) => gain, show: ({ gain }) => `+${percent(gain)}`, numeric: true },
    {
      key: "closes",
      label: "Covers",
      value: ({ closes }) => listed(closes.map(({ name }) => name)),
      show: ({ closes }) => <EntityList entities={closes} />,
    },
    {
      key: "through",
      label: "Through",
      value: ({ evidence }) => listed(evidence.map(({ through }) => through.name)),
      show: ({ evidence }) => <EntityList entities={distinct(evidence.map(({ through }) => through))} />,
    },
    {
      key: "alternatives",
      label: "Others as good",
      value: ({ alternatives }) => alternatives,
      show: ({ alternatives }) => number(alternatives),
      numeric: true,
    },
    {
      key: "keeps_eligible",
      label: "Eligible with it",
      value: ({ keepsEligible }) => keepsEligible,
      show: ({ keepsEligible }) =>
        keepsEligible === null ? <span class="quiet">not known</span> : keepsEligible ? "yes" : "no",
      hidden: !choices.call,
    },
  ];
}

function distinct<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
