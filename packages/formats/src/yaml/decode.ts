import type { Defect, Place } from "@ascent/core";
import { listed, suggestion } from "./near.ts";
import { placeOf, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from "./node.ts";

/** Collects what is wrong while values are read. */
export interface Reading {
  readonly defects: Defect[];
  /** True: of a record's mapping only the place is kept. What thousands of files held would fill the memory. */
  readonly placesOnly?: boolean;
}

/** Node in, value out; undefined when something is wrong, which has then been told to `reading`. */
export type Read<T> = (node: YamlNode, reading: Reading) => T | undefined;

/** One key of a record. */
export interface Field<T> {
  /** The key as written, where it is not the property's name in kebab-case. */
  readonly key?: string;
  readonly read: Read<T>;
  readonly absent: { readonly required: true } | { readonly value: T };
}

type FieldsOf<S> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };
/** What a record reads: one property per field, and the mapping itself for its place (empty where only that is kept). */
export type RecordOf<S> = FieldsOf<S> & { readonly node: YamlMapping };

export function required<T>(read: Read<T>, key?: string): Field<T> {
  return { read, absent: { required: true }, ...(key === undefined ? {} : { key }) };
}

export function optional<T>(read: Read<T>, key?: string): Field<T | undefined> {
  return { read, absent: { value: undefined }, ...(key === undefined ? {} : { key }) };
}

export function withDefault<T>(read: Read<T>, value: T, key?: string): Field<T> {
  return { read, absent: { value }, ...(key === undefined ? {} : { key }) };
}

export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly wayOut: string;
}

/** Adds a defect at a node or a place; always undefined, so that a reader can return it. */
export function complain(reading: Reading, at: YamlNode | Place, complaint: Complaint): undefined {
  const place = "kind" in at ? placeOf(at) : at;
  reading.defects.push({ severity: "defect", place, ...complaint });
  return undefined;
}

const KIND_NAMES = { scalar: "a single value", sequence: "a list", mapping: "a mapping of keys to values" } as const;

function wrongKind(node: YamlNode, reading: Reading, wanted: keyof typeof KIND_NAMES): undefined {
  const found = node.kind === "scalar" && node.isNull ? "nothing" : KIND_NAMES[node.kind];
  return complain(reading, node, {
    code: "wrong-kind",
    message: `Here is ${found} where ${KIND_NAMES[wanted]} belongs.`,
    wayOut: `Write ${KIND_NAMES[wanted]}.`,
  });
}

/** A scalar with its place; null reads as empty text. */
export const text: Read<YamlScalar> = (node, reading) =>
  node.kind === "scalar" ? node : wrongKind(node, reading, "scalar");

const TRUE: ReadonlySet<string> = new Set(["true", "yes", "on", "y"]);
const FALSE: ReadonlySet<string> = new Set(["false", "no", "off", "n"]);

/** YAML 1.1's spellings too: melange's own parser takes them where a boolean belongs. */
export const boolean: Read<boolean> = (node, reading) => {
  const scalar = text(node, reading);
  if (scalar === undefined) return undefined;
  const value = scalar.value.toLowerCase();
  if (TRUE.has(value)) return true;
  if (FALSE.has(value)) return false;
  return complain(reading, node, {
    code: "not-a-boolean",
    message: `"${scalar.value}" is neither true nor false.`,
    wayOut: "Write true or false.",
  });
};

/** A whole number that is not negative, in decimal digits. */
export const integer: Read<number> = (node, reading) => {
  const scalar = text(node, reading);
  if (scalar === undefined) return undefined;
  const value = /^\d+$/.test(scalar.value) ? Number(scalar.value) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  return complain(reading, node, {
    code: "not-a-number",
    message: `"${scalar.value}" is not a whole number.`,
    wayOut: "Write a whole number that is not negative, such as 0.",
  });
};

/** Anything: kept as it is, for keys that mean nothing to a build. */
export const anything: Read<YamlNode> = (node) => node;

/** For what is checked and then of no use: nothing of it is kept. */
export function onlyChecked(read: Read<unknown>): Read<"checked"> {
  return (node, reading) => (read(node, reading) === undefined ? undefined : "checked");
}

