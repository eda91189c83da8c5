/** Any organisations, and what they could do together. */
import { Empty } from "../parts/Answered";
import { Page } from "../parts/Page";
import { SearchBox } from "../parts/SearchBox";
import { changed, go, usePlace } from "../routes";
import { counted } from "../words";
import { Analysis, useQuestions } from "./consortium/Analysis";
import { choicesOf, idsOf } from "./consortium/choices";

export function Consortium() {
  const { settings } = usePlace();
  const members = idsOf(settings, "members");
  const choices = choicesOf(settings, members, []);
  const asked = useQuestions(choices);
  return (
    <Page
      title={
        members.length > 0
          ? `What ${counted(members.length, "organisation", "organisations")} can do together`
          : "A consortium"
      }
      above="Consortium"
      lead="Which aims they cover, what is missing, on whom it rests, and what another partner would add."
      asked={members.length > 0 ? asked : []}
    >
      {members.length > 0 ? (
        <Analysis choices={choices} />
      ) : (
        <>
          <Empty>No members are chosen yet. Add the first one.</Empty>
          <SearchBox
            label="Add an organisation"
            kinds={["CLUSTER", "SME", "INSTITUTION"]}
            onChoose={({ id }) => go(changed({ members: [id] }))}
            labelled
          />
        </>
      )}
    </Page>
  );
}
