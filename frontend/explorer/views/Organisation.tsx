/** An organisation: what is known of it, with whom it could work and has worked, and what all of it rests on. */
import { question, useAnswer } from "../asking";
import { KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink, KindMark } from "../parts/entities";
import { Fact, Facts, OtherNames, Site } from "../parts/facts";
import { NotFound } from "../parts/NotFound";
import { Page } from "../parts/Page";
import { Origin } from "../parts/statements";
import { Tabs } from "../parts/Tabs";
import { type EntityKind, Organisation as ORGANISATION, type OrganisationData } from "../queries/documents";
import { to, type ViewProps } from "../routes";
import { counted, listed, number, plain } from "../words";
import { LikelyPartners } from "./LikelyPartners";
import { Partners } from "./Partners";
import { PartnershipsOf } from "./PartnershipsOf";
import { StatementsOf } from "./StatementsOf";

type Found = NonNullable<OrganisationData["organisation"]>;

export function Organisation({ params }: ViewProps) {
  const id = params.id ?? "";
  const answer = useAnswer(ORGANISATION, { id });
  const found = answer.data?.organisation;
  if (found === null) return <NotFound id={id} />;
  return (
    <Page
      title={answer.problem ? "Organisation" : found?.name}
      above={found ? <KindMark kind={found.kind} /> : null}
      asked={[question(ORGANISATION, { id })]}
      tools={<a href={to(["network", id])}>Network around it</a>}
    >
      <Answered answer={answer}>{() => (found ? <Known found={found} /> : null)}</Answered>
    </Page>
  );
}

function Known({ found }: { found: Found }) {
  const { id } = found;
  return (
    <>
      <About found={found} />
      <Tabs
        label="About the organisation"
        setting="tab"
        tabs={[
          { key: "facets", label: "What it does", content: () => <Facets found={found} /> },
          { key: "partners", label: "With whom it could work", content: () => <Partners id={id} name={found.name} /> },
          { key: "likely", label: "Likely partners", content: () => <LikelyPartners id={id} /> },
          {
            key: "partnerships",
            label: `Partnerships (${number(found.partnerships.totalCount)})`,
            content: () => <PartnershipsOf id={id} />,
          },
          {
            key: "statements",
            label: `Statements and sources (${number(found.statements.totalCount)})`,
            content: () => <StatementsOf id={id} />,
          },
        ]}
      />
    </>
  );
}

function About({ found }: { found: Found }) {
  const { region, country, memberCount, smeCount, website } = found;
  return (
    <Facts>
      <Fact label="Region">{region ? <EntityLink entity={region} /> : null}</Fact>
      <Fact label="Country">{country ? <EntityLink entity={country} /> : null}</Fact>
      <Fact label="Place">{found.city}</Fact>
      <Fact label="Website">{website ? <Site address={website} /> : null}</Fact>
      <Fact label="Members, as published">{memberCount}</Fact>
      <Fact label="SMEs among them">{smeCount}</Fact>
      <Fact label="Activity">{found.activityType ? plain(found.activityType) : null}</Fact>
      <Fact label="SME">{found.smeStatus ? { NOT_SME: "no", UNKNOWN: "not known" }[found.smeStatus] : null}</Fact>
      <Fact label="Also named">
        {found.alternativeNames.length > 0 ? <OtherNames names={found.alternativeNames} /> : null}
      </Fact>
    </Facts>
  );
}

const ORDER: readonly EntityKind[] = [
  "SECTOR",
  "TECHNOLOGY_FIELD",
  "S3_PRIORITY_AREA",
  "EMERGING_INDUSTRY",
  "VALUE_CHAIN_STAGE",
  "PROGRAMME_AREA",
  "CLUSTER",
];

/** Terms by kind, each with how the graph came to know it. */
function Facets({ found }: { found: Found }) {
  const { edges, totalCount } = found.facets;
  const kinds = ORDER.filter((kind) => edges.some(({ node }) => node.kind === kind));
  const unknown = found.notStated.filter((kind) => !kinds.includes(kind));
  return (
    <>
      {kinds.length === 0 ? <Empty>Nothing is stated of what it does.</Empty> : null}
      <div class="columns">
        {kinds.map((kind) => (
          <Terms key={kind} kind={kind} edges={edges.filter(({ node }) => node.kind === kind)} />
        ))}
      </div>
      {totalCount > edges.length ? (
        <p class="quiet">
          {edges.length} of {counted(totalCount, "term", "terms")}; the rest stands among the statements.
        </p>
      ) : null}
      {unknown.length > 0 ? (
        <p class="quiet">No source states its {listed(unknown.map((kind) => KINDS[kind].many))}: unknown, not none.</p>
      ) : null}
    </>
  );
}

function Terms({ kind, edges }: { kind: EntityKind; edges: Found["facets"]["edges"] }) {
  const nodes = new Map(edges.map(({ node }) => [node.id, node]));
  const origins = (id: string) => [
    ...new Set(edges.filter(({ node }) => node.id === id).map((edge) => edge.statement.origin)),
  ];
  return (
    <div>
      <h2>{kind === "CLUSTER" ? "Member of" : capital(KINDS[kind].many)}</h2>
      <ul class="facet">
        {[...nodes.values()].map((node) => (
          <li key={node.id}>
            <EntityLink entity={node} />{" "}
            {origins(node.id).map((origin) => (
              <Origin key={origin} origin={origin} />
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
