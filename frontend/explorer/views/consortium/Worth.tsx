/** What each member is worth to the aims, and how it stands between the others. */
import { useAnswer } from "../../asking";
import { Answered } from "../../parts/Answered";
import { EntityLink, EntityList, entityColumns } from "../../parts/entities";
import { ScoreBar } from "../../parts/figures";
import { type Column, Table } from "../../parts/Table";
import { Brokers as BROKERS, type BrokersData } from "../../queries/documents";
import { counted, listed, number, percent, ROLES, score } from "../../words";
import { type Analysis, type Choices, remove } from "./choices";

type Broker = NonNullable<BrokersData["consortium"]>["brokers"][number];

interface Member {
  readonly member: Analysis["contributions"][number]["member"];
  readonly shapley: number | null;
  readonly leaveOneOut: number | null;
  readonly constraint: number | null;
  readonly effectiveSize: number | null;
  readonly betweenness: number | null;
  readonly alone: Analysis["targets"];
}

interface Props {
  readonly analysis: Analysis;
  readonly choices: Choices;
  /** Roles by the id of the member, where a source states one. */
  readonly roles?: ReadonlyMap<string, string>;
}

export function Worth({ analysis, choices, roles = new Map() }: Props) {
  const { members, origins } = choices;
  const answer = useAnswer(BROKERS, { members, origins });
  return (
    <section aria-labelledby="worth">
      <h2 id="worth">What each member brings</h2>
      <p class="quiet">
        The fair share is the Shapley value: what a member adds to the covered share on average, in whichever order they
        join; the shares add up to the covered share. A broker stands between members who have little in common: its
        constraint is low.
      </p>
      <Answered answer={answer}>
        {({ consortium }) => {
          const rows = membersOf(analysis, consortium?.brokers ?? []);
          return (
            <>
              <Spread analysis={analysis} broker={consortium?.brokers[0]} />
              <Table
                name="members"
                caption={`${counted(rows.length, "member", "members")}${rows.length > FOREMOST ? `; constraint, size and betweenness of the ${FOREMOST} foremost brokers` : ""}`}
                columns={columns(choices, roles, analysis.targets.length > 0)}
                rows={rows}
                idOf={({ member }) => member.id}
              />
            </>
          );
        }}
      </Answered>
    </section>
  );
}

/** Who stands between the others, and how the members spread over countries and sizes. */
function Spread({ analysis, broker }: { analysis: Analysis; broker: Broker | undefined }) {
  const { countryBlau, countryKnown, effectiveMembers, smeKnown } = analysis.concentration;
  const among = number(analysis.contributions.length);
  return (
    <ul>
      {broker && broker.constraint !== null && analysis.contributions.length > 2 ? (
        <li>
          <EntityLink entity={broker.organisation} /> is the broker: its constraint is the lowest,{" "}
          {score(broker.constraint)}.
        </li>
      ) : null}
      {countryBlau === null ? null : (
        <li>
          Two members drawn at random are of different countries with a chance of {percent(countryBlau)}; the country is
          known of {number(countryKnown)} of {among}.
        </li>
      )}
      {effectiveMembers === null ? null : (
        <li>
          Their SMEs are spread as over {score(effectiveMembers)} members of one size; the number of SMEs is known of{" "}
          {number(smeKnown)} of {among}.
        </li>
      )}
    </ul>
  );
}

function membersOf(analysis: Analysis, brokers: readonly Broker[]): readonly Member[] {
  const between = new Map(brokers.map((broker) => [broker.organisation.id, broker]));
  const alone = new Map(analysis.alone.map(({ organisation, concepts }) => [organisation.id, concepts]));
  return analysis.contributions.map(({ member, shapley, leaveOneOut }) => {
    const broker = between.get(member.id);
    return {
      member,
      shapley,
      leaveOneOut,
      constraint: broker?.constraint ?? null,
      effectiveSize: broker?.effectiveSize ?? null,
      betweenness: broker?.betweenness ?? null,
      alone: alone.get(member.id) ?? [],
    };
  });
}

function columns(choices: Choices, roles: ReadonlyMap<string, string>, aims: boolean): readonly Column<Member>[] {
  return [
    ...entityColumns<Member>("member", "Member", ({ member }) => member),
    {
      key: "country",
      label: "Country",
      value: ({ member }) => member.country?.name ?? null,
    },
    {
      key: "role",
      label: "Role",
      value: ({ member }) => ROLES[roles.get(member.id) ?? ""] ?? null,
      hidden: roles.size === 0,
    },
    {
      key: "shapley",
      label: "Fair share",
      value: ({ shapley }) => shapley,
      show: ({ shapley }) => <ScoreBar value={shapley} />,
      numeric: true,
      hidden: !aims,
    },
    figure("leave_one_out", "Lost without it", ({ leaveOneOut }) => leaveOneOut, !aims),
    {
      key: "alone",
      label: "Held by it alone",
      value: ({ alone }) => listed(alone.map(({ name }) => name)) || null,
      show: ({ alone }) => <Alone terms={alone} />,
    },
    figure("constraint", "Constraint", ({ constraint }) => constraint),
    figure("effective_size", "Effective size", ({ effectiveSize }) => effectiveSize),
    figure("betweenness", "Betweenness", ({ betweenness }) => betweenness),
    {
      key: "without",
      label: "What if",
      value: () => null,
      show: ({ member }) => (
        <button
          type="button"
          class="small"
          onClick={() => remove(choices, member.id)}
          aria-label={`Without it? What if ${member.name} left`}
        >
          Without it?
        </button>
      ),
      sorts: false,
    },
  ];
}

const FOREMOST = 100; // brokers that are asked for
const FEW = 4; // terms that are listed without opening

function Alone({ terms }: { terms: Member["alone"] }) {
  if (terms.length === 0) return <span class="quiet">nothing</span>;
  if (terms.length <= FEW) return <EntityList entities={terms} />;
  return (
    <details class="evidence">
      <summary>{counted(terms.length, "term", "terms")}</summary>
      <EntityList entities={terms} />
    </details>
  );
}

function figure(key: string, label: string, value: (row: Member) => number | null, hidden = false): Column<Member> {
  return { key, label, value, show: (row) => score(value(row)), numeric: true, hidden };
}
