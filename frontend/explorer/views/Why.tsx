/** Why two nodes are connected: the paths between them, as sentences with their statements and sources. */
import { question, useAnswer } from "../asking";
import { KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink, type Named } from "../parts/entities";
import { Evidence, evidenceOf, statementsOf, useEvidence } from "../parts/evidence";
import { OriginChoice, originsOf } from "../parts/OriginChoice";
import { Page } from "../parts/Page";
import { Pager } from "../parts/Pager";
import { PathText } from "../parts/paths";
import { type Column, Table } from "../parts/Table";
import { Evidence as EVIDENCE, Why as WHY, type WhyData, type WhyVariables } from "../queries/documents";
import { changed, go, to, usePlace, type ViewProps } from "../routes";
import { counted, ORIGINS, PREDICATES, percent } from "../words";
import "../theme/discovery.css";

type Explained = NonNullable<WhyData["explain"]>;
type Path = Explained["paths"]["nodes"][number];
type Pattern = Explained["patterns"][number];

const STANDARD_STEPS = 3;

export function Why({ params }: ViewProps) {
  const { from = "", to: end = "" } = params;
  const { settings } = usePlace();
  const variables = variablesOf(from, end, settings);
  const answer = useAnswer(WHY, variables);
  const paths = shortestFirst(answer.data?.explain?.paths.nodes ?? []);
  const ids = paths.flatMap((path) => path.statements.map(({ id }) => id));
  const evidence = evidenceOf(ids);
  const found = answer.data?.explain;
  const missing = found === null || answer.problem;
  return (
    <Page
      title={missing ? "Why two nodes are connected" : titleOf(found)}
      above="Why connected"
      lead="Every way from the one to the other along the statements of the graph, as long as you allow."
      asked={[question(WHY, variables), ...(evidence ? [question(EVIDENCE, evidence)] : [])]}
      tools={<a href={to(["why", end, from])}>The other way round</a>}
    >
      <Settings steps={variables.steps} />
      <Answered answer={answer}>
        {({ explain }) =>
          explain ? (
            <Found explained={explain} paths={paths} ids={ids} steps={variables.steps} />
          ) : (
            <Empty>
              One of the two is not in this dataset: <code>{from}</code>, <code>{end}</code>.
            </Empty>
          )
        }
      </Answered>
    </Page>
  );
}

function variablesOf(from: string, end: string, settings: URLSearchParams): WhyVariables {
  const steps = Number(settings.get("steps") ?? STANDARD_STEPS);
  const after = settings.get("after");
  return {
    from,
    to: end,
    steps: [1, 2, 3, 4].includes(steps) ? steps : STANDARD_STEPS,
    origins: originsOf(settings),
    ...(after ? { after } : {}),
  };
}

function titleOf(explained: Explained | undefined): string | undefined {
  return explained ? `Why ${explained.from.name} and ${explained.to.name} are connected` : undefined;
}

function shortestFirst(paths: readonly Path[]): readonly Path[] {
  return paths.toSorted((one, other) => one.length - other.length || other.share - one.share);
}

function Settings({ steps }: { steps: number }) {
  return (
    <div class="settings">
      <label>
        At most{" "}
        <select onChange={(event) => chooseSteps(Number(event.currentTarget.value))}>
          {[1, 2, 3, 4].map((count) => (
            <option key={count} value={count} selected={count === steps}>
              {counted(count, "step", "steps")}
            </option>
          ))}
        </select>
      </label>
      <OriginChoice label="Along" />
    </div>
  );
}

function chooseSteps(steps: number): void {
  go(changed({ steps: steps === STANDARD_STEPS ? null : String(steps), after: null }));
}

interface FoundProps {
  readonly explained: Explained;
  readonly paths: readonly Path[];
  readonly ids: readonly string[];
  readonly steps: number;
}

