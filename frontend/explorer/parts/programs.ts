/**
 * A question as a program: each is text to paste, with the document and the variables exactly as the page sends them.
 *
 * Where the server wants a key, programs take it from the environment's SYNERGRAPH_KEY.
 */
import type { Question } from "../asking";

export const LANGUAGES = ["GraphQL", "curl", "Python", "R"] as const;

export type Language = (typeof LANGUAGES)[number];

export function programOf(language: Language, asked: Question, endpoint: string, keyed: boolean): string {
  const document = asked.document.text.trim();
  const variables = JSON.stringify(asked.variables, null, 2);
  return { GraphQL: graphql, curl, Python: python, R: r }[language](document, variables, endpoint, keyed);
}

function graphql(document: string, variables: string): string {
  return variables === "{}" ? document : `${document}\n\n# variables\n${variables.replace(/^/gm, "# ")}`;
}

function curl(document: string, variables: string, endpoint: string, keyed: boolean): string {
  const body = JSON.stringify({ query: document, variables: JSON.parse(variables) as unknown });
  const headers = ["'Content-Type: application/json'", ...(keyed ? ['"Authorization: Bearer $SYNERGRAPH_KEY"'] : [])];
  const options = [...headers.map((header) => `--header ${header}`), `--data '${body.replaceAll("'", "'\\''")}'`];
  return [`curl '${endpoint}'`, ...options].join(" \\\n  ");
}

function python(document: string, variables: string, endpoint: string, keyed: boolean): string {
  const key = keyed ? `, headers={"Authorization": f"Bearer {os.environ['SYNERGRAPH_KEY']}"}` : "";
  return [
    "# pip install 'gql[httpx2]'",
    "import json",
    ...(keyed ? ["import os"] : []),
    "",
    "from gql import Client, gql",
    "from gql.transport.httpx import HTTPXTransport",
    "",
    `client = Client(transport=HTTPXTransport(url=${JSON.stringify(endpoint)}${key}))`,
    `document = gql('''\n${document}\n''')`,
    `document.variable_values = json.loads(r'''${variables.replaceAll("'", "\\u0027")}''')`,
    "print(json.dumps(client.execute(document), indent=2, ensure_ascii=False))",
  ].join("\n");
}

function r(document: string, variables: string, endpoint: string, keyed: boolean): string {
  return [
    '# install.packages(c("httr2", "jsonlite"))',
    "library(httr2)",
    "",
    `document <- r"---(${document})---"`,
    `variables <- jsonlite::fromJSON(r"---(${variables})---", simplifyVector = FALSE)`,
    "if (length(variables) == 0) variables <- NULL",
    `answer <- request(${JSON.stringify(endpoint)}) |>`,
    ...(keyed ? ['  req_auth_bearer_token(Sys.getenv("SYNERGRAPH_KEY")) |>'] : []),
    "  req_body_json(list(query = document, variables = variables)) |>",
    "  req_perform() |>",
    "  resp_body_json()",
    "if (!is.null(answer$errors)) stop(answer$errors[[1]]$message)",
    'jsonlite::toJSON(answer$data, auto_unbox = TRUE, null = "null", digits = NA, pretty = TRUE)',
  ].join("\n");
}
