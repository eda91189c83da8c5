/** The start: search, what the graph holds, who could work with whom, and sectors by technology fields. */
import type { ComponentChildren } from "preact";

import { question, recorded, useAnswer } from "../asking";
import { type EntityKind, KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { Mark } from "../parts/entities";
import { Page } from "../parts/Page";
import { SearchBox } from "../parts/SearchBox";
import { Landing as LANDING, type LandingData } from "../queries/documents";
import { to } from "../routes";
import { number } from "../words";
import { Matrix } from "./Matrix";
import { Ranked } from "./Ranked";
import "./landing.css";

export function Landing() {
  const answer = useAnswer(LANDING, {});
  return (
    <Page title="Who could work with whom, and why" lead={answer.data?.dataset.title} asked={[question(LANDING, {})]}>
      {recorded ? null : <SearchBox label="Search the graph" labelled />}
      <Answered answer={answer}>
        {(data) => (
          <>
            <Counts counts={data.dataset.counts} />
            <Facets data={data} />
          </>
        )}
      </Answered>
      <Ranked countries={answer.data?.clusters.aggregate.countries.groups ?? []} />
      <Matrix />
    </Page>
  );
}

function Counts({ counts }: { counts: LandingData["dataset"]["counts"] }) {
  return (
    <section aria-labelledby="holds">
      <h2 id="holds">What the graph holds</h2>
      <ul class="counts">
        {counts.map(({ kind, count }) => (
          <li key={kind}>
            <Mark kind={kind} />
            <Linked address={listOf(kind)}>
              {number(count)} {count === 1 ? KINDS[kind].one : KINDS[kind].many}
            </Linked>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Linked({ address, children }: { address: string | null; children: ComponentChildren }) {
  return address === null ? <span>{children}</span> : <a href={address}>{children}</a>;
}

/** Return the address of the list of all entities of a kind; null for countries, of which there is no list. */
function listOf(kind: EntityKind): string | null {
  if (kind === "COUNTRY") return null;
  const { view } = KINDS[kind];
  if (view === "organisation") return to(["organisations"], { kinds: kind });
  if (view === "term") return to(["terms"], { kind });
  return to([{ partnership: "partnerships", "value-chain": "value-chains", stage: "value-chains" }[view] ?? "regions"]);
}

const FACETS = [
  { key: "sectors", setting: "sectors", label: "Sectors" },
  { key: "technologies", setting: "technologyFields", label: "Technology fields" },
  { key: "priorities", setting: "s3PriorityAreas", label: "S3 priority areas" },
  { key: "industries", setting: "emergingIndustries", label: "Emerging industries" },
  { key: "countries", setting: "countries", label: "Countries" },
] as const;

/** The most frequent terms among organisations; each leads to those that have it. */
function Facets({ data }: { data: LandingData }) {
  const { aggregate, totalCount } = data.organisations;
  return (
    <section aria-labelledby="facets">
      <h2 id="facets">{number(totalCount)} organisations by</h2>
      <div class="columns">
        {FACETS.map(({ key, setting, label }) => (
          <FacetLinks key={key} label={label} setting={setting} list={aggregate[key]} />
        ))}
      </div>
    </section>
  );
}

type List = LandingData["organisations"]["aggregate"]["sectors"];

function FacetLinks({ label, setting, list }: { label: string; setting: string; list: List }) {
  const known = list.groups.filter(({ keys }) => keys[0]?.entity).slice(0, 10);
  const unknown = list.groups.find(({ keys }) => !keys[0]?.entity);
  return (
    <div>
      <h3>{label}</h3>
      {known.length === 0 ? <Empty>None is stated.</Empty> : null}
      <ul class="facet">
        {known.map(({ count, keys: [key] }) => (
          <li key={key?.entity?.id}>
            <a href={to(["organisations"], { [setting]: wanted(setting, key?.entity?.id ?? "") })}>
              {key?.entity?.name}
            </a>{" "}
            <span class="quiet">{number(count)}</span>
          </li>
        ))}
        {list.totalCount > list.groups.length ? <li class="quiet">and less frequent ones</li> : null}
        {unknown ? <li class="quiet">not stated {number(unknown.count)}</li> : null}
      </ul>
    </div>
  );
}

/** Return what the list of organisations filters by: the code of a country, the id of a term. */
function wanted(setting: string, id: string): string {
  return setting === "countries" ? id.replace("country:", "") : id;
}
