import { compareText } from "@ascent/core";
import { componentOf, type Document, type Schema } from "./model.ts";

/**
 * The generated document without what would only make it longer: components that nothing refers to, the suffix of those
 * that exist for requests alone, zod's bounds of safe integers, and its `readOnly`, which means something else here.
 * Answers stay open to new members: a client must not break when one is added. Paths and components are sorted, so that
 * the bytes do not depend on the order in which routes are registered.
 */
export function tidy(document: Document): Document {
  const plain = openAnswers(withoutNoise(document));
  const used = reachable(plain);
  const short = shortNames(used, plain.components.schemas);
  const schemas = Object.entries(plain.components.schemas)
    .filter(([name]) => used.has(name))
    .map(([name, schema]) => [short.get(name) ?? name, schema] as const);
  const kept = { ...plain, components: { ...plain.components, schemas: sorted(schemas) } };
  const named = mapValues(kept, (key, value) => {
    const name = key === "$ref" && typeof value === "string" ? short.get(componentOf(value)) : undefined;
    return name === undefined ? value : `#/components/schemas/${name}`;
  });
  return { ...named, paths: sorted(Object.entries(named.paths)) };
}

const NOISE: Readonly<Record<string, unknown>> = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  readOnly: true,
};

function withoutNoise(document: Document): Document {
  return mapValues(document, (key, value) => (key in NOISE && NOISE[key] === value ? undefined : closedRecord(value)));
}

/** A record of which all names are known is an object with these members: generators understand that better. */
function closedRecord(value: unknown): unknown {
  const { propertyNames, additionalProperties, ...schema } = (value ?? {}) as Schema;
  const names = propertyNames?.enum?.map(String);
  if (names === undefined || typeof additionalProperties !== "object") return value;
  const properties = Object.fromEntries(names.map((name) => [name, additionalProperties]));
  return { ...schema, properties, required: names };
}

/** What requests have refers to components with the suffix; all others are answers. */
const INPUT = /Input$/;

function openAnswers(document: Document): Document {
  const open = <T>(value: T): T =>
    mapValues(value, (key, held) => (key === "additionalProperties" && held === false ? undefined : held));
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => {
    return [name, INPUT.test(name) ? schema : open(schema)] as const;
  });
  const paths = mapValues(document.paths, (key, value) => (key === "responses" ? open(value) : value));
  return { ...document, paths, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

function shortNames(used: ReadonlySet<string>, schemas: Readonly<Record<string, Schema>>): Map<string, string> {
  const pairs = [...used].flatMap((name) => {
    const short = name.replace(INPUT, "");
    return short !== name && short in schemas && !used.has(short) ? [[name, short] as const] : [];
  });
  return new Map(pairs);
}

/** A copy in which every member is what `change` makes of it; undefined leaves it out. */
function mapValues<T>(value: T, change: (key: string, value: unknown) => unknown): T {
  return JSON.parse(JSON.stringify(value), (key, held) => change(key, held));
}

/** Components that the paths lead to, through others too. */
function reachable(document: Document): Set<string> {
  const seen = new Set<string>();
  const visit = (value: unknown): void => {
    for (const name of references(value)) {
      if (seen.has(name)) continue;
      seen.add(name);
      visit(document.components.schemas[name]);
    }
  };
  visit(document.paths);
  return seen;
}

function references(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).match(/"\$ref":"#\/components\/schemas\/[^"]+"/g) ?? [];
  return found.map((text) => componentOf(text.slice(0, -1)));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b)));
}
