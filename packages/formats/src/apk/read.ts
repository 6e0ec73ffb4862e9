import { createHash } from "node:crypto";
import { type Digest, Fault, hexOf } from "@ascent/core";
import { type Bytes, createMeter, type Meter } from "../archive/bytes.ts";
import { firstMember, gunzip, type Lookahead, lookahead } from "../archive/gzip.ts";
import type { TarEntry } from "../archive/tar-entry.ts";
import { readTar } from "../archive/tar-read.ts";
import { readSegment, type SegmentFile } from "../archive/tar-segment.ts";
import { type ApkScripts, SCRIPT_FILES } from "./pack.ts";
import { type PkgInfo, parsePkgInfo } from "./pkginfo.ts";
import { type ApkSignature, signaturesIn } from "./signature.ts";

/** What signature and control segments may be at most, compressed and not: they are held in memory. */
const SEGMENT_LIMIT = 64 * 1024 * 1024;
const FIRST_LOOK = 16 * 1024;

/** A package that is being read. Either `data` or `entries` can be read, once. */
export interface ReadApk {
  readonly signatures: readonly ApkSignature[];
  /** The control segment as stored: what is signed. */
  readonly control: Uint8Array;
  readonly info: PkgInfo;
  readonly scripts: ApkScripts;
  /**
   * The data segment as stored. After its last byte: Fault "apk-datahash-mismatch" when it is not what `control` says.
   */
  readonly data: AsyncIterable<Uint8Array>;
  /** The files of the data segment; ends with the same check. What was unpacked before it fails is not to be used. */
  readonly entries: AsyncIterable<TarEntry>;
}

interface Segment {
  readonly files: readonly SegmentFile[];
  /** As stored. */
  readonly bytes: Uint8Array;
}

/** Takes the next gzip member, which is looked at in growing pieces until it is whole. */
async function takeSegment(source: Lookahead): Promise<Segment> {
  for (let size = FIRST_LOOK; ; size *= 4) {
    const seen = await source.peek(size);
    const member = seen.length === 0 ? undefined : firstMember(seen, SEGMENT_LIMIT);
    if (member !== undefined) {
      const bytes = seen.slice(0, member.length);
      source.skip(member.length);
      return { files: readSegment(member.content), bytes };
    }
    if (seen.length < size)
      throw new Fault("archive-truncated", "the apk ends inside its signature or control segment");
    if (size > SEGMENT_LIMIT) throw new Fault("archive-corrupt", "the apk's control segment is too large");
  }
}

/** Any number of signature segments, then the control segment. */
async function takeControl(source: Lookahead): Promise<{ signatures: ApkSignature[]; control: Segment }> {
  const signatures: ApkSignature[] = [];
  for (;;) {
    const segment = await takeSegment(source);
    const isSignature = segment.files.length > 0 && segment.files.every(({ name }) => name.startsWith(".SIGN."));
    if (!isSignature) return { signatures, control: segment };
    signatures.push(...signaturesIn(segment.files));
  }
}

function scriptsIn(files: readonly SegmentFile[]): ApkScripts {
  const texts = Object.entries(SCRIPT_FILES).flatMap(([event, path]) => {
    const file = files.find(({ name }) => name === path);
    return file === undefined ? [] : [[event, new TextDecoder().decode(file.content)] as const];
  });
  return Object.fromEntries(texts);
}

function infoIn(files: readonly SegmentFile[]): PkgInfo {
  const file = files.find(({ name }) => name === ".PKGINFO");
  if (file === undefined)
    throw new Fault("archive-corrupt", "the apk has no .PKGINFO where its control segment should be");
  return parsePkgInfo(new TextDecoder().decode(file.content));
}

/** Passes the data on, and compares its hash when it has passed. */
async function* checkedData(source: Lookahead, info: PkgInfo): AsyncGenerator<Uint8Array> {
  const meter = createMeter();
  yield* meter.measure(source.rest());
  const actual = hexOf(meter.digest());
  if (info.dataHash === actual) return;
  throw new Fault(
    "apk-datahash-mismatch",
    `the files of ${info.name}-${info.version} are not those its control segment was made for ` +
      `(SHA-256 ${info.dataHash ?? "not given"}, but they have ${actual})`,
    { wayOut: "Fetch the package again; if it stays so, its repository is damaged." },
  );
}

/**
 * Reads an apk (v2: gzip members for signatures, control, data) as it streams in; only signatures and control are held.
 * The signature is not checked here: see `verifyApkSignature`.
 * Throws Fault "archive-truncated", "archive-corrupt", "apk-bad-info"; while the data is read also
 * "apk-datahash-mismatch".
 */
export async function readApk(chunks: Bytes): Promise<ReadApk> {
  const source = lookahead(asyncOf(chunks));
  try {
    const { signatures, control } = await takeControl(source);
    const info = infoIn(control.files);
    const data = once(checkedData(source, info));
    const files = readTar(gunzip({ [Symbol.asyncIterator]: () => data[Symbol.asyncIterator]() }));
    return { signatures, control: control.bytes, info, scripts: scriptsIn(control.files), data, entries: files };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* asyncOf(chunks: Bytes): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** A stream that says so when it is read a second time, instead of seeming empty. */
function once(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let taken = false;
  return {
    [Symbol.asyncIterator]() {
      if (taken) throw new Fault("apk-data-taken", "the data of an apk can be read once");
      taken = true;
      return chunks[Symbol.asyncIterator]();
    },
  };
}

/** apk's identity of a package: `Q1` + base64 of the SHA-1 of the control segment as stored. */
export function controlChecksum(control: Uint8Array): string {
  return `Q1${createHash("sha1").update(control).digest("base64")}`;
}

export interface ApkDigests {
  /** SHA-256 of all bytes. */
  readonly fileDigest: Digest;
  /** SHA-256 of the control and data segments as stored, signatures left out. */
  readonly contentDigest: Digest;
  /** Bytes of the whole file. */
  readonly size: number;
  /** apk's identity, `Q1…`. */
  readonly checksum: string;
  readonly info: PkgInfo;
}

/** Digests of an apk, which is checked to be whole on the way. Throws what `readApk` and its data throw. */
export async function apkDigests(chunks: Bytes): Promise<ApkDigests> {
  const file: Meter = createMeter();
  const content: Meter = createMeter();
  const apk = await readApk(file.measure(chunks));
  content.add(apk.control);
  for await (const chunk of apk.data) content.add(chunk);
  return {
    fileDigest: file.digest(),
    contentDigest: content.digest(),
    size: file.size(),
    checksum: controlChecksum(apk.control),
    info: apk.info,
  };
}
