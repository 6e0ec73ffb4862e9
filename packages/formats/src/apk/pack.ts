import { createHash } from "node:crypto";
import { Fault, sortedBy } from "@ascent/core";
import { type Bytes, collect } from "../archive/bytes.ts";
import { gzip } from "../archive/gzip.ts";
import { safePath } from "../archive/safe-path.ts";
import type { TarInput } from "../archive/tar-entry.ts";
import { writeTar } from "../archive/tar-write.ts";
import { formatPkgInfo, type PkgInfo } from "./pkginfo.ts";

/** A file of a package. Sizes in bytes. */
export interface ApkEntry {
  /** Relative to the root. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "hardlink";
  readonly mode: number;
  /** Of files; absent means empty. */
  readonly size?: number;
  /** Of symbolic links as it is; of hard links the path of an entry of type file. */
  readonly linkTarget?: string;
  /** Called twice: for the checksum, and to be written. */
  readonly content?: () => Bytes;
  /** Extended attributes: `security.capability` → its bytes. */
  readonly xattrs?: Readonly<Record<string, Uint8Array>>;
}

/** Scripts that apk runs around an installation; shell text. */
export interface ApkScripts {
  readonly preInstall?: string;
  readonly postInstall?: string;
  readonly preUpgrade?: string;
  readonly postUpgrade?: string;
  readonly preDeinstall?: string;
  readonly postDeinstall?: string;
  readonly trigger?: string;
}

/** In the order in which they are written. */
export const SCRIPT_FILES = {
  preInstall: ".pre-install",
  postInstall: ".post-install",
  preUpgrade: ".pre-upgrade",
  postUpgrade: ".post-upgrade",
  preDeinstall: ".pre-deinstall",
  postDeinstall: ".post-deinstall",
  trigger: ".trigger",
} as const satisfies Record<keyof ApkScripts, string>;

/** apk reads the checksum of every file (of a link: of its target's text) from this PAX record, as SHA-1 in hex. */
const CHECKSUM = "APK-TOOLS.checksum.SHA1";
const XATTR = "SCHILY.xattr.";

/** Sorted by path, parents first, names normalised; a path that is there twice is a fault. */
async function inOrder(entries: AsyncIterable<ApkEntry> | Iterable<ApkEntry>): Promise<Map<string, ApkEntry>> {
  const given: ApkEntry[] = [];
  for await (const entry of entries) given.push({ ...entry, path: safePath(entry.path) });
  const sorted = new Map<string, ApkEntry>();
  for (const entry of sortedBy(given, ({ path }) => path)) {
    if (entry.path === "") continue;
    if (sorted.has(entry.path)) throw new Fault("apk-duplicate-path", `the package has "${entry.path}" twice`);
    sorted.set(entry.path, entry);
  }
  return sorted;
}

/**
 * Of the names of one file, the first in order carries the content and the others link to it, whichever the caller
 * happened to meet first.
 */
function withFirstNames(entries: ReadonlyMap<string, ApkEntry>): ApkEntry[] {
  const firstNames = new Map<string, string>();
  return [...entries.values()].map((entry) => {
    const held = fileBehind(entry, entries);
    if (held === undefined) return entry;
    const first = firstNames.get(held.path) ?? entry.path;
    firstNames.set(held.path, first);
    return first === entry.path
      ? { ...held, path: entry.path }
      : { path: entry.path, type: "hardlink", mode: held.mode, linkTarget: first };
  });
}

/** The entry of type file that an entry is, or is a hard link to. */
function fileBehind(entry: ApkEntry, entries: ReadonlyMap<string, ApkEntry>): ApkEntry | undefined {
  if (entry.type === "file") return entry;
  if (entry.type !== "hardlink") return undefined;
  const held = entries.get(safePath(entry.linkTarget ?? ""));
  if (held?.type === "file") return held;
  throw new Fault("archive-dangling-link", `"${entry.path}" links to "${entry.linkTarget}", which is no file here`);
}

async function sha1Of(chunks: Bytes): Promise<string> {
  const hash = createHash("sha1");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

function xattrRecords(entry: ApkEntry): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(entry.xattrs ?? {}).map(([name, value]) => [`${XATTR}${name}`, value]));
}

async function* tarInputs(entries: readonly ApkEntry[], mtime: number): AsyncGenerator<TarInput> {
  const checksums = new Map<string, string>();
  for (const entry of entries) yield await tarInput(entry, mtime, checksums);
}

/** `checksums` holds those of the files so far: hard links come after what they link to. */
async function tarInput(entry: ApkEntry, mtime: number, checksums: Map<string, string>): Promise<TarInput> {
  const { path, mode, linkTarget = "" } = entry;
  switch (entry.type) {
    case "directory":
      return { path, type: "directory", mode, mtime, pax: xattrRecords(entry) };
    case "symlink": {
      const pax = { [CHECKSUM]: await sha1Of([bytesOf(linkTarget)]) };
      return { path, type: "symlink", mode: 0o777, mtime, linkTarget, pax };
    }
    case "hardlink":
      return { path, type: "hardlink", mode, mtime, linkTarget, pax: { [CHECKSUM]: checksums.get(linkTarget) ?? "" } };
    case "file": {
      const checksum = await sha1Of(entry.content?.() ?? []);
      checksums.set(path, checksum);
      const pax = { [CHECKSUM]: checksum, ...xattrRecords(entry) };
      return { path, type: "file", mode, mtime, pax, ...fileContent(entry) };
    }
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function fileContent(entry: ApkEntry): { readonly size: number; readonly content: AsyncIterable<Uint8Array> } {
  const { content, size = 0 } = entry;
  return {
    size,
    content: (async function* () {
      yield* content?.() ?? [];
    })(),
  };
}

/**
 * The data segment: a compressed tar of all files with their checksums, sorted by path in code units (so parents come
 * first), owned by root, every time `sourceDateEpoch` (seconds since 1970). Its bits depend on names, modes and contents
 * alone: not on the order given, nor on which of a file's hard links was met first; and on `level`, gzip's 0 (stored) to 9.
 * Throws Fault "apk-duplicate-path", "archive-dangling-link", "archive-escape" or "archive-size-mismatch".
 */
export async function* packData(
  entries: AsyncIterable<ApkEntry> | Iterable<ApkEntry>,
  sourceDateEpoch: number,
  { level = 6 }: { readonly level?: number } = {},
): AsyncGenerator<Uint8Array> {
  const ordered = withFirstNames(await inOrder(entries));
  yield* gzip(writeTar(tarInputs(ordered, sourceDateEpoch)), level);
}

/**
 * The control segment: `.PKGINFO`, then the scripts, in a compressed tar without its end (the data segment's tar goes on
 * from there, as with `abuild-tar --cut`). `info.dataHash` must be the data segment's. Throws Fault "apk-bad-info".
 */
export async function packControl(
  control: { readonly info: PkgInfo; readonly scripts?: ApkScripts },
  sourceDateEpoch: number,
): Promise<Uint8Array> {
  const { info, scripts = {} } = control;
  const file = (path: string, mode: number, text: string): TarInput => {
    return { path, type: "file", mode, mtime: sourceDateEpoch, content: bytesOf(text) };
  };
  const scriptFiles = Object.entries(SCRIPT_FILES).flatMap(([event, path]) => {
    const text = scripts[event as keyof ApkScripts];
    return text === undefined ? [] : [file(path, 0o755, text)];
  });
  const files = [file(".PKGINFO", 0o644, formatPkgInfo(info)), ...scriptFiles];
  return collect(gzip(writeTar(files, { endOfArchive: false })));
}
