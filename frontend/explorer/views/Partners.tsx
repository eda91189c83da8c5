/** With whom an organisation could work, and why. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { LensChoice, useLens } from "../parts/LensChoice";
import { Pager } from "../parts/Pager";
import { SynergyTable } from "../parts/synergies";
import { Partners as PARTNERS, type PartnersVariables } from "../queries/documents";
import { changed, go, useSetting } from "../routes";
import { counted } from "../words";

export function Partners({ id, name }: { id: string; name: string }) {
  const lens = useLens();
  const [known] = useSetting("known");
  const [after] = useSetting("partners-after");
  const variables: PartnersVariables = {
    id,
    lens,
    filter: { excludeExistingPartners: known !== "true" },
    ...(after ? { after } : {}),
  };
  const answer = useAnswer(PARTNERS, variables);
  const include = (on: boolean) => go(changed({ known: on ? "true" : null, "partners-after": null }));
  return (
    <>
      <div class="settings">
        <LensChoice />
        <label>
          <input
            type="checkbox"
            checked={known === "true"}
            onChange={(event) => include(event.currentTarget.checked)}
          />{" "}
          With those it works with already
        </label>
        <AsCode asked={[question(PARTNERS, variables)]} />
      </div>
      <Answered answer={answer}>
        {({ organisation }) => {
          const found = organisation?.synergies;
          if (!found || found.totalCount === 0) {
            return <Empty>Too little is known of it, or of all others, for a score under this lens.</Empty>;
          }
          return (
            <>
              <SynergyTable
                name="partners"
                caption={`Synergies of ${name}: ${counted(found.totalCount, "organisation has", "organisations have")} a score with it; of ${counted(found.withoutScore, "other", "others")} too little is known.`}
                pairs={found.nodes}
                lens={lens}
                ofOne
              />
              <Pager page={found.pageInfo} label="Pages of partners" after="partners-after" />
            </>
          );
        }}
      </Answered>
    </>
  );
}
