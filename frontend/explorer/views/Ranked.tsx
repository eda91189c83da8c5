/** Ranked synergies of pairs of clusters that have not worked together yet. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { LensChoice, useLens } from "../parts/LensChoice";
import { Pager } from "../parts/Pager";
import { SynergyTable } from "../parts/synergies";
import { type LandingData, RankedSynergies, type RankedSynergiesVariables } from "../queries/documents";
import { changed, go, useSetting } from "../routes";
import { counted, LENSES } from "../words";

type Groups = LandingData["clusters"]["aggregate"]["countries"]["groups"];

export function Ranked({ countries }: { countries: Groups }) {
  const lens = useLens();
  const [country] = useSetting("country");
  const [after] = useSetting("after");
  const variables: RankedSynergiesVariables = {
    lens,
    filter: {
      organisation: { kinds: ["CLUSTER"], ...(country ? { countries: [country] } : {}) },
      partner: { kinds: ["CLUSTER"] },
      excludeExistingPartners: true,
    },
    ...(after ? { after } : {}),
  };
  const answer = useAnswer(RankedSynergies, variables);
  const tooMany = answer.problem?.code === "FILTER_REQUIRED";
  return (
    <section aria-labelledby="ranked">
      <h2 id="ranked">Clusters that could work together</h2>
      <p class="lead">
        Pairs without a common partnership, best first. A score is high where the two bring different things and can
        understand each other. It is a suggestion to look into, not a prediction.
      </p>
      <div class="settings">
        <LensChoice />
        <CountryChoice countries={countries} chosen={country} />
        <AsCode asked={[question(RankedSynergies, variables)]} />
      </div>
      {tooMany ? (
        <Empty>There are too many pairs of clusters to rank all of them: choose a country.</Empty>
      ) : (
        <Answered answer={answer}>
          {({ synergies }) =>
            synergies.totalCount + synergies.withoutScore === 0 ? (
              <Empty>No two clusters of this dataset are without a common partnership{country ? " there" : ""}.</Empty>
            ) : (
              <>
                <SynergyTable
                  name="synergies"
                  caption={`${counted(synergies.totalCount, "pair has", "pairs have")} a score, ${LENSES[lens]?.word.toLowerCase()}; of ${counted(synergies.withoutScore, "pair", "pairs")} too little is known for one.`}
                  pairs={synergies.nodes}
                  lens={lens}
                />
                <Pager page={synergies.pageInfo} label="Pages of pairs" />
              </>
            )
          }
        </Answered>
      )}
    </section>
  );
}

function CountryChoice({ countries, chosen }: { countries: Groups; chosen: string }) {
  const known = countries.flatMap(({ keys: [key] }) => (key?.entity ? [key.entity] : []));
  const sorted = known.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const choose = (country: string) => go(changed({ country, after: null }));
  return (
    <label>
      One cluster from{" "}
      <select onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">any country</option>
        {chosen && !sorted.some(({ id }) => codeOf(id) === chosen) ? <option selected>{chosen}</option> : null}
        {sorted.map(({ id, name }) => (
          <option key={id} value={codeOf(id)} selected={codeOf(id) === chosen}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function codeOf(id: string): string {
  return id.replace("country:", "");
}
