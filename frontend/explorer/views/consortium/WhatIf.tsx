/** What if a partner joined or left: the change, and what it does to each figure, in numbers and in words. */
import { useEffect } from "preact/hooks";

import { announce } from "../../parts/announcing";
import { EntityLink, type Named } from "../../parts/entities";
import { SearchBox } from "../../parts/SearchBox";
import { type Column, Table } from "../../parts/Table";
import { changed, go, to, usePlace } from "../../routes";
import { listed, number, percent } from "../../words";
import { type Analysis, add, type Choices, type Figure, figuresOf, isChanged, remove } from "./choices";

interface Props {
  readonly choices: Choices;
  readonly names: ReadonlyMap<string, Named>;
  readonly before: Analysis;
  /** With the change; undefined while it is under way. */
  readonly after: Analysis | undefined;
}

export function WhatIf({ choices, names, before, after }: Props) {
  return (
    <section class="what-if" aria-labelledby="what-if">
      <h2 id="what-if">What if?</h2>
      <p class="quiet">Add an organisation, or take a member out, and see what it changes.</p>
      <Members choices={choices} names={names} />
      <SearchBox
        label="Add an organisation"
        kinds={["CLUSTER", "SME", "INSTITUTION"]}
        onChoose={({ id }) => add(choices, id)}
        labelled
      />
      {isChanged(choices) && after ? <Gain choices={choices} names={names} before={before} after={after} /> : null}
    </section>
  );
}

function Members({ choices, names }: Pick<Props, "choices" | "names">) {
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  return (
    <ul class="chips" aria-label="Members">
      {[...choices.base, ...choices.added].map((id) => {
        const gone = choices.removed.includes(id);
        const entity = names.get(id);
        return (
          <li key={id} class={gone ? "removed" : choices.added.includes(id) ? "added" : ""}>
            {entity ? <EntityLink entity={entity} /> : id}
            {choices.added.includes(id) ? <span class="quiet">added</span> : null}
            {gone ? <span class="quiet">taken out</span> : null}
            <button
              type="button"
              class="small"
              onClick={() => (gone ? add(choices, id) : remove(choices, id))}
              aria-label={`${gone ? "Put back" : "Take out"} ${nameOf(id)}`}
            >
              {gone ? "Put back" : "Take out"}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const COLUMNS: readonly Column<Figure>[] = [
  { key: "figure", label: "Figure", value: ({ label }) => label, names: true },
  {
    key: "before",
    label: "Now",
    value: ({ before }) => before,
    show: ({ before, share }) => written(before, share),
    numeric: true,
  },
  {
    key: "after",
    label: "With the change",
    value: ({ after }) => after,
    show: ({ after, share }) => written(after, share),
    numeric: true,
  },
  {
    key: "difference",
    label: "Difference",
    value: differenceOf,
    show: (figure) => <Difference figure={figure} />,
    numeric: true,
  },
];

function written(value: number | null, share: boolean): string {
  return share ? percent(value) : number(value === null ? null : Math.round(value * 100) / 100);
}

function differenceOf({ before, after }: Figure): number | null {
  return before === null || after === null ? null : Math.round((after - before) * 1e12) / 1e12;
}

function Difference({ figure }: { figure: Figure }) {
  const difference = differenceOf(figure);
  if (difference === null) return <span class="quiet">unknown</span>;
  if (difference === 0) return <span class="quiet">none</span>;
  const better = figure.moreIsBetter === null ? null : difference > 0 === figure.moreIsBetter;
  const size = Math.abs(difference);
  const text = `${difference > 0 ? "+" : "−"}${figure.share ? percent(size).replace("%", "points") : written(size, false)}`;
  if (better === null) return <>{text}</>;
  return (
    <span class={better ? "better" : "worse"}>
      {text} {better ? "better" : "worse"}
    </span>
  );
}

function Gain({ choices, names, before, after }: Props & { after: Analysis }) {
  const sentences = gainOf(choices, names, before, after);
  const said = sentences.join(" ");
  useEffect(() => announce(said), [said]);
  const { settings } = usePlace();
  const { members, targets, call } = choices;
  const drop = () => go(changed({ add: null, remove: null }));
  return (
    <>
      <h3>What it changes</h3>
      <ul class="gain">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Table
        name="what-if"
        caption="Before and after the change"
        columns={COLUMNS}
        rows={figuresOf(before, after)}
        idOf={({ key }) => key}
        tools={
          <>
            <button type="button" class="small" onClick={drop}>
              Undo the change
            </button>
            <a href={to(["consortium"], { members, targets, call, statements: settings.get("statements") })}>
              Keep the change as a consortium
            </a>
          </>
        }
      />
      <p class="quiet">Everything below is with the change.</p>
    </>
  );
}

/** Return what a change does, in sentences. */
function gainOf(
  choices: Choices,
  names: ReadonlyMap<string, Named>,
  before: Analysis,
  after: Analysis,
): readonly string[] {
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  const verb = [
    choices.added.length > 0 ? `With ${listed(choices.added.map(nameOf))}` : "",
    choices.removed.length > 0
      ? `${choices.added.length > 0 ? "w" : "W"}ithout ${listed(choices.removed.map(nameOf))}`
      : "",
  ].filter(Boolean);
  const gaps = (analysis: Analysis) => new Map(analysis.gaps.map(({ concept }) => [concept.id, concept.name]));
  const [once, now] = [gaps(before), gaps(after)];
  const closed = [...once].filter(([id]) => !now.has(id)).map(([, name]) => name);
  const opened = [...now].filter(([id]) => !once.has(id)).map(([, name]) => name);
  return [
    `${verb.join(" and ")} ${moved(before.coveredShare, after.coveredShare)}.`,
    closed.length > 0
      ? `${listed(closed)} would be covered, ${closed.length === 1 ? "which is a gap" : "which are gaps"} now.`
      : "",
    opened.length > 0 ? `${listed(opened)} would become ${opened.length === 1 ? "a gap" : "gaps"}.` : "",
  ].filter(Boolean);
}

function moved(before: number | null, after: number | null): string {
  if (before === null || after === null) return "the covered share of the aims is not known";
  if (before === after) return `the covered share of the aims stays at ${percent(after)}`;
  return `the covered share of the aims ${after > before ? "rises" : "falls"} from ${percent(before)} to ${percent(after)}`;
}
