/** A partnership: what it says of itself, who takes part, and what its partners can do together. */
import { type Answer, question, useAnswer } from "../asking";
import { Answered, Empty, Loading } from "../parts/Answered";
import { EntityList, entityColumns, linkColumn } from "../parts/entities";
import { Fact, Facts } from "../parts/facts";
import { NotFound } from "../parts/NotFound";
import { Page } from "../parts/Page";
import { type Column, Table } from "../parts/Table";
import {
  FurtherPartners,
  type FurtherPartnersData,
  Partnership as PARTNERSHIP,
  type PartnershipData,
} from "../queries/documents";
import { to, usePlace, type ViewProps } from "../routes";
import { counted, listed, plain, ROLES } from "../words";
import { Analysis, useQuestions } from "./consortium/Analysis";
import { choicesOf } from "./consortium/choices";
import { StatementsOf } from "./StatementsOf";

type Found = NonNullable<PartnershipData["partnership"]>;
type Partner = Found["partners"]["edges"][number];

const MOST = 200; // members of which the server makes an analysis

export function Partnership({ params }: ViewProps) {
  const { id = "" } = params;
  const answer = useAnswer(PARTNERSHIP, { id });
  const found = answer.data?.partnership;
  const { hasNextPage = false, endCursor = null } = found?.partners.pageInfo ?? {};
  const further = useAnswer(FurtherPartners, hasNextPage && endCursor ? { id, after: endCursor } : null);
  const partners = partnersOf(found, further, hasNextPage);
  const { settings } = usePlace();
  const choices = choicesOf(
    settings,
    (partners ?? []).map(({ node }) => node.id),
    (found?.targets ?? []).map((target) => target.id),
  );
  const questions = useQuestions(choices);
  if (found === null) return <NotFound id={id} />;
  const total = found?.partners.totalCount ?? 0;
  const analysed = partners !== null && total > 0 && partners.length === total && total <= MOST;
  return (
    <Page
      title={answer.problem ? "Partnership" : found?.name}
      above="Partnership"
      lead={found?.title && found.title !== found.name ? found.title : undefined}
      asked={[question(PARTNERSHIP, { id }), ...(analysed ? questions : [])]}
      tools={<a href={to(["network", id])}>Network</a>}
    >
      <Answered answer={answer}>
        {() =>
          found ? (
            <>
              <About found={found} />
              {partners ? <Partners partners={partners} total={found.partners.totalCount} /> : null}
              {analysed ? (
                <Analysis
                  choices={choices}
                  roles={rolesOf(partners)}
                  more={[
                    { key: "statements", label: "Statements and sources", content: () => <StatementsOf id={id} /> },
                  ]}
                />
              ) : (
                <NoAnalysis id={id} waits={partners === null} total={total} problem={further.problem} />
              )}
            </>
          ) : null
        }
      </Answered>
    </Page>
  );
}

/** Return all partners; null while further ones are under way. */
function partnersOf(
  found: Found | null | undefined,
  further: Answer<FurtherPartnersData>,
  more: boolean,
): readonly Partner[] | null {
  if (!found || (more && further.data === undefined && !further.problem)) return null;
  return [...found.partners.edges, ...((more && further.data?.partnership?.partners.edges) || [])];
}

function rolesOf(partners: readonly Partner[]): ReadonlyMap<string, string> {
  return new Map(partners.flatMap(({ node, role }) => (role ? [[node.id, role]] : [])));
}

interface NoAnalysisProps {
  readonly id: string;
  readonly waits: boolean;
  readonly total: number;
  readonly problem: Answer<FurtherPartnersData>["problem"];
}

function NoAnalysis({ id, waits, total, problem }: NoAnalysisProps) {
  if (waits) return <Loading />;
  return (
    <>
      <Empty>{whyNot(total, problem)}</Empty>
      <h2>Statements and sources</h2>
      <StatementsOf id={id} />
    </>
  );
}

function whyNot(total: number, problem: NoAnalysisProps["problem"]): string {
  if (total === 0) return "No partner is known, so there is nothing to analyse.";
  if (total > MOST) return `What more than ${MOST} partners can do together is not worked out.`;
  return `Not all partners could be asked for, so nothing is worked out. ${problem?.message ?? ""}`;
}

function About({ found }: { found: Found }) {
  const { startDate, endDate, notStated } = found;
  return (
    <>
      <Facts>
        <Fact label="Programme">{[found.programme, found.strand].filter(Boolean).join(", ")}</Fact>
        <Fact label="Initiative">{found.initiative}</Fact>
        <Fact label="Funder">{found.funder}</Fact>
        <Fact label="Exchange scheme">{found.mobilityScheme}</Fact>
        <Fact label="Time">{timeOf(startDate, endDate)}</Fact>
        <Fact label="Months">{found.durationMonths}</Fact>
        <Fact label="Partners, as published">{found.partnerCount}</Fact>
        <Fact label="Planned exchanges">{found.plannedExchanges}</Fact>
        <Fact label="Aims at">{found.targets.length > 0 ? <EntityList entities={found.targets} /> : null}</Fact>
        <Fact label="Addresses">{found.challenges.length > 0 ? <EntityList entities={found.challenges} /> : null}</Fact>
        <Fact label="Its own terms">{found.facets.length > 0 ? <EntityList entities={found.facets} /> : null}</Fact>
        <Fact label="Levels of activity">{listed(found.activityLevels)}</Fact>
        <Fact label="Left blank by the source">
          {notStated.length > 0 ? listed(notStated.map((field) => plain(field.replace(/([A-Z])/g, " $1")))) : null}
        </Fact>
      </Facts>
      <Words label="Objectives" words={found.objectives} />
      <Words label="Activities" words={found.activities} />
      <Words label="Expected results" words={found.expectedResults} />
    </>
  );
}

function timeOf(start: string | null, end: string | null): string | null {
  return [start && `from ${start}`, end && `to ${end}`].filter(Boolean).join(" ") || null;
}

/** Sentences of the source as a list. */
function Words({ label, words }: { label: string; words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <details>
      <summary>
        {label} ({words.length})
      </summary>
      <ul>
        {words.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

function Partners({ partners, total }: { partners: readonly Partner[]; total: number }) {
  const caption =
    partners.length < total
      ? `The first ${partners.length} of ${counted(total, "partner", "partners")}, by id`
      : counted(total, "partner", "partners");
  return (
    <section aria-labelledby="partners">
      <h2 id="partners">Partners</h2>
      {partners.length === 0 ? (
        <Empty>No source names a partner.</Empty>
      ) : (
        <Table
          name="partners"
          caption={caption}
          columns={COLUMNS}
          rows={partners}
          idOf={({ node, role }) => `${node.id} ${role}`}
        />
      )}
    </section>
  );
}

const COLUMNS: readonly Column<Partner>[] = [
  ...entityColumns<Partner>("partner", "Partner", ({ node }) => node, { said: true }),
  linkColumn("country", "Country", ({ node }) => node.country),
  { key: "role", label: "Role", value: ({ role }) => (role ? (ROLES[role] ?? role) : null) },
];
