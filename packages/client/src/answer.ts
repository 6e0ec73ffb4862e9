// As a namespace: bundlers leave out what is not used, above all the messages in other languages.
import * as z from "zod";
import { SCHEMAS } from "./generated/schemas.ts";

type Component = keyof typeof SCHEMAS.components;

const parsers = new Map<string, z.ZodType>();

/** What an answer must be, made from its schema in the OpenAPI document when it is first asked for. */
function parserOf(name: string, schema: object): z.ZodType {
  const known = parsers.get(name);
  if (known !== undefined) return known;
  const made = z.fromJSONSchema({ ...schema, $defs: SCHEMAS.components } as Parameters<typeof z.fromJSONSchema>[0]);
  parsers.set(name, made);
  return made;
}

/** `value` when it is what the document says of a component; why not otherwise. */
export function checkComponent<T>(name: Component, value: unknown): z.ZodSafeParseResult<T> {
  return parserOf(name, { $ref: `#/$defs/${name}` }).safeParse(value) as z.ZodSafeParseResult<T>;
}

/** The same of the JSON that an operation answers with, such as `GET /v1/runs/{id} 200`. */
export function checkAnswer<T>(operation: string, value: unknown): z.ZodSafeParseResult<T> {
  const schema = Object.entries(SCHEMAS.answers).find(([name]) => name === operation)?.[1];
  const parser = schema === undefined ? z.never() : parserOf(operation, schema);
  return parser.safeParse(value) as z.ZodSafeParseResult<T>;
}
