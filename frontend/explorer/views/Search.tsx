/** Everything whose names fit a text, best first. */
import { question, useAnswer } from "../asking";
import { KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { entityColumns, Mark } from "../parts/entities";
import { Page } from "../parts/Page";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import { type EntityKind, Search as SEARCH, type SearchData } from "../queries/documents";
import { changed, useSetting } from "../routes";
import { counted, number, score } from "../words";

export function Search() {
  const [text] = useSetting("text");
  const [kind] = useSetting("kind");
  const [after] = useSetting("after");
  const variables = {
    text,
    ...(kind in KINDS ? { kinds: [kind as EntityKind] } : {}),
    ...(after ? { after } : {}),
  };
  const answer = useAnswer(SEARCH, text ? variables : null);
  return (
    <Page title={text ? `Found for “${text}”` : "Search"} asked={text ? [question(SEARCH, variables)] : []}>
      {text ? (
        <Answered answer={answer}>{({ search }) => <Found search={search} kind={kind} />}</Answered>
      ) : (
        <Empty>Type a name into the box above.</Empty>
      )}
    </Page>
  );
}

function Found({ search, kind }: { search: SearchData["search"]; kind: string }) {
  if (search.totalCount === 0) return <Empty>No name is like that. Typing errors are forgiven, but not many.</Empty>;
  return (
    <>
      <nav aria-label="Kinds">
        <ul class="counts">
          <li>
            <a href={changed({ kind: null, after: null })} aria-current={kind ? undefined : "true"}>
              All kinds
            </a>
          </li>
          {search.kinds.map((found) => (
            <li key={found.kind}>
              <Mark kind={found.kind} />
              <a
                href={changed({ kind: found.kind, after: null })}
                aria-current={kind === found.kind ? "true" : undefined}
              >
                {KINDS[found.kind].many}
              </a>{" "}
              <span class="quiet">{number(found.count)}</span>
            </li>
          ))}
        </ul>
      </nav>
      <Table
        name="found"
        caption={`${counted(search.totalCount, "entity", "entities")}, best first`}
        columns={COLUMNS}
        rows={search.edges}
        idOf={(row) => row.node.id}
      />
      <Pager page={search.pageInfo} label="Pages of what was found" />
    </>
  );
}

type Row = SearchData["search"]["edges"][number];

const COLUMNS: readonly Column<Row>[] = [
  ...entityColumns<Row>("name", "Name", (row) => row.node),
  { key: "kind", label: "Kind", value: (row) => row.node.kind, show: (row) => KINDS[row.node.kind].one },
  { key: "found_by", label: "Found by", value: (row) => row.highlight, show: (row) => row.highlight ?? "–" },
  { key: "score", label: "Likeness", value: (row) => row.score, show: (row) => score(row.score), numeric: true },
];
