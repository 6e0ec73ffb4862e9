import type { Defect, Digest } from "@ascent/core";
import { type FactsTop, sha256 } from "@ascent/formats";
import type { KnownFile } from "./known-files.ts";

/** Facts of one definition, as `encodeFacts` writes them; texts in UTF-8. */
export interface PackedFacts {
  readonly digest: Digest;
  readonly top: FactsTop;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** A plan, as `keepPlan` writes it; texts in UTF-8. */
export interface PackedPlan {
  readonly head: Uint8Array;
  readonly outlines: readonly Uint8Array[];
  readonly drawings: readonly Uint8Array[];
}

/** What one look at a folder leaves for the next. */
export interface PlanPack {
  /** What facts and plans depend on besides the definitions (`factsGround`). */
  readonly ground: string;
  /** Of the blueprint's own pipelines. */
  readonly pipelines: readonly Defect[];
  /** By real path. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** By path in the blueprint. */
  readonly facts: ReadonlyMap<string, PackedFacts>;
  /** By what was asked for. */
  readonly plans: ReadonlyMap<string, PackedPlan>;
}

/** Of this very layout; what has another beginning is not looked at. */
const MAGIC = "ascent plan pack 2\n";
const SUM = 64;
const LENGTH = 4;

type FileRow = readonly [
  string,
  Digest,
  0 | 1,
  size: number,
  modified: number,
  changed: number,
  inode: number,
  mode: number,
];
type FactsRow = readonly [string, Digest, FactsTop, head: number, body: number];
type PlanRow = readonly [string, head: number, outlines: readonly number[], drawings: readonly number[]];

/** Lengths of all that comes behind it, in this order. */
interface Directory {
  readonly ground: string;
  readonly pipelines: readonly Defect[];
  readonly files: readonly FileRow[];
  readonly facts: readonly FactsRow[];
  readonly plans: readonly PlanRow[];
}

/** The magic word, a SHA-256 over the rest, the length of the directory, the directory as JSON, then everything in it. */
export function writePack({ ground, pipelines, files, facts, plans }: PlanPack): Uint8Array {
  const directory: Directory = {
    ground,
    pipelines,
    files: [...files].map(([path, file]) => fileRow(path, file)),
    facts: [...facts].map(([path, { digest, top, head, body }]) => [path, digest, top, head.length, body.length]),
    plans: [...plans].map(([key, { head, outlines, drawings }]) => {
      return [key, head.length, outlines.map(lengthOf), drawings.map(lengthOf)];
    }),
  };
  const text = Buffer.from(JSON.stringify(directory));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(text.length);
  const told = [...facts.values()].flatMap(({ head, body }) => [head, body]);
  const planned = [...plans.values()].flatMap(({ head, outlines, drawings }) => [head, ...outlines, ...drawings]);
  const payload = Buffer.concat([length, text, ...told, ...planned]);
  return Buffer.concat([Buffer.from(MAGIC), Buffer.from(sumOf(payload)), payload]);
}

function lengthOf({ length }: Uint8Array): number {
  return length;
}

/** Undefined for anything but what {@link writePack} wrote, to the bit. */
export function readPack(bytes: Uint8Array): PlanPack | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = MAGIC.length + SUM;
  if (buffer.length < start + LENGTH || buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const payload = buffer.subarray(start);
  if (buffer.toString("latin1", MAGIC.length, start) !== sumOf(payload)) return undefined;
  const end = LENGTH + payload.readUInt32LE(0);
  // The sum tells that all of it was written by this code.
  const { ground, pipelines, ...rows } = JSON.parse(payload.toString("utf8", LENGTH, end)) as Directory;
  const files = new Map(rows.files.map((row) => [row[0], knownFile(row)]));
  const slices = new Slices(payload.subarray(end));
  const facts = new Map(
    rows.facts.map(([path, digest, top, head, body]) => {
      return [path, { digest, top, head: slices.next(head), body: slices.next(body) }];
    }),
  );
  const plans = new Map(
    rows.plans.map(([key, head, outlines, drawings]) => {
      return [key, { head: slices.next(head), outlines: slices.each(outlines), drawings: slices.each(drawings) }];
    }),
  );
  return { ground, pipelines, files, facts, plans };
}

/** One piece after the other. */
class Slices {
  readonly #content: Uint8Array;
  #at = 0;

  constructor(content: Uint8Array) {
    this.#content = content;
  }

  next(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    return this.#content.subarray(from, this.#at);
  }

  each(lengths: readonly number[]): Uint8Array[] {
    return lengths.map((length) => this.next(length));
  }
}

function sumOf(payload: Uint8Array): string {
  return sha256(payload).slice(-SUM);
}

function fileRow(path: string, { digest, describesPackage, ...state }: KnownFile): FileRow {
  const { size, modified, changed, inode, mode } = state;
  return [path, digest, describesPackage ? 1 : 0, size, modified, changed, inode, mode];
}

function knownFile([, digest, describes, size, modified, changed, inode, mode]: FileRow): KnownFile {
  return { digest, describesPackage: describes === 1, size, modified, changed, inode, mode };
}
