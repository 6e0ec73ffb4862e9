import type { Checked, Defect } from "@ascent/core";
// The same source built for more engines: its parser's state has one shape. In the build for Node it is spread, which on Node 20
// gives every call's a shape of its own, so that each access to it is looked up, and reading takes three times as long.
import {
  EVENT_ALIAS,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from "js-yaml/browser";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "./node.ts";
import { SourceText } from "./source-text.ts";

const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const LONGEST_NULL = 4;

/** Nodes that a document may have once its aliases are followed; the largest public definition has some 10,000. */
const MAX_NODES = 1_000_000;

interface Frame {
  readonly kind: "sequence" | "mapping";
  readonly start: number;
  readonly anchor: string | undefined;
  readonly items: YamlNode[];
  /** Nodes of the document before this collection. */
  readonly before: number;
}

interface Reading {
  readonly source: SourceText;
  readonly stack: Frame[];
  readonly anchors: Map<string, { readonly node: YamlNode; readonly size: number }>;
  readonly defects: Defect[];
  /** Nodes so far, every alias counted with all that it stands for. */
  nodes: number;
  root: YamlNode | undefined;
  documents: number;
  /** End of the last scalar: where an empty value is taken to be. */
  last: number;
}

/**
 * Reads one YAML document (js-yaml's event stream: as fast as its loader, and every event knows its offset).
 * Aliases share the node that they name; `<<` merges mappings. In: the file's name for complaints, its text, and whether its
 * scalars will be evaluated again and again ({@link SourceText.reused}).
 * Out: the root node. Defects: `yaml-syntax`, `duplicate-key`, `yaml-too-large`.
 */
export function parseYaml(file: string, text: string, reused = false): Checked<YamlNode> {
  const source = new SourceText(file, text, reused);
  const events = readEvents(source);
  if ("defect" in events) return { ok: false, defects: [events.defect] };
  const reading: Reading = {
    source,
    stack: [],
    anchors: new Map(),
    defects: [],
    nodes: 0,
    root: undefined,
    documents: 0,
    last: 0,
  };
  for (const event of events.events) {
    take(reading, event);
    if (reading.nodes > MAX_NODES) return { ok: false, defects: [tooLarge(source)] };
  }
  if (reading.documents > 1) complain(reading, reading.last, "there is more than one document in the file");
  if (reading.root === undefined) complain(reading, 0, "the file is empty");
  const root = reading.root;
  if (root === undefined || reading.defects.length > 0) return { ok: false, defects: reading.defects };
  return { ok: true, value: root, warnings: [] };
}

function readEvents(source: SourceText): { readonly events: Event[] } | { readonly defect: Defect } {
  try {
    return { events: parseEvents(source.text, { filename: source.file }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { defect: syntaxDefect(source, error.mark?.position ?? 0, error.reason) };
  }
}

function syntaxDefect(source: SourceText, offset: number, reason: string): Defect {
  return {
    severity: "defect",
    code: "yaml-syntax",
    place: source.placeAt(offset),
    message: `This is not valid YAML: ${reason}.`,
    wayOut: "Mend the YAML at this place; what comes before it was understood.",
  };
}

function tooLarge(source: SourceText): Defect {
  return {
    severity: "defect",
    code: "yaml-too-large",
    place: source.placeAt(0),
    message: `The document has more than ${MAX_NODES} values once its aliases are followed.`,
    wayOut: "Split the file, or write out less by aliases.",
  };
}

function complain(reading: Reading, offset: number, reason: string): void {
  reading.defects.push(syntaxDefect(reading.source, offset, reason));
}

function take(reading: Reading, event: Event): void {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      reading.documents += 1;
      return;
    case EVENT_ID.SCALAR:
      reading.nodes += 1;
      place(
        reading,
        readScalar(reading, event),
        event.anchorStart < 0 ? NO_ANCHOR : { name: anchorOf(reading, event), size: 1 },
      );
      return;
    case EVENT_ALIAS:
      takeAlias(reading, event);
      return;
    case EVENT_ID.POP:
      close(reading);
      return;
    default:
      reading.last = event.start;
      reading.stack.push({
        kind: event.type === EVENT_ID.SEQUENCE ? "sequence" : "mapping",
        start: event.start,
        anchor: anchorOf(reading, event),
        items: [],
        before: reading.nodes,
      });
  }
}

function anchorOf(reading: Reading, event: { anchorStart: number; anchorEnd: number }): string | undefined {
  return event.anchorStart < 0 ? undefined : reading.source.text.slice(event.anchorStart, event.anchorEnd);
}

function readScalar(reading: Reading, event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>): YamlScalar {
  const { source } = reading;
  const present = event.valueStart >= 0;
  const rawStart = present ? event.valueStart : Math.max(event.tagEnd, event.anchorEnd, reading.last);
  const rawEnd = present ? event.valueEnd : rawStart;
  reading.last = rawEnd;
  const value = event.fast && present ? source.text.slice(rawStart, rawEnd) : getScalarValue(source.text, event);
  const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  const isNull = plain && value.length <= LONGEST_NULL && NULLS.has(value);
  return {
    kind: "scalar",
    source,
    start: scalarStart(source.text, event, rawStart),
    rawStart,
    rawEnd,
    value: isNull ? "" : value,
    isNull,
  };
}

function scalarStart(text: string, event: { style: number; indent: number }, rawStart: number): number {
  if (event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED) return rawStart - 1;
  const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  return block && text[rawStart] === " " ? rawStart + Math.max(event.indent, 0) : rawStart;
}

const NO_ANCHOR = { name: undefined, size: 1 } as const;

/** Puts a finished node where it belongs: into the open collection, or at the top. */
function place(
  reading: Reading,
  node: YamlNode,
  anchor: { readonly name: string | undefined; readonly size: number },
): void {
  if (anchor.name !== undefined) reading.anchors.set(anchor.name, { node, size: anchor.size });
  const open = reading.stack[reading.stack.length - 1];
  if (open !== undefined) open.items.push(node);
  else if (reading.documents <= 1) reading.root = node;
}

function takeAlias(reading: Reading, event: { anchorStart: number; anchorEnd: number }): void {
  const name = anchorOf(reading, event) ?? "";
  const target = reading.anchors.get(name);
  if (target === undefined) {
    complain(reading, event.anchorStart, `no anchor "${name}" comes before this alias`);
    const start = event.anchorStart;
    const absent = { source: reading.source, start, rawStart: start, rawEnd: start, value: "", isNull: true };
    place(reading, { kind: "scalar", ...absent }, NO_ANCHOR);
    return;
  }
  reading.nodes += target.size;
  place(reading, target.node, { name: undefined, size: target.size });
}

function close(reading: Reading): void {
  const frame = reading.stack.pop();
  if (frame === undefined) return;
  const { source } = reading;
  reading.nodes += 1;
  const anchor = { name: frame.anchor, size: reading.nodes - frame.before };
  if (frame.kind === "sequence") {
    place(reading, { kind: "sequence", source, start: frame.start, items: frame.items }, anchor);
    return;
  }
  const entries = pairs(reading, frame.items);
  place(reading, { kind: "mapping", source, start: frame.start, entries }, anchor);
}

function pairs(reading: Reading, items: readonly YamlNode[]): YamlEntry[] {
  const found: Pairs = { entries: [], merges: [], known: items.length > FEW ? new Set() : undefined };
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (key?.kind === "scalar" && value !== undefined) addPair(reading, found, { key, value });
    else if (key !== undefined) complain(reading, key.start, "a key must be text");
  }
  if (found.merges.length === 0) return found.entries;
  const merged = new Map(found.entries.map((entry) => [entry.key.value, entry]));
  for (const mapping of found.merges) merge(reading, merged, mapping);
  return [...merged.values()];
}

/** Keys and values up to which looking through all is quicker than keeping a set. */
const FEW = 16;

interface Pairs {
  readonly entries: YamlEntry[];
  readonly merges: YamlNode[];
  /** The keys of `entries`, where they are many. */
  readonly known: Set<string> | undefined;
}

function addPair(reading: Reading, { entries, merges, known }: Pairs, entry: YamlEntry): void {
  const name = entry.key.value;
  if (name === "<<") {
    merges.push(entry.value);
    return;
  }
  const twice = known === undefined ? entries.some(({ key }) => key.value === name) : known.has(name);
  if (twice) {
    reading.defects.push(duplicateKey(entry.key));
    return;
  }
  known?.add(name);
  entries.push(entry);
}

/** YAML's merge key: what is merged in never replaces what is written. */
function merge(reading: Reading, entries: Map<string, YamlEntry>, merged: YamlNode): void {
  const mappings: readonly YamlNode[] = merged.kind === "sequence" ? merged.items : [merged];
  for (const mapping of mappings) {
    if (mapping.kind !== "mapping") complain(reading, mapping.start, "only mappings can be merged by <<");
    else for (const entry of (mapping satisfies YamlMapping).entries) addMissing(entries, entry);
  }
}

function addMissing(entries: Map<string, YamlEntry>, entry: YamlEntry): void {
  if (!entries.has(entry.key.value)) entries.set(entry.key.value, entry);
}

function duplicateKey(key: YamlScalar): Defect {
  return {
    severity: "defect",
    code: "duplicate-key",
    place: key.source.placeAt(key.start),
    message: `The key "${key.value}" is written twice in the same mapping, so one of the two would be lost.`,
    wayOut: "Keep one of them.",
  };
}
