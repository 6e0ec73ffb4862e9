import { type Components, resolve, type Schema } from "./model.ts";
import { UNTOLD, WORDS } from "./words.ts";

type Known = Pick<Components, "schemas">;

/** What an example is made for, and where in it one stands. */
interface Place {
  readonly known: Known;
  /** The member that is wanted; for items of a list the list's. */
  readonly name: string;
  /** References that are being followed. */
  readonly within: readonly string[];
  readonly missing: string[];
}

export interface MadeExample {
  /** Undefined when something that it needs is missing. */
  readonly value: unknown;
  /** Members of which nobody has said what they look like. */
  readonly missing: readonly string[];
}

/**
 * An example of a schema: its own (`.meta({ example })`) where it has one, else made of those of its parts; of words
 * that mean the same everywhere (words.ts) by the member's name; of formats and enumerations by themselves.
 */
export function exampleOf(schema: Schema, name: string, known: Known): MadeExample {
  const missing: string[] = [];
  return { value: make(schema, { known, name, within: [], missing }), missing };
}

function make(schema: Schema, place: Place): unknown {
  if (schema.$ref !== undefined) return ofReference(schema.$ref, place);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives?.[0] !== undefined) return make(alternatives[0], place);
  if (schema.enum !== undefined) return schema.enum[0];
  return ofType(schema, place);
}

function ofReference(reference: string, place: Place): unknown {
  if (place.within.includes(reference)) return undefined;
  return make(resolve({ $ref: reference }, place.known), { ...place, within: [...place.within, reference] });
}

function ofType(schema: Schema, place: Place): unknown {
  switch (schema.type) {
    case "object":
      return ofObject(schema, place);
    case "array":
      return ofArray(schema, place);
    case "boolean":
      return WORDS[place.name] ?? true;
    case "integer":
    case "number":
      return ofNumber(schema, WORDS[place.name]);
    case "null":
      return null;
    case "string":
      return ofString(schema, place);
    default:
      return wordOf(place);
  }
}

function ofObject({ properties = {}, required = [], ...schema }: Schema, place: Place): unknown {
  const members = Object.entries(properties)
    .filter(([name]) => required.includes(name) || !UNTOLD.has(name))
    .map(([name, member]) => [name, make(member, { ...place, name })] as const);
  const made = [...members, ...ofRecord(schema, place)].filter(([, value]) => value !== undefined);
  const named = new Set(made.map(([name]) => name));
  return required.every((name) => named.has(name)) ? Object.fromEntries(made) : undefined;
}

/** One entry for each name that is possible; one of any name where all are. */
function ofRecord(schema: Schema, place: Place): (readonly [string, unknown])[] {
  const { additionalProperties: held, propertyNames: names } = schema;
  if (typeof held !== "object") return [];
  const keys = names?.enum?.map(String) ?? [typeof WORDS.key === "string" ? WORDS.key : "key"];
  return keys.map((key) => [key, Object.keys(held).length === 0 ? (WORDS[key] ?? 1) : make(held, place)] as const);
}

function ofArray({ items, prefixItems }: Schema, place: Place): unknown {
  if (prefixItems !== undefined)
    return prefixItems.map((item) => make(item, { ...place, name: columnOf(item) ?? place.name }));
  const item = items === undefined ? undefined : make(items, place);
  return item === undefined ? [] : [item];
}

/** Columns of a row have no names of their own: their descriptions begin with one. */
function columnOf({ description }: Schema): string | undefined {
  return description?.split(":", 1)[0];
}

function ofNumber({ minimum = 0, maximum }: Schema, word: unknown): number {
  const value = Math.max(minimum, typeof word === "number" ? word : 1);
  return maximum === undefined ? value : Math.min(value, maximum);
}

const DIGEST = `sha256:${"5f2c1b0e9d8a7463".repeat(4)}`;
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "2026-01-05T09:30:00.000Z",
  uuid: "0b9f6f3c-5a52-4c0e-9d5c-3f0d9a5e7c11",
  uri: "https://example.org/hook",
};

function ofString(schema: Schema, place: Place): unknown {
  const format = FORMATS[schema.format ?? ""];
  if (format !== undefined) return format;
  return schema.pattern?.startsWith("^sha256:") ? DIGEST : wordOf(place);
}

function wordOf({ name, missing }: Place): unknown {
  const word = WORDS[name];
  if (word === undefined) missing.push(name);
  return word;
}
