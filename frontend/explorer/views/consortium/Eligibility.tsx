/** Whether the members may apply together: each condition of a call with the words of its source. */
import { useAnswer } from "../../asking";
import { Answered, Empty } from "../../parts/Answered";
import { linkColumn } from "../../parts/entities";
import { Sources, SourceTitle } from "../../parts/statements";
import { type Column, Table } from "../../parts/Table";
import { Calls, Eligibility as ELIGIBILITY, type EligibilityData } from "../../queries/documents";
import { changed, go } from "../../routes";
import { type Choices, isChanged } from "./choices";

type Verdict = NonNullable<NonNullable<EligibilityData["consortium"]>["eligibility"]>;
type Condition = Verdict["conditions"][number];

export function Eligibility({ choices }: { choices: Choices }) {
  const { call } = choices;
  return (
    <section aria-labelledby="eligibility">
      <h2 id="eligibility">May they apply together?</h2>
      <CallChoice call={call} />
      {call ? (
        <Checked choices={choices} />
      ) : (
        <p class="quiet">Choose a call to see which of its conditions are met.</p>
      )}
    </section>
  );
}

function CallChoice({ call }: { call: string }) {
  const answer = useAnswer(Calls, {});
  return (
    <Answered answer={answer}>
      {({ dataset }) =>
        dataset.rules.length === 0 ? (
          <Empty>This dataset holds the rules of no call.</Empty>
        ) : (
          <div class="settings">
            <label>
              Call{" "}
              <select onChange={(event) => go(changed({ call: event.currentTarget.value }), true)}>
                <option value="">none</option>
                {dataset.rules.map(({ id, title }) => (
                  <option key={id} value={id} selected={id === call}>
                    {title}, {id}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )
      }
    </Answered>
  );
}

function Checked({ choices }: { choices: Choices }) {
  const { base, members, call } = choices;
  const now = useAnswer(ELIGIBILITY, { members, rule: call });
  const before = useAnswer(ELIGIBILITY, isChanged(choices) ? { members: base, rule: call } : null);
  const was = before.data?.consortium?.eligibility;
  return (
    <Answered answer={now}>
      {({ consortium }) =>
        consortium?.eligibility ? (
          <Conditions verdict={consortium.eligibility} before={isChanged(choices) ? was : undefined} />
        ) : (
          <Empty>
            No call here has the id <code>{call}</code>.
          </Empty>
        )
      }
    </Answered>
  );
}

function Conditions({ verdict, before }: { verdict: Verdict; before: Verdict | null | undefined }) {
  const was = new Map((before?.conditions ?? []).map((condition) => [condition.text, condition.met]));
  return (
    <>
      <p class="verdict">
        <strong>{inWords(verdict.met)}</strong>
        {before && before.met !== verdict.met ? ` Before the change: ${inWords(before.met).toLowerCase()}` : ""}
      </p>
      {verdict.notChecked ? <p>Not checked here: {verdict.notChecked}</p> : null}
      <Table
        name="conditions"
        caption="The conditions in the order of the call"
        columns={before ? [...COLUMNS.slice(0, 2), beforeColumn(was), ...COLUMNS.slice(2)] : COLUMNS}
        rows={verdict.conditions}
        idOf={({ text }) => text}
      />
      <p class="quiet">
        Source: <SourceTitle source={verdict.source} />
      </p>
    </>
  );
}

function inWords(met: boolean | null): string {
  if (met === null) return "Not known: facts are missing that could decide either way.";
  return met ? "Yes, every condition is met." : "No, a condition is not met.";
}

function short(met: boolean | null | undefined): string {
  if (met === null || met === undefined) return "not known";
  return met ? "met" : "not met";
}

function beforeColumn(was: ReadonlyMap<string, boolean | null>): Column<Condition> {
  return { key: "before", label: "Before the change", value: ({ text }) => short(was.get(text)) };
}

const COLUMNS: readonly Column<Condition>[] = [
  { key: "condition", label: "Condition", value: ({ text }) => text, names: true },
  { key: "met", label: "Met", value: ({ met }) => short(met) },
  linkColumn("solely_through", "Only through", ({ solelyThrough }) => solelyThrough),
  { key: "note", label: "What is missing", value: ({ note }) => note },
  {
    key: "quote",
    label: "In the words of the call",
    value: ({ provenance }) => provenance.quote,
    show: ({ provenance }) => <Sources provenance={[provenance]} />,
    sorts: false,
  },
];