/** Every item read by `read`; null is the empty list. */
export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (node, reading) => {
    if (node.kind === "scalar" && node.isNull) return [];
    if (node.kind !== "sequence") return wrongKind(node, reading, "sequence");
    // A list that grows keeps room for more; of these there are tens of thousands.
    const items = node.items.map((item) => read(item, reading));
    return items.includes(undefined) ? items.filter((item) => item !== undefined) : (items as T[]);
  };
}

export interface MapEntry<T> {
  readonly key: YamlScalar;
  readonly value: T;
}

/** A mapping whose keys are free; in the order written. Null is the empty mapping. */
export function mapOf<T>(read: Read<T>): Read<ReadonlyMap<string, MapEntry<T>>> {
  return (node, reading) => {
    const entries = new Map<string, MapEntry<T>>();
    if (node.kind === "scalar" && node.isNull) return entries;
    if (node.kind !== "mapping") return wrongKind(node, reading, "mapping");
    for (const { key, value } of node.entries) {
      const held = read(value, reading);
      if (held !== undefined) entries.set(key.value, { key, value: held });
    }
    return entries;
  };
}

export const textMap = mapOf(text);

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

interface KnownField {
  readonly name: string;
  readonly key: string;
  readonly field: Field<unknown>;
}

/**
 * A mapping with known keys. `what` names it in complaints ("a subpackage"). Defects: `unknown-key` (with the nearest
 * known key), `missing-key`, and whatever its fields find.
 */
export function record<const S extends Readonly<Record<string, Field<unknown>>>>(
  what: string,
  shape: S,
): Read<RecordOf<S>> {
  const fields = Object.entries(shape).map(([name, field]) => ({ name, key: field.key ?? kebab(name), field }));
  const byKey = new Map<string, KnownField>(fields.map((field) => [field.key, field]));
  // Every record of a kind begins as a copy of this one, so that all have one shape: there are hundreds of thousands.
  const empty: Record<string, unknown> = { node: undefined, ...Object.fromEntries(fields.map(emptyField)) };
  const needed = fields.filter(({ field }) => "required" in field.absent);
  return (node, reading) => {
    if (node.kind !== "mapping") return wrongKind(node, reading, "mapping");
    const values = { ...empty };
    values.node = reading.placesOnly === true ? placeHolder(node) : node;
    const work = { what, byKey, values, reading };
    for (const entry of node.entries) readEntry(entry, work);
    const missing = needed.filter(({ key }) => !isGiven(node, key));
    for (const { key } of missing) missingKey(node, key, work);
    return missing.length === 0 ? (values as RecordOf<S>) : undefined;
  };
}

function emptyField({ name, field }: KnownField): [string, unknown] {
  return [name, "value" in field.absent ? field.absent.value : undefined];
}

function placeHolder({ kind, source, start }: YamlMapping): YamlMapping {
  return { kind, source, start, entries: [] };
}

/** Null is as good as absent. */
function isGiven({ entries }: YamlMapping, wanted: string): boolean {
  return entries.some(({ key, value }) => key.value === wanted && !(value.kind === "scalar" && value.isNull));
}

interface RecordReading {
  readonly what: string;
  readonly byKey: ReadonlyMap<string, KnownField>;
  readonly values: Record<string, unknown>;
  readonly reading: Reading;
}

function readEntry({ key, value }: YamlEntry, { what, byKey, values, reading }: RecordReading): void {
  const known = byKey.get(key.value);
  if (known === undefined) {
    complain(reading, key, {
      code: "unknown-key",
      message: `"${key.value}" is not a key of ${what}, so nothing would come of it.`,
      wayOut: suggestion(key.value, byKey.keys(), `The keys of ${what} are: ${listed(byKey.keys(), 40)}.`),
    });
    return;
  }
  if (value.kind === "scalar" && value.isNull) return;
  const held = known.field.read(value, reading);
  // A field that was complained about counts as given: one fault, one complaint.
  values[known.name] = held === undefined && "value" in known.field.absent ? known.field.absent.value : held;
}

function missingKey(node: YamlMapping, key: string, { what, reading }: { what: string; reading: Reading }): void {
  complain(reading, node, {
    code: "missing-key",
    message: `${what[0]?.toUpperCase()}${what.slice(1)} needs the key "${key}", which is not here.`,
    wayOut: `Add "${key}:" with its value.`,
  });
}
