/** How often chance alone gives a pair as much, and how stable its rank is. */
import { useAnswer } from "../../asking";
import { Answered, Empty } from "../../parts/Answered";
import { ScoreBar } from "../../parts/figures";
import { RankStability, SynergyChance, type SynergyChanceData, type SynergyVariables } from "../../queries/documents";
import { useSetting } from "../../routes";
import { percent, score } from "../../words";

const LEVEL = 0.05; // of false findings, as usual

type Significance = NonNullable<NonNullable<SynergyChanceData["synergy"]>["significance"]>;

const MODELS: Readonly<Record<string, string>> = {
  BICM: "the bipartite configuration model: everyone keeps their number of terms, every term its number of holders, on average",
  CURVEBALL: "random profiles with the same numbers exactly",
  HYPERGEOMETRIC: "terms that are all equally likely",
};

export function Chance({ variables }: { variables: SynergyVariables }) {
  const answer = useAnswer(SynergyChance, variables);
  return (
    <section aria-labelledby="chance">
      <h2 id="chance">Could it be chance?</h2>
      <Answered answer={answer}>
        {({ synergy }) =>
          synergy?.significance ? (
            <Verdict significance={synergy.significance} />
          ) : (
            <Empty>Without a score there is nothing to test.</Empty>
          )
        }
      </Answered>
    </section>
  );
}

function Verdict({ significance }: { significance: Significance }) {
  const { pValue, adjustedPValue, nullModel, note } = significance;
  return (
    <>
      <p class="verdict">
        <strong>{verdict(adjustedPValue)}</strong>
      </p>
      {note ? <p>{note}</p> : null}
      <p class="quiet">
        p = {score(pValue)}, q (adjusted p) = {score(adjustedPValue)}, against {MODELS[nullModel] ?? nullModel}.
      </p>
    </>
  );
}

function verdict(adjusted: number | null): string {
  if (adjusted === null) return "Not tested.";
  return adjusted <= LEVEL
    ? "Significant: chance alone seldom gives as many shared terms."
    : `Not significant: chance alone gives as many shared terms in ${percent(adjusted)} of the cases.`;
}

/** Return whether the address asks for the stability of the rank, and how to ask. */
export function useStabilityAsked(): [boolean, () => void] {
  const [stability, setStability] = useSetting("stability");
  return [stability === "yes", () => setStability("yes", true)];
}

/** Asked only where a reader wants it: it ranks all partners ninety-one times. */
export function Stability({ variables, partner }: { variables: SynergyVariables; partner: string }) {
  const [asked, ask] = useStabilityAsked();
  const answer = useAnswer(RankStability, asked ? variables : null);
  return (
    <section aria-labelledby="stability">
      <h3 id="stability">Does the rank hold under other settings?</h3>
      {asked ? (
        <Answered answer={answer}>
          {({ synergy }) => <Stable share={synergy?.rankStability ?? null} partner={partner} />}
        </Answered>
      ) : (
        <button type="button" onClick={ask}>
          Rank all partners under 91 settings
        </button>
      )}
    </section>
  );
}

function Stable({ share, partner }: { share: number | null; partner: string }) {
  if (share === null) return <Empty>Without a score there is no rank.</Empty>;
  return (
    <p>
      <ScoreBar value={share} /> In {percent(share)} of 91 settings (θ from 0.2 to 0.8, k from 1 to 20) {partner} is
      among the ten best partners.
    </p>
  );
}
