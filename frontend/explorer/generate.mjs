/** Writes queries/documents.ts: every document of queries/ as a constant, with the types of its answer and variables. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
  validate,
} from "graphql";

const SCALARS = { Boolean: "boolean", Float: "number", Int: "number" }; // every other is written as a string
const FOLDER = new URL("queries/", import.meta.url);
const SCHEMA = new URL("../../schema.graphql", import.meta.url);

const schema = buildSchema(readFileSync(SCHEMA, "utf-8"));
const named = new Map(); // enumerations and input types that documents use, by name

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".graphql"));
const constants = names.sort().map((name) => constant(name, readFileSync(new URL(name, FOLDER), "utf-8")));
const lines = [
  "// Written by generate.mjs from the documents beside it and schema.graphql: do not edit.",
  'import type { Document } from "../asking";',
  ...[...named.entries()].sort().map(([name, type]) => `export type ${name} = ${type};`),
  ...constants,
];
writeFileSync(new URL("documents.ts", FOLDER), `${lines.join("\n\n")}\n`);

/** Return the constant for a document: one operation, with the fragments that it needs in the same file. */
function constant(file, text) {
  const document = parse(text);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new Error(`${file}: ${problems.join("\n")}`);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || operation.name === undefined)
    throw new Error(`${file}: one operation with a name, please`);
  const name = operation.name.value;
  const fragments = new Map(
    document.definitions
      .filter((part) => part.kind === Kind.FRAGMENT_DEFINITION)
      .map((part) => [part.name.value, part]),
  );
  const data = object(schema.getQueryType(), [operation.selectionSet], fragments);
  const variables = (operation.variableDefinitions ?? []).map(variable).join("; ");
  return [
    `export type ${name}Data = ${data};`,
    `export type ${name}Variables = { ${variables} };`,
    `export const ${name}: Document<${name}Data, ${name}Variables> = {`,
    `  name: ${JSON.stringify(name)},`,
    `  text: ${JSON.stringify(text)},`,
    "};",
  ].join("\n");
}

function variable(definition) {
  const type = typeFromAST(schema, definition.type);
  const optional = !isNonNullType(type) || definition.defaultValue !== undefined;
  return `${definition.variable.name.value}${optional ? "?" : ""}: ${input(type)}${optional ? " | undefined" : ""}`;
}

/** Return the type of a value that is sent. */
function input(type) {
  if (isNonNullType(type)) return required(type.ofType);
  return `${required(type)} | null`;
}

function required(type) {
  if (isListType(type)) return `readonly (${input(type.ofType)})[]`;
  if (isInputObjectType(type)) return inputObject(type);
  return leaf(type);
}

function inputObject(type) {
  if (named.has(type.name)) return type.name;
  named.set(type.name, ""); // it may contain itself
  const fields = Object.values(type.getFields()).map((field) => {
    const optional = !isNonNullType(field.type) || field.defaultValue !== undefined;
    return `${field.name}${optional ? "?" : ""}: ${input(field.type)}${optional ? " | undefined" : ""}`;
  });
  named.set(type.name, `{ ${fields.join("; ")} }`);
  return type.name;
}

function leaf(type) {
  if (!isEnumType(type)) return SCALARS[type.name] ?? "string";
  const values = type.getValues().map((value) => JSON.stringify(value.name));
  named.set(type.name, values.join(" | "));
  return type.name;
}

/** Return the type of a value that is answered. */
function output(type, selections, fragments) {
  if (isNonNullType(type)) return present(type.ofType, selections, fragments);
  return `${present(type, selections, fragments)} | null`;
}

function present(type, selections, fragments) {
  if (isListType(type)) return `readonly (${output(type.ofType, selections, fragments)})[]`;
  return selections.length > 0 ? object(type, selections, fragments) : leaf(type);
}

function object(type, selections, fragments) {
  const fields = new Map();
  for (const selection of selections) collect(type, selection, false, fields, fragments);
  const written = [...fields.entries()].map(([key, field]) => {
    const value = field.type === null ? "string" : output(field.type, field.selections, fragments);
    return `readonly ${key}${field.optional ? "?" : ""}: ${value}`;
  });
  return `{ ${written.join("; ")} }`;
}

/** Note the fields of a selection; those under the condition of a narrower type may be absent. */
function collect(type, selectionSet, optional, fields, fragments) {
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) {
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const narrowed = part.typeCondition ? schema.getType(part.typeCondition.name.value) : type;
      const always = narrowed === type || (isAbstractType(narrowed) && schema.isSubType(narrowed, type));
      collect(narrowed, part.selectionSet, optional || !always, fields, fragments);
      continue;
    }
    const key = selection.alias?.value ?? selection.name.value;
    const found = fields.get(key) ?? { optional: true, selections: [], type: null };
    if (selection.name.value !== "__typename") found.type = type.getFields()[selection.name.value].type;
    found.optional &&= optional;
    if (selection.selectionSet && getNamedType(found.type)) found.selections.push(selection.selectionSet);
    fields.set(key, found);
  }
}
