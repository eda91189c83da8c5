/** Sectors by technology fields: how many organisations have both; a figure leads to them. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { EntityLink, type Named } from "../parts/entities";
import { TableFrame } from "../parts/Table";
import { type EntityKind, Matrix as MATRIX, type MatrixData, type MatrixVariables } from "../queries/documents";
import { to, useSetting } from "../routes";
import { number } from "../words";

const ROWS = 12;
const COLUMNS = 8;

const OF: Readonly<Record<string, string>> = {
  "": "all organisations",
  CLUSTER: "clusters",
  SME: "SMEs",
  INSTITUTION: "institutions",
};

interface Cell {
  readonly sector: Named;
  readonly technology: Named;
  readonly count: number;
}

export function Matrix() {
  const [kind, setKind] = useSetting("of");
  const [text, setText] = useSetting("terms");
  const variables: MatrixVariables = kind in OF && kind ? { filter: { kinds: [kind as EntityKind] } } : {};
  const answer = useAnswer(MATRIX, variables);
  return (
    <section aria-labelledby="matrix">
      <h2 id="matrix">Sectors by technology fields</h2>
      <div class="settings">
        <label>
          Count{" "}
          <select onChange={(event) => setKind(event.currentTarget.value)}>
            {Object.entries(OF).map(([key, label]) => (
              <option key={key} value={key} selected={key === kind}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Only terms with{" "}
          <input value={text} maxLength={100} onInput={(event) => setText(event.currentTarget.value, true)} />
        </label>
        <AsCode asked={[question(MATRIX, variables)]} />
      </div>
      <Answered answer={answer}>{(data) => <Counted data={data} text={text} kind={kind} />}</Answered>
    </section>
  );
}

function Counted({ data, text, kind }: { data: MatrixData; text: string; kind: string }) {
  const { groups, totalCount } = data.organisations.aggregate.groups;
  const all = cellsOf(groups);
  const cells = all.filter((cell) => has(cell.sector, text) || has(cell.technology, text));
  if (cells.length === 0) return <Empty>None of the {number(all.length)} most frequent pairs has such a term.</Empty>;
  const least = groups.at(-1)?.count ?? 0;
  const complete = totalCount <= groups.length;
  const technologies = most(
    cells.map((cell) => cell.technology),
    COLUMNS,
  );
  const inColumns = cells.filter((cell) => holds(technologies, cell.technology));
  const sectors = most(
    inColumns.map((cell) => cell.sector),
    ROWS,
  );
  // of all pairs: where a row and a column meet, the text may be in neither
  const shown = all.filter((cell) => holds(sectors, cell.sector) && holds(technologies, cell.technology));
  const missing = complete ? "0" : `<${number(least + 1)}`;
  const caption = `Organisations with both, of ${OF[kind]}; one organisation counts for each of its terms.${
    complete
      ? ""
      : ` Counted are the ${groups.length} most frequent of ${number(totalCount)} pairs; ${missing} stands for a rarer one.`
  }`;
  return (
    <TableFrame name="matrix" caption={caption} columns={FILE} rows={shown}>
      <thead>
        <tr>
          <th scope="col">Sector</th>
          {technologies.map((technology) => (
            <th scope="col" class="cell" key={technology.id}>
              <EntityLink entity={technology} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sectors.map((sector) => (
          <Row
            key={sector.id}
            sector={sector}
            technologies={technologies}
            cells={shown}
            kind={kind}
            missing={missing}
          />
        ))}
      </tbody>
    </TableFrame>
  );
}

interface RowProps {
  readonly sector: Named;
  readonly technologies: readonly Named[];
  readonly cells: readonly Cell[];
  readonly kind: string;
  readonly missing: string;
}

function Row({ sector, technologies, cells, kind, missing }: RowProps) {
  const most = Math.max(...cells.map((cell) => cell.count));
  return (
    <tr>
      <th scope="row">
        <EntityLink entity={sector} />
      </th>
      {technologies.map((technology) => {
        const cell = cells.find((one) => one.sector.id === sector.id && one.technology.id === technology.id);
        if (!cell) {
          return (
            <td key={technology.id} class="numeric quiet">
              {missing}
            </td>
          );
        }
        const filter = { kinds: kind, sectors: sector.id, technologyFields: technology.id };
        const step = Math.ceil((4 * cell.count) / most);
        return (
          <td key={technology.id} class={`numeric heat-${step}`}>
            <a
              href={to(["organisations"], filter)}
              aria-label={`${number(cell.count)} in ${sector.name} and ${technology.name}`}
            >
              {number(cell.count)}
            </a>
          </td>
        );
      })}
    </tr>
  );
}

const FILE = [
  { key: "sector_id", label: "", value: (cell: Cell) => cell.sector.id },
  { key: "sector", label: "", value: (cell: Cell) => cell.sector.name },
  { key: "technology_field_id", label: "", value: (cell: Cell) => cell.technology.id },
  { key: "technology_field", label: "", value: (cell: Cell) => cell.technology.name },
  { key: "count", label: "", value: (cell: Cell) => cell.count },
];

/** Return the groups of which both terms are known, most frequent first. */
function cellsOf(groups: MatrixData["organisations"]["aggregate"]["groups"]["groups"]): readonly Cell[] {
  return groups.flatMap(({ count, keys }) => {
    const sector = keys.find((key) => key.dimension === "SECTOR")?.entity;
    const technology = keys.find((key) => key.dimension === "TECHNOLOGY_FIELD")?.entity;
    return sector && technology ? [{ sector, technology, count }] : [];
  });
}

function has(entity: Named, text: string): boolean {
  return entity.name.toLowerCase().includes(text.trim().toLowerCase());
}

/** Return the first distinct entities: those in the largest groups. */
function most(entities: readonly Named[], limit: number): readonly Named[] {
  return [...new Map(entities.map((entity) => [entity.id, entity])).values()].slice(0, limit);
}

function holds(entities: readonly Named[], entity: Named): boolean {
  return entities.some(({ id }) => id === entity.id);
}
