/** How the members stand to each other: their synergies, and where they stand in a value chain. */
import { useAnswer } from "../../asking";
import { Answered, Empty } from "../../parts/Answered";
import { EntityLink, entityColumns } from "../../parts/entities";
import { ScoreBar } from "../../parts/figures";
import { LensChoice, useLens } from "../../parts/LensChoice";
import { type Column, Table } from "../../parts/Table";
import {
  MemberPairs,
  type MemberPairsData,
  MemberStages,
  type MemberStagesData,
  ValueChains,
} from "../../queries/documents";
import { to, useSetting } from "../../routes";
import { counted, number, percent } from "../../words";
import { Strip } from "../value-chain/Strip";
import type { Choices } from "./choices";

type Pair = NonNullable<MemberPairsData["consortium"]>["pairs"]["nodes"][number];
type Chain = NonNullable<NonNullable<MemberStagesData["consortium"]>["valueChain"]>;

const FEW = 40; // members whose pairs are scored without being asked to

/** Return whether the pairs are to be scored: at once where they are few, else where the address says so. */
export function usePairsAsked({ members }: Choices): [boolean, () => void] {
  const [pairs, setPairs] = useSetting("pairs");
  const asked = members.length > 1 && (members.length <= FEW || pairs === "yes");
  return [asked, () => setPairs("yes", true)];
}

export function Pairs({ choices }: { choices: Choices }) {
  const lens = useLens();
  const [asked, ask] = usePairsAsked(choices);
  const { members, origins } = choices;
  const answer = useAnswer(MemberPairs, asked ? { members, origins, lens } : null);
  if (members.length < 2) return null;
  if (!asked)
    return (
      <section aria-labelledby="pairs">
        <h2 id="pairs">Which members fit each other</h2>
        <button type="button" onClick={ask}>
          Score all {number((members.length * (members.length - 1)) / 2)} pairs, which takes a while
        </button>
      </section>
    );
  return (
    <section aria-labelledby="pairs">
      <h2 id="pairs">Which members fit each other</h2>
      <LensChoice />
      <Answered answer={answer}>
        {({ consortium }) =>
          consortium && consortium.pairs.nodes.length > 0 ? (
            <Table
              name="pairs"
              caption={captionOf(consortium.pairs)}
              columns={pairColumns(lens)}
              rows={consortium.pairs.nodes}
              idOf={({ id }) => id}
            />
          ) : (
            <Empty>Too little is known of the members for a score of any pair.</Empty>
          )
        }
      </Answered>
    </section>
  );
}

function captionOf({ nodes, totalCount, withoutScore }: NonNullable<MemberPairsData["consortium"]>["pairs"]): string {
  const shown = nodes.length < totalCount ? `the ${nodes.length} best of ` : "";
  return `Synergies of ${shown}${counted(totalCount, "pair", "pairs")}; ${withoutScore} without a score, as too little is known.`;
}

function pairColumns(lens: string): readonly Column<Pair>[] {
  const setting = { lens: lens === "CROSS_SECTOR" ? null : lens };
  return [
    ...entityColumns<Pair>("organisation", "Member", ({ organisation }) => organisation),
    ...entityColumns<Pair>("partner", "and", ({ partner }) => partner),
    {
      key: "score",
      label: "Score",
      value: ({ score }) => score,
      show: ({ score }) => <ScoreBar value={score} />,
      numeric: true,
    },
    {
      key: "novelty",
      label: "Novelty",
      value: ({ novelty }) => novelty,
      show: ({ novelty }) => percent(novelty),
      numeric: true,
    },
    {
      key: "absorbability",
      label: "Absorbability",
      value: ({ absorbability }) => absorbability,
      show: ({ absorbability }) => percent(absorbability),
      numeric: true,
    },
    {
      key: "why",
      label: "Why",
      value: () => null,
      show: ({ organisation, partner }) => (
        <a
          href={to(["synergy", organisation.id, partner.id], setting)}
          aria-label={`Look closer: ${organisation.name} and ${partner.name}`}
        >
          Look closer
        </a>
      ),
      sorts: false,
    },
  ];
}

/** Return the value chains, and the one that the address names, else the first. */
export function useChain() {
  const chains = useAnswer(ValueChains, {});
  const [chosen, choose] = useSetting("chain");
  const nodes = chains.data?.valueChains.nodes ?? [];
  return { chains, nodes, chain: chosen || nodes[0]?.id, choose };
}

export function Stages({ choices }: { choices: Choices }) {
  const { members, origins } = choices;
  const { chains, nodes, chain, choose } = useChain();
  const answer = useAnswer(MemberStages, chain ? { members, origins, chain } : null);
  if (chains.data && nodes.length === 0) return null;
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">Where they stand in a value chain</h2>
      {nodes.length > 1 ? (
        <label>
          Value chain{" "}
          <select onChange={(event) => choose(event.currentTarget.value, true)}>
            {nodes.map(({ id, name }) => (
              <option key={id} value={id} selected={id === chain}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {chains.problem ? <p class="quiet">{chains.problem.message}</p> : null}
      <Answered answer={answer}>
        {({ consortium }) =>
          consortium?.valueChain ? (
            <Covered chain={consortium.valueChain} />
          ) : (
            <Empty>
              No value chain here has the id <code>{chain}</code>.
            </Empty>
          )
        }
      </Answered>
    </section>
  );
}

function Covered({ chain }: { chain: Chain }) {
  return (
    <>
      <p>
        <EntityLink entity={chain.valueChain} />:{" "}
        {chain.coveredShare === null
          ? "it is known of none of them at which stage it works."
          : `they are known to work at ${percent(chain.coveredShare)} of the stages.`}
      </p>
      {chain.coveredShare === null ? null : <Strip stages={chain.stages} />}
      {chain.missingLinks.length > 0 ? (
        <details>
          <summary>
            {counted(chain.missingLinks.length, "step", "steps")} of the chain with an end where nobody stands
          </summary>
          <ul>
            {chain.missingLinks.map(({ from, to: end, reason }) => (
              <li key={`${from.id} ${end.id}`}>
                {from.name} → {end.name}: {reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