function Found({ explained, paths, ids, steps }: FoundProps) {
  const evidence = useEvidence(ids);
  const { distance, truncated, paths: page } = explained;
  if (distance === null)
    return (
      <Empty>
        No path of at most {counted(steps, "step", "steps")} joins <EntityLink entity={explained.from} /> and{" "}
        <EntityLink entity={explained.to} />.{steps < 4 ? " Allow more steps, or other statements." : ""}
      </Empty>
    );
  return (
    <>
      <p>
        <strong>{apart(distance)}</strong> {limits(page.totalCount, paths.length, steps, truncated)}
      </p>
      {[...new Set(paths.map(({ length }) => length))].map((length) => (
        <section key={length} aria-labelledby={`steps-${length}`}>
          <h2 id={`steps-${length}`}>In {counted(length, "step", "steps")}</h2>
          <ol class="paths">
            {paths
              .filter((path) => path.length === length)
              .map((path) => (
                <li key={path.statements.map(({ id }) => id).join()}>
                  <PathText text={path.text} nodes={path.nodes} />{" "}
                  <span class="quiet">{percent(path.share)} of the weight of all paths found</span>
                  <Evidence
                    ids={path.statements.map(({ id }) => id)}
                    answer={evidence}
                    label={`${counted(path.statements.length, "statement", "statements")} and ${path.statements.length === 1 ? "its" : "their"} sources`}
                  />
                </li>
              ))}
          </ol>
        </section>
      ))}
      <Pager page={page.pageInfo} label="Pages of paths" />
      <PathTable explained={explained} paths={paths} evidence={evidence} />
      <Patterns patterns={explained.patterns} from={explained.from} />
    </>
  );
}

function apart(distance: number): string {
  if (distance === 0) return "They are one and the same.";
  return distance === 1 ? "They are joined directly." : `The shortest way takes ${distance} steps.`;
}

/** Say how many paths there are, which are shown, and which limit was met. */
function limits(total: number, shown: number, steps: number, truncated: boolean): string {
  const all = `${counted(total, "path", "paths")} of at most ${counted(steps, "step", "steps")}`;
  const which =
    shown < total
      ? `${all}: ${shown} are shown, taken by their weight, the shortest first.`
      : `${all}, the shortest first.`;
  const cut = " The search met its limit before all paths were found: there are more, and shares refer to those found.";
  return which + (truncated ? cut : "");
}

interface PathTableProps {
  readonly explained: Explained;
  readonly paths: readonly Path[];
  readonly evidence: ReturnType<typeof useEvidence>;
}

function PathTable({ explained, paths, evidence }: PathTableProps) {
  const origins = (path: Path) => {
    const found = statementsOf(
      path.statements.map(({ id }) => id),
      evidence,
    );
    return [...new Set(found.map(({ origin }) => ORIGINS[origin]?.word ?? origin))].join(", ");
  };
  const columns: readonly Column<Path>[] = [
    { key: "length", label: "Steps", value: ({ length }) => length, numeric: true },
    { key: "path", label: "Through", value: through, names: true },
    { key: "text", label: "", value: ({ text }) => text, hidden: true },
    { key: "nodes", label: "", value: ({ nodes }) => nodes.map(({ id }) => id).join(" "), hidden: true },
    { key: "origins", label: "Rests on", value: origins },
    { key: "share", label: "Share", value: ({ share }) => share, show: ({ share }) => percent(share), numeric: true },
  ];
  return (
    <section aria-labelledby="table">
      <h2 id="table">The same as a table</h2>
      <Table
        name="paths"
        caption={`Paths from ${explained.from.name} to ${explained.to.name}`}
        columns={columns}
        rows={paths}
        idOf={(path) => path.statements.map(({ id }) => id).join()}
      />
    </section>
  );
}

function through({ nodes }: Path): string {
  const between = nodes.slice(1, -1).map(({ name }) => name);
  return between.length > 0 ? between.join(" → ") : "directly";
}

/** Kinds of path: which of them joins the two most, whichever way it goes. */
function Patterns({ patterns, from }: { patterns: readonly Pattern[]; from: Named }) {
  const columns: readonly Column<Pattern>[] = [
    { key: "pattern", label: "Kind of path", value: (pattern) => inWords(pattern, from), names: true },
    { key: "paths", label: "Paths", value: ({ pathCount }) => pathCount, numeric: true },
    {
      key: "weight",
      label: "Weight",
      value: ({ weightedPathCount }) => weightedPathCount,
      show: ({ weightedPathCount }) => weightedPathCount.toPrecision(2),
      numeric: true,
    },
  ];
  return (
    <section aria-labelledby="patterns">
      <h2 id="patterns">Kinds of path</h2>
      <Table
        name="patterns"
        caption="The ten with the largest weight; paths through what joins nearly everything weigh little."
        columns={columns}
        rows={patterns}
        idOf={({ id }) => id}
      />
    </section>
  );
}

function inWords({ steps }: Pattern, from: Named): string {
  const reached = steps.map(({ predicate, direction, kind }) => {
    const word = PREDICATES[predicate] ?? predicate;
    return direction === "OUT" ? `– ${word} → ${KINDS[kind].one}` : `← ${word} – ${KINDS[kind].one}`;
  });
  return [KINDS[from.kind].one, ...reached].join(" ");
}
