/** The dataset: version, licence, how to cite it, what it holds, where that comes from, and files of all of it. */
import { type Answer, endpoint, question, recorded, useAnswer } from "../asking";
import { KINDS } from "../kinds";
import { Answered } from "../parts/Answered";
import { announce } from "../parts/announcing";
import { Mark } from "../parts/entities";
import { save } from "../parts/exporting";
import { Fact, Facts, Site } from "../parts/facts";
import { Page } from "../parts/Page";
import { ServerFile } from "../parts/ServerFile";
import { type Column, ExportButton, Table } from "../parts/Table";
import { Dataset as DATASET, type DatasetData, Files as FILES_OF, type FilesData } from "../queries/documents";
import { useSetting } from "../routes";
import { number } from "../words";

type Known = DatasetData["dataset"];

export function Dataset() {
  const answer = useAnswer(DATASET, {});
  return (
    <Page title="Dataset" lead={answer.data?.dataset.title} asked={[question(DATASET, {})]}>
      <Answered answer={answer}>
        {({ dataset }) => (
          <>
            <About dataset={dataset} />
            <Citation dataset={dataset} />
            <h2>What it holds</h2>
            <Table
              name="counts"
              caption="Entities by kind"
              columns={COUNTS}
              rows={dataset.counts}
              idOf={(row) => row.kind}
            />
            <h2>Where it comes from</h2>
            <Table
              name="sources"
              caption="Sources, whose owners are to be named with what is taken from them"
              columns={SOURCES}
              rows={dataset.sources}
              idOf={(row) => row.id}
            />
            <Table
              name="classifications"
              caption="Classifications"
              columns={SCHEMES}
              rows={dataset.schemes}
              idOf={(row) => row.id}
            />
          </>
        )}
      </Answered>
      {recorded ? null : <Downloads />}
    </Page>
  );
}

function About({ dataset }: { dataset: Known }) {
  return (
    <Facts>
      <Fact label="Version">
        <code>{dataset.version}</code>
      </Fact>
      <Fact label="Issued">{dataset.issued?.slice(0, 10) ?? null}</Fact>
      <Fact label="Licence">
        <Site address={dataset.licence} />
      </Fact>
    </Facts>
  );
}

function Citation({ dataset }: { dataset: Known }) {
  const entry = bibtex(dataset);
  return (
    <section aria-labelledby="cite">
      <h2 id="cite">How to cite it</h2>
      <p>{dataset.citation}</p>
      <p class="export">
        <Copy what="citation" text={dataset.citation} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
      <pre tabIndex={0}>
        <code>{entry}</code>
      </pre>
      <p class="export">
        <Copy what="BibTeX" text={entry} />
        <ExportButton
          label="BibTeX file"
          of="citation"
          onClick={() => save("synergraph-dataset.bib", "application/x-bibtex", entry)}
        />
      </p>
    </section>
  );
}

function Copy({ what, text }: { what: string; text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => announce(`${what} copied`),
      () => announce("The browser does not allow to copy: select the text instead"),
    );
  return (
    <button type="button" class="small" onClick={copy}>
      Copy {what}
    </button>
  );
}

/** Return the citation as an entry; characters that TeX takes as commands are written out. */
function bibtex(dataset: Pick<Known, "title" | "version" | "issued" | "licence" | "citation">): string {
  const fields = [
    ["title", `{${tex(dataset.title)}}`],
    ...(dataset.issued ? [["year", dataset.issued.slice(0, 4)]] : []),
    ["version", tex(dataset.version)],
    ["note", tex(dataset.citation)],
    ["license", tex(dataset.licence)],
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}},`);
  return [`@misc{synergraph-${dataset.version},`, ...lines, "}", ""].join("\n");
}

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function tex(text: string): string {
  return text.replace(/[\\&%$#_{}~^]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`);
}

const COUNTS: readonly Column<Known["counts"][number]>[] = [
  {
    key: "kind",
    label: "Kind",
    value: (row) => row.kind,
    show: (row) => (
      <>
        <Mark kind={row.kind} />
        {KINDS[row.kind].many}
      </>
    ),
  },
  { key: "count", label: "Number", value: (row) => row.count, numeric: true },
];

const SOURCES: readonly Column<Known["sources"][number]>[] = [
  { key: "id", label: "", value: (row) => row.id, hidden: true },
  {
    key: "title",
    label: "Source",
    value: (row) => row.title,
    show: (row) => (row.url ? <a href={row.url}>{row.title}</a> : row.title),
    names: true,
  },
  { key: "url", label: "", value: (row) => row.url, hidden: true },
  { key: "publisher", label: "Publisher", value: (row) => row.publisher },
  {
    key: "licence",
    label: "Licence",
    value: (row) => row.licence,
    show: (row) => (row.licence ? <Site address={row.licence} /> : <span class="quiet">not stated</span>),
  },
  { key: "retrieved", label: "Retrieved", value: (row) => row.retrieved },
];

const SCHEMES: readonly Column<Known["schemes"][number]>[] = [
  { key: "id", label: "", value: (row) => row.id, hidden: true },
  { key: "title", label: "Classification", value: (row) => row.title, names: true },
  { key: "publisher", label: "Publisher", value: (row) => row.publisher },
  {
    key: "complete",
    label: "Terms",
    value: (row) => row.complete,
    show: (row) => (row.complete ? "all" : "only those that occur here"),
  },
];

/** Asked only on demand: the server writes every file once to tell its size and checksum. */
function Downloads() {
  const [files, setFiles] = useSetting("files");
  const answer = useAnswer(FILES_OF, files === "listed" ? {} : null);
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      <p>
        <ServerFile address="export">Everything that can be saved</ServerFile>: the whole dataset, tables of one kind,
        rankings and analyses. The schema of the API: <ServerFile address="schema.graphql">schema.graphql</ServerFile>.
      </p>
      {files === "listed" ? (
        <Listed answer={answer} />
      ) : (
        <p>
          <button type="button" onClick={() => setFiles("listed")}>
            List the whole dataset's files, with checksums
          </button>{" "}
          <span class="quiet">The server writes each of them first, which takes a while for the first who asks.</span>
        </p>
      )}
    </section>
  );
}

function Listed({ answer }: { answer: Answer<FilesData> }) {
  return (
    <Answered answer={answer}>
      {({ dataset }) => (
        <Table
          name="files"
          caption="The whole dataset"
          columns={FILES}
          rows={dataset.distributions}
          idOf={(row) => row.format}
        />
      )}
    </Answered>
  );
}

const FILES: readonly Column<FilesData["dataset"]["distributions"][number]>[] = [
  {
    key: "format",
    label: "Format",
    value: (row) => row.format,
    show: (row) => (
      <ServerFile address={row.url} saved>
        {row.format}
      </ServerFile>
    ),
    names: true,
  },
  { key: "url", label: "", value: (row) => new URL(row.url, endpoint).href, hidden: true },
  {
    key: "byte_size",
    label: "Size",
    value: (row) => row.byteSize,
    show: (row) => (row.byteSize === null ? "–" : `${number(Math.ceil(row.byteSize / 1000))} kB`),
    numeric: true,
  },
  {
    key: "sha256",
    label: "SHA-256",
    value: (row) => row.sha256,
    show: (row) => <code>{row.sha256}</code>,
    sorts: false,
  },
];
