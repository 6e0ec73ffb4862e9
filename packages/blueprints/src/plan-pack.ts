import type { Digest } from "@ascent/core";
import { sha256 } from "@ascent/formats";
import type { KnownFile } from "./known-files.ts";

/** Facts of one definition: `head` and `body` as `encodeFacts` writes them, in UTF-8. */
export interface PackedFacts {
  readonly digest: Digest;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** What one look at a folder leaves for the next. */
export interface PlanPack {
  /** What the facts depend on besides the definitions (`factsGround`). */
  readonly ground: string;
  /** By real path. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** By path in the blueprint. */
  readonly facts: ReadonlyMap<string, PackedFacts>;
}

/** Of this very layout; what has another beginning is not looked at. */
const MAGIC = "ascent plan pack 1\n";
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
type FactsRow = readonly [string, Digest, head: number, body: number];

interface Directory {
  readonly ground: string;
  readonly files: readonly FileRow[];
  readonly facts: readonly FactsRow[];
}

/** The magic word, a SHA-256 over the rest, the length of the directory, the directory as JSON, then all heads and bodies. */
export function writePack({ ground, files, facts }: PlanPack): Uint8Array {
  const directory: Directory = {
    ground,
    files: [...files].map(([path, file]) => fileRow(path, file)),
    facts: [...facts].map(([path, { digest, head, body }]) => [path, digest, head.length, body.length]),
  };
  const text = Buffer.from(JSON.stringify(directory));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(text.length);
  const heads = [...facts.values()].map(({ head }) => head);
  const bodies = [...facts.values()].map(({ body }) => body);
  const payload = Buffer.concat([length, text, ...heads, ...bodies]);
  return Buffer.concat([Buffer.from(MAGIC), Buffer.from(sumOf(payload)), payload]);
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
  const directory = JSON.parse(payload.toString("utf8", LENGTH, end)) as Directory;
  const files = new Map(directory.files.map((row) => [row[0], knownFile(row)]));
  return { ground: directory.ground, files, facts: slices(directory.facts, payload.subarray(end)) };
}

function sumOf(payload: Uint8Array): string {
  return sha256(payload).slice(-SUM);
}

function slices(rows: readonly FactsRow[], content: Uint8Array): Map<string, PackedFacts> {
  let head = 0;
  let body = rows.reduce((total, row) => total + row[2], 0);
  const facts = new Map<string, PackedFacts>();
  for (const [path, digest, headLength, bodyLength] of rows) {
    const ends = { head: head + headLength, body: body + bodyLength };
    facts.set(path, { digest, head: content.subarray(head, ends.head), body: content.subarray(body, ends.body) });
    ({ head, body } = ends);
  }
  return facts;
}

function fileRow(path: string, { digest, describesPackage, ...state }: KnownFile): FileRow {
  const { size, modified, changed, inode, mode } = state;
  return [path, digest, describesPackage ? 1 : 0, size, modified, changed, inode, mode];
}

function knownFile([, digest, describes, size, modified, changed, inode, mode]: FileRow): KnownFile {
  return { digest, describesPackage: describes === 1, size, modified, changed, inode, mode };
}
