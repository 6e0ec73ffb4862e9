import { type Arch, Fault, isFault } from "@ascent/core";
import { type ApkEntry, createEntryGuard, readTar, type SafeEntry, type TarEntry } from "@ascent/formats";
import { startCommand } from "../host-command.ts";
import type { KeptContent, Scratch } from "./scratch.ts";
import { mergedDirectories, mergedPath } from "./usr-merge.ts";

/** A deb's files, ready to be written. */
export interface SpooledDeb {
  readonly entries: readonly ApkEntry[];
  /** Sum of the files' sizes in bytes. */
  readonly size: number;
  /** The newest time of any entry, seconds since 1970. */
  readonly newest: number;
}

export interface SpoolRequest {
  readonly deb: string;
  readonly arch: Arch;
  readonly scratch: Scratch;
  readonly signal: AbortSignal;
}

/**
 * Unpacks a deb's files through dpkg-deb, checked one by one before anything is made of them, at their places on a system
 * with merged /usr and without what a build root never reads.
 * Throws Fault "archive-escape", "archive-special-file", "archive-dangling-link", "archive-conflict" for hostile contents,
 * "deb-corrupt" for a damaged deb.
 */
export async function spoolDeb(request: SpoolRequest): Promise<SpooledDeb> {
  const unpacking = startCommand("dpkg-deb", ["--fsys-tarfile", request.deb], { signal: request.signal });
  try {
    const spooled = await spool(request, readTar(unpacking.output));
    await endedWell(unpacking.ended);
    return spooled;
  } catch (error) {
    unpacking.stop();
    // A damaged deb shows as a tar that stops short; dpkg-deb knows why.
    if (isFault(error) && error.code === "archive-truncated") await endedWell(unpacking.ended);
    throw error;
  }
}

async function endedWell(ended: Promise<{ readonly code: number | null; readonly stderr: string }>): Promise<void> {
  const { code, stderr } = await ended;
  if (code === 0) return;
  throw corrupt(`dpkg-deb cannot unpack it: ${stderr.trim()}`);
}

/** A deb that the host's own tool does not take. */
export function corrupt(what: string): Fault {
  return new Fault("deb-corrupt", what, {
    wayOut: "Try again; if it stays so, the archive's package or the host's disk is damaged.",
  });
}

async function spool(request: SpoolRequest, entries: AsyncIterable<TarEntry>): Promise<SpooledDeb> {
  const guard = createEntryGuard();
  const kept = new Map<string, ApkEntry>();
  let size = 0;
  let newest = 0;
  for await (const entry of entries) {
    const safe = guard.check(entry);
    newest = Math.max(newest, entry.mtime);
    if (!isWanted(safe)) continue;
    const content = safe.type === "file" ? await request.scratch.keep(entry.content, entry.size) : undefined;
    size += content?.size ?? 0;
    keep(kept, apkEntry(safe, entry, content), request.arch);
  }
  return { entries: [...kept.values()], size, newest };
}

/** Set-uid, set-gid and sticky bits say something to a running system, not to a build root. */
const PERMISSIONS = 0o777;

function apkEntry(safe: SafeEntry, entry: TarEntry, content: KeptContent | undefined): ApkEntry {
  const common = { path: safe.realPath, type: safe.type, mode: entry.mode & PERMISSIONS };
  if (content !== undefined) return { ...common, ...content };
  return safe.linkTarget === undefined ? common : { ...common, linkTarget: safe.linkTarget };
}

/** Whether and why a path is left out: documentation, manuals and translations, of which no build reads a byte. */
function isWanted({ path }: SafeEntry): boolean {
  if (path === "") return false;
  // Licences stay, and the links by which packages share a folder of them.
  if (path.startsWith("usr/share/doc/")) return /^usr\/share\/doc\/[^/]+(?:\/copyright)?$/.test(path);
  return !/^usr\/share\/(?:man|info|locale|lintian|bug|doc-base)(?:\/|$)/.test(path);
}

/**
 * Puts an entry to its place below /usr. The links of the merge itself (base-files has them) come from another package; a
 * link that would then point to itself (`/bin/x` → `/usr/bin/x`) is dropped; of a link and a file at one place the file stays.
 */
function keep(kept: Map<string, ApkEntry>, entry: ApkEntry, arch: Arch): void {
  const moved = onMergedUsr(entry, arch);
  if (entry.type === "symlink" && isOfMergeAlone(entry, moved, arch)) return;
  const there = kept.get(moved.path);
  if (there !== undefined && (entry.type === "symlink" || entry.type === "directory")) return;
  if (there?.type === "file" || there?.type === "hardlink") {
    throw new Fault("archive-conflict", `"${entry.path}" and another file are the same path on a merged /usr`);
  }
  kept.set(moved.path, moved);
}

/** Hard links name a path of the deb, so their target moves along; symbolic links keep theirs, as they do with dpkg. */
function onMergedUsr(entry: ApkEntry, arch: Arch): ApkEntry {
  const path = mergedPath(entry.path, arch);
  if (entry.type !== "hardlink") return { ...entry, path };
  return { ...entry, path, linkTarget: mergedPath(entry.linkTarget ?? "", arch) };
}

function isOfMergeAlone(entry: ApkEntry, moved: ApkEntry, arch: Arch): boolean {
  const isRootLink = mergedDirectories(arch).includes(entry.path);
  return isRootLink || pointsAt(moved.path, entry.linkTarget ?? "", arch) === moved.path;
}

function pointsAt(path: string, target: string, arch: Arch): string {
  const parts: string[] = target.startsWith("/") ? [] : path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return mergedPath(parts.join("/"), arch);
}
