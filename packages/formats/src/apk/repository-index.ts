import {
  compareText,
  compareVersions,
  type Dependency,
  Fault,
  formatDependency,
  formatProvision,
  isFault,
  type PackageRecord,
  type Provision,
  parseDependency,
  parseProvision,
} from "@ascent/core";
import { collect, concat } from "../archive/bytes.ts";
import { firstMember, gzip } from "../archive/gzip.ts";
import { readSegment, type SegmentFile } from "../archive/tar-segment.ts";
import { writeTar } from "../archive/tar-write.ts";
import {
  type ApkKeys,
  type ApkSignature,
  type ApkSigner,
  packSignature,
  signaturesIn,
  verifyApkSignature,
} from "./signature.ts";

/** An index holds no files: what is larger is a bomb. */
const INDEX_LIMIT = 512 * 1024 * 1024;

/** A repository's APKINDEX.tar.gz. */
export interface RepositoryIndex {
  readonly records: readonly PackageRecord[];
  readonly description: string;
  readonly signatures: readonly ApkSignature[];
  /** What the signatures are over: everything behind them, as stored. */
  readonly signedBytes: Uint8Array;
}

/** The values of one stanza by their letter. Slots instead of a map: an index has half a million of lines. */
class Stanza {
  readonly #values: (string | undefined)[] = new Array(128).fill(undefined);
  isEmpty = true;

  get(letter: string): string | undefined {
    return this.#values[letter.charCodeAt(0)];
  }

  set(letter: number, value: string): void {
    this.#values[letter] = value;
    this.isEmpty = false;
  }

  clear(): void {
    this.#values.fill(undefined);
    this.isEmpty = true;
  }
}

/** Reads atoms, each spelling once: a large index repeats few names many times. */
function createAtomReader() {
  const dependencies = new Map<string, Dependency>();
  const provisions = new Map<string, Provision>();
  const list = <T>(text: string | undefined, seen: Map<string, T>, parse: (atom: string) => T): T[] => {
    if (text === undefined) return [];
    const atoms = text.split(" ").filter((atom) => atom !== "");
    return atoms.map((atom) => {
      const known = seen.get(atom) ?? parse(atom);
      seen.set(atom, known);
      return known;
    });
  };
  return {
    dependencies: (text: string | undefined) => list(text, dependencies, parseDependency),
    provisions: (text: string | undefined) => list(text, provisions, parseProvision),
  };
}
type AtomReader = ReturnType<typeof createAtomReader>;

function numberIn(stanza: Stanza, key: string): number | undefined {
  const text = stanza.get(key);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Fault("apk-index-corrupt", `"${key}:${text}" is not a number`);
  }
  return value;
}

/** Numbers and texts that a stanza may lack. */
function optionalFields(stanza: Stanza): Partial<PackageRecord> {
  const buildTime = numberIn(stanza, "t");
  const providerPriority = numberIn(stanza, "k");
  const replacesPriority = numberIn(stanza, "q");
  const commit = stanza.get("c");
  return {
    ...(buildTime !== undefined && { buildTime }),
    ...(commit !== undefined && { commit }),
    ...(providerPriority !== undefined && { providerPriority }),
    ...(replacesPriority !== undefined && { replacesPriority }),
  };
}

function toRecord(stanza: Stanza, atoms: AtomReader): PackageRecord {
  const name = stanza.get("P");
  const version = stanza.get("V");
  if (!name || !version) throw new Fault("apk-index-corrupt", "a package has no name or no version");
  return {
    name,
    version,
    arch: stanza.get("A") ?? "",
    origin: stanza.get("o") ?? name,
    description: stanza.get("T") ?? "",
    url: stanza.get("U") ?? "",
    license: stanza.get("L") ?? "",
    size: numberIn(stanza, "S") ?? 0,
    installedSize: numberIn(stanza, "I") ?? 0,
    checksum: stanza.get("C") ?? "",
    depends: atoms.dependencies(stanza.get("D")),
    provides: atoms.provisions(stanza.get("p")),
    installIf: atoms.dependencies(stanza.get("i")),
    replaces: atoms.dependencies(stanza.get("r")),
    ...optionalFields(stanza),
  };
}

const COLON = ":".charCodeAt(0);

/** Reads the text of an APKINDEX: stanzas of `X:value` lines, apart by empty lines. Unknown letters are passed over. */
function parseRecords(text: string): PackageRecord[] {
  const records: PackageRecord[] = [];
  const atoms = createAtomReader();
  const stanza = new Stanza();
  let lineNumber = 0;
  for (let at = 0; at < text.length; ) {
    lineNumber++;
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    if (end > at) readLine(text, { at, end, lineNumber }, stanza);
    else if (!stanza.isEmpty) records.push(takeRecord(stanza, atoms, lineNumber));
    at = end + 1;
  }
  if (!stanza.isEmpty) records.push(takeRecord(stanza, atoms, lineNumber));
  return records;
}

interface Line {
  readonly at: number;
  readonly end: number;
  readonly lineNumber: number;
}

