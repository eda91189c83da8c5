/** The synergy of two organisations: how large, made of what, resting on which statements, and how sure. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink, EntityList } from "../parts/entities";
import { Fact, Facts } from "../parts/facts";
import { ScoreBar } from "../parts/figures";
import { LensChoice, useLens } from "../parts/LensChoice";
import { Page } from "../parts/Page";
import { PathText } from "../parts/paths";
import {
  RankStability,
  Synergy as SYNERGY,
  SynergyChance,
  type SynergyData,
  type SynergyVariables,
} from "../queries/documents";
import { to, type ViewProps } from "../routes";
import { counted, number, percent } from "../words";
import { Components } from "./synergy/Components";
import { Contributions } from "./synergy/Contributions";
import { Chance, Stability, useStabilityAsked } from "./synergy/Sureness";
import "../theme/discovery.css";

export type Pair = NonNullable<SynergyData["synergy"]>;

export function Synergy({ params }: ViewProps) {
  const { organisation = "", partner = "" } = params;
  const lens = useLens();
  const variables: SynergyVariables = { organisation, partner, lens };
  const [stability] = useStabilityAsked();
  const answer = useAnswer(SYNERGY, variables);
  const pair = answer.data?.synergy;
  const missing = answer.data !== undefined && pair === null;
  return (
    <Page
      title={missing || answer.problem ? "Synergy of two organisations" : titleOf(pair)}
      above="Synergy"
      lead="How much the two differ, how well they can understand each other, and what that rests on."
      asked={[
        question(SYNERGY, variables),
        question(SynergyChance, variables),
        ...(stability ? [question(RankStability, variables)] : []),
      ]}
      tools={
        <>
          <a href={to(["why", organisation, partner])}>Why connected</a>
          <a href={to(["consortium"], { members: `${organisation},${partner}` })}>What the two cover together</a>
        </>
      }
    >
      <LensChoice />
      <Answered answer={answer}>
        {({ synergy }) =>
          synergy ? (
            <Found pair={synergy} variables={variables} />
          ) : (
            <Empty>
              One of the two is no organisation of this dataset: <code>{organisation}</code>, <code>{partner}</code>.
            </Empty>
          )
        }
      </Answered>
    </Page>
  );
}

function titleOf(pair: Pair | null | undefined): string | undefined {
  return pair ? `${pair.organisation.name} and ${pair.partner.name}` : undefined;
}

function Found({ pair, variables }: { pair: Pair; variables: SynergyVariables }) {
  return (
    <>
      <p>
        <EntityLink entity={pair.organisation} said /> and <EntityLink entity={pair.partner} said />
      </p>
      <Score pair={pair} />
      <Chance variables={variables} />
      <Contributions pair={pair} />
      <Paths pair={pair} />
      <Components pair={pair} />
      <Together pair={pair} />
      <h2>How sure this is</h2>
      <Sureness pair={pair} />
      <Stability variables={variables} partner={pair.partner.name} />
      <Settings pair={pair} />
    </>
  );
}

function Score({ pair }: { pair: Pair }) {
  const { score, novelty, absorbability, insufficientData, model } = pair;
  return (
    <section aria-labelledby="score">
      <h2 id="score">Score</h2>
      {insufficientData ? <Empty>There is no score: {insufficientData}. Unknown is not zero.</Empty> : null}
      <dl class="figures">
        <div>
          <dt>Score</dt>
          <dd>
            <ScoreBar value={score} />
            <p>
              {model.theta === 0.5 ? "The root of novelty times absorbability" : `Novelty to the power ${model.theta}`}:
              high only where both are.
            </p>
          </dd>
        </div>
        <div>
          <dt>Novelty</dt>
          <dd>
            <ScoreBar value={novelty} />
            <p>How much the two differ where they should: 1 less the share of terms that are the same.</p>
          </dd>
        </div>
        <div>
          <dt>Absorbability</dt>
          <dd>
            <ScoreBar value={absorbability} />
            <p>How well they can understand each other: the share of terms that are the same or related.</p>
          </dd>
        </div>
      </dl>
      <Shares pair={pair} />
    </section>
  );
}

const SHARES = [
  ["same", "Held by both"],
  ["related", "Related"],
  ["unrelated", "Unrelated"],
] as const;

/** What absorbability is made of, as one bar with its words; they say the same as the bar. */
function Shares({ pair }: { pair: Pair }) {
  const { shares } = pair;
  if (!shares) return null;
  const places = { same: 0, related: shares.same, unrelated: shares.same + shares.related };
  return (
    <figure class="shares">
      <figcaption>What the two profiles are made of, where the two should meet</figcaption>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {SHARES.map(([key]) => (
          <rect key={key} class={key} x={places[key] * 100} width={shares[key] * 100} height="6" />
        ))}
      </svg>
      <ul class="inline">
        {SHARES.map(([key, label]) => (
          <li key={key}>
            <svg class="mark" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
              <rect class={key} width="16" height="16" />
            </svg>
            {label}: {percent(shares[key])}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Paths({ pair }: { pair: Pair }) {
  return (
    <section aria-labelledby="paths">
      <h2 id="paths">What joins them</h2>
      {pair.paths.length === 0 ? (
        <Empty>No shared and no related term joins the two.</Empty>
      ) : (
        <ol class="paths">
          {pair.paths.map((path) => (
            <li key={path.text}>
              <PathText text={path.text} nodes={path.nodes} />{" "}
              <span class="quiet">carries {percent(path.share)} of the absorbability</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Together({ pair }: { pair: Pair }) {
  const { existingPartnerships, sameProfile } = pair;
  return (
    <>
      <h2>Working together already</h2>
      {existingPartnerships.length === 0 ? (
        <Empty>No partnership of the two is in this dataset.</Empty>
      ) : (
        <EntityList entities={existingPartnerships} />
      )}
      {sameProfile.totalCount > 0 ? (
        <details>
          <summary>
            {counted(sameProfile.totalCount, "organisation has", "organisations have")} the very same profile as{" "}
            {pair.partner.name}, and so the same score
          </summary>
          <EntityList entities={sameProfile.nodes} />
          {sameProfile.totalCount > sameProfile.nodes.length ? (
            <p class="quiet">The first {sameProfile.nodes.length} by id are listed.</p>
          ) : null}
        </details>
      ) : null}
    </>
  );
}

function Sureness({ pair }: { pair: Pair }) {
  const { confidence, organisation, partner } = pair;
  return (
    <Facts>
      <Fact label={`Partnerships of ${organisation.name}`}>{number(confidence.organisationProjects)}</Fact>
      <Fact label={`Partnerships of ${partner.name}`}>{number(confidence.partnerProjects)}</Fact>
      <Fact label="Related share that rests on curated links">{percent(confidence.curatedShareOfRelated)}</Fact>
      <Fact label="Sectors">
        {confidence.inferredSectors ? "inferred for at least one of the two" : "none of them is inferred"}
      </Fact>
    </Facts>
  );
}

function Settings({ pair }: { pair: Pair }) {
  const { model } = pair;
  const populations = model.populations.map((one) => `${number(one.organisations)} (${one.scheme.title})`);
  return (
    <details>
      <summary>Settings of the score</summary>
      <Facts>
        <Fact label="θ, the weight of novelty">{model.theta}</Fact>
        <Fact label="k, the pull of relatedness towards the classification">{model.shrinkage}</Fact>
        <Fact label="Organisations counted">{populations.join(", ")}</Fact>
        <Fact label="After">
          <a href={model.reference} rel="noreferrer">
            {model.reference}
          </a>
        </Fact>
      </Facts>
    </details>
  );
}
