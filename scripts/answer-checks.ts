import { Ajv, type AnySchemaObject } from "ajv";
import ajvStandalone from "ajv/dist/standalone/index.js";
import type { Document } from "../apps/api/src/openapi/model.ts";

/** Components that come otherwise than as an answer's JSON. */
const ALSO = ["Problem", "RunEvent"] as const;
const API = "api";

/**
 * Source text of functions that tell whether a JSON answer is what the document says: ANSWERS by operation and status, such
 * as `GET /v1/runs/{id} 200`, and COMPONENTS by name. Plain conditions, made by Ajv: a page may not make code at run time, and
 * interpreting schemas would take longer than all else before a run of thousands of builds is first seen.
 */
export function answerChecks(document: Document): string {
  const ajv = new Ajv({
    ...{ strict: true, strictTypes: false, strictTuples: false, strictRequired: false, validateFormats: false },
    ...{ messages: false, inlineRefs: false, code: { source: true, esm: true, optimize: 2, lines: true } },
  });
  const $defs = JSON.parse(JSON.stringify(document.components.schemas, forChecks)) as AnySchemaObject;
  ajv.addSchema({ $id: API, $defs: asDraft7($defs) });
  const answers = answersOf(document);
  const names = [...new Set([...answers.map(([, name]) => name), ...ALSO])].toSorted();
  const refs = Object.fromEntries(names.map((name) => [`check${name}`, `${API}#/$defs/${name}`]));
  const code = withoutDetails((ajvStandalone.default ?? ajvStandalone)(ajv, refs));
  const entries = answers.map(([operation, name]) => `  ${JSON.stringify(operation)}: check${name},\n`);
  const also = ALSO.map((name) => `  ${name}: check${name},\n`);
  return `// @ts-nocheck\n${code}\nexport const ANSWERS = {\n${entries.join("")}};\nexport const COMPONENTS = {\n${also.join("")}};\n`;
}

/** Which component each operation answers with. */
function answersOf({ paths }: Document): (readonly [string, string])[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { responses }]) => ({ name: `${method.toUpperCase()} ${path}`, responses })),
  );
  return operations.flatMap(({ name, responses }) =>
    Object.entries(responses).flatMap(([status, { content }]) => {
      const schema = status.startsWith("2") ? content?.["application/json"]?.schema : undefined;
      return schema === undefined ? [] : [[`${name} ${status}`, nameOf(schema, name)] as const];
    }),
  );
}

/** Throws when the schema is not a component. */
function nameOf(schema: object, operation: string): string {
  const name = /^#\/components\/schemas\/(\w+)$/.exec("$ref" in schema ? String(schema.$ref) : "")?.[1];
  if (name !== undefined) return name;
  throw new Error(`the answer of ${operation} has no name: give its schema one by .meta({ id })`);
}

/** For readers, or what Ajv would count characters for at run time; a member that has such a name holds a schema and stays. */
const LEFT_OUT: ReadonlySet<string> = new Set(["example", "description", "minLength", "maxLength"]);

function forChecks(this: unknown, key: string, value: unknown): unknown {
  if (LEFT_OUT.has(key) && !isSchema(value)) return undefined;
  return key === "$ref" ? String(value).replace("#/components/schemas/", "#/$defs/") : value;
}

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("type" in value || "$ref" in value || "anyOf" in value);
}

/** Tuples as draft 7 has them: for later drafts Ajv's code keeps count of what was looked at, which nobody asks for here. */
function asDraft7(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asDraft7);
  if (typeof schema !== "object" || schema === null) return schema;
  const { prefixItems, items, ...rest } = schema as { prefixItems?: unknown; items?: unknown };
  const others = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asDraft7(value)]));
  if (prefixItems === undefined) return { ...others, ...(items !== undefined && { items: asDraft7(items) }) };
  return { ...others, items: asDraft7(prefixItems), additionalItems: asDraft7(items ?? true) };
}

/** Of an error only the place and the keyword are told; the rest is a third of the code. */
function withoutDetails(code: string): string {
  return code
    .replace(/,schemaPath:"[^"]*"/g, "")
    .replace(/,params:\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g, "")
    .replace(/^const schema\d+ = .*;$/gm, "");
}