function readLine(text: string, { at, end, lineNumber }: Line, stanza: Stanza): void {
  if (text.charCodeAt(at + 1) !== COLON || end < at + 2 || text.charCodeAt(at) > 127) {
    throw new Fault("apk-index-corrupt", `line ${lineNumber} of APKINDEX is not "X:value"`);
  }
  stanza.set(text.charCodeAt(at), text.slice(at + 2, end));
}

function takeRecord(stanza: Stanza, atoms: AtomReader, lineNumber: number): PackageRecord {
  const record = locate(lineNumber, () => toRecord(stanza, atoms));
  stanza.clear();
  return record;
}

function locate<T>(lineNumber: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new Fault("apk-index-corrupt", `the package that ends at line ${lineNumber} of APKINDEX: ${error.message}`, {
      cause: error,
    });
  }
}

interface Members {
  readonly signatures: ApkSignature[];
  readonly files: SegmentFile[];
  readonly signedBytes: Uint8Array;
}

/** Signature members in front, then those of the index. */
function readMembers(bytes: Uint8Array): Members {
  const signatures: ApkSignature[] = [];
  const files: SegmentFile[] = [];
  let signedFrom = 0;
  let at = 0;
  do {
    const member = firstMember(bytes.subarray(at), INDEX_LIMIT);
    if (member === undefined) throw new Fault("archive-truncated", "the index ends before its end");
    const held = readSegment(member.content);
    at += member.length;
    if (files.length === 0 && held.length > 0 && held.every(({ name }) => name.startsWith(".SIGN."))) {
      signatures.push(...signaturesIn(held));
      signedFrom = at;
    } else {
      files.push(...held);
    }
  } while (at < bytes.length);
  return { signatures, files, signedBytes: bytes.subarray(signedFrom) };
}

/**
 * Reads an APKINDEX.tar.gz, signed or not; who signed it is `verifyIndex`'s to say.
 * Throws Fault "apk-index-corrupt" (with the line), "archive-truncated" or "archive-corrupt".
 */
export function readIndex(bytes: Uint8Array): RepositoryIndex {
  const { signatures, files, signedBytes } = readMembers(bytes);
  const textOf = (name: string): string | undefined => {
    const file = files.find((each) => each.name === name);
    return file === undefined ? undefined : Buffer.from(file.content).toString("utf8");
  };
  const text = textOf("APKINDEX");
  if (text === undefined) throw new Fault("apk-index-corrupt", "the archive has no APKINDEX in it");
  return { records: parseRecords(text), description: textOf("DESCRIPTION") ?? "", signatures, signedBytes };
}

/** The name of the key that signed an index. Throws as `verifyApkSignature` does. */
export function verifyIndex(index: RepositoryIndex, keys: ApkKeys): string {
  return verifyApkSignature(index.signedBytes, index.signatures, keys);
}

/**
 * The lines of one package as an index and apk's installed database hold them, in apk's order and without line ends; `r` and
 * `q` are read by Ascent and passed over by apk. Throws Fault "apk-index-corrupt" for values with line breaks.
 */
export function recordLines(record: PackageRecord): readonly string[] {
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ["C", record.checksum],
    ["P", record.name],
    ["V", record.version],
    ["A", record.arch],
    ["S", record.size],
    ["I", record.installedSize],
    ["T", record.description],
    ["U", record.url],
    ["L", record.license],
    ["o", record.origin],
    ["t", record.buildTime],
    ["c", record.commit],
    ["k", record.providerPriority],
    ["D", record.depends.map(formatDependency).join(" ")],
    ["p", record.provides.map(formatProvision).join(" ")],
    ["i", record.installIf.map(formatDependency).join(" ")],
    ["r", record.replaces.map(formatDependency).join(" ")],
    ["q", record.replacesPriority],
  ];
  const lines = fields.flatMap(([letter, value]) =>
    value === undefined || value === "" ? [] : [`${letter}:${value}`],
  );
  if (lines.some((line) => /[\r\n]/.test(line))) {
    throw new Fault("apk-index-corrupt", `${record.name}-${record.version} has a line break in one of its values`);
  }
  return lines;
}

function inIndexOrder(a: PackageRecord, b: PackageRecord): number {
  return (
    compareText(a.name, b.name) ||
    compareVersions(a.version, b.version) ||
    compareText(a.version, b.version) ||
    compareText(a.checksum, b.checksum)
  );
}

/**
 * An APKINDEX.tar.gz, signed when there is a signer. Its bits depend on the records, the description and the key alone;
 * packages are sorted by name, then version. Throws Fault "apk-index-corrupt" for values with line breaks.
 */
export async function writeIndex(
  records: Iterable<PackageRecord>,
  { description, signer }: { readonly description: string; readonly signer?: ApkSigner },
): Promise<Uint8Array> {
  const text = [...records]
    .sort(inIndexOrder)
    .map((record) => `${recordLines(record).join("\n")}\n\n`)
    .join("");
  const file = (path: string, content: string) => {
    return { path, type: "file", mode: 0o644, mtime: 0, content: new TextEncoder().encode(content) } as const;
  };
  const index = await collect(gzip(writeTar([file("DESCRIPTION", description), file("APKINDEX", text)])));
  return signer === undefined ? index : concat([await packSignature(index, signer), index]);
}
