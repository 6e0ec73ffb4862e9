import { sortedBy } from "@ascent/core";
import { recordLines } from "@ascent/formats";
import type { UnpackedEntry, UnpackedMeta } from "../unpack/meta.ts";
import type { Owner, RootTree } from "./tree.ts";

/** apk's own state inside a root, by path: enough for a stock `apk info`. */
export function packageDatabase(packages: readonly UnpackedMeta[], tree: RootTree): Readonly<Record<string, string>> {
  return {
    "lib/apk/db/installed": packages.map((meta, owner) => installedStanza(meta, owner, tree)).join(""),
    "lib/apk/db/triggers": packages.flatMap(triggerLine).join(""),
    // An empty tar: nothing is ever upgraded or removed in a root, so no script is needed later.
    "lib/apk/db/scripts.tar": "\0".repeat(1024),
    "etc/apk/world": packages
      .map(({ record }) => `${record.name}=${record.version}\n`)
      .sort()
      .join(""),
    "etc/apk/arch": `${packages[0]?.record.arch ?? ""}\n`,
  };
}

function triggerLine({ record, triggers }: UnpackedMeta): string[] {
  return triggers.length === 0 ? [] : [`${record.checksum} ${triggers.join(" ")}\n`];
}

/** One stanza of the installed database (apk-tools 2, apk_db_write_fdb): the index fields, then F/M/R/a/Z for files. */
function installedStanza(meta: UnpackedMeta, owner: Owner, tree: RootTree): string {
  const lines = [...recordLines(meta.record), ...fileLines(meta.entries, owner, tree)];
  return `${lines.join("\n")}\n\n`;
}

function fileLines(entries: readonly UnpackedEntry[], owner: Owner, tree: RootTree): string[] {
  const directories = new Map<string, string[]>();
  for (const entry of entries) if (entry.kind === "directory") directories.set(entry.path, [directoryMode(entry.mode)]);
  for (const entry of entries) {
    if (entry.kind === "directory" || tree.find(entry.path)?.owner !== owner) continue;
    const at = entry.path.lastIndexOf("/");
    const lines = directories.get(entry.path.slice(0, Math.max(at, 0))) ?? [];
    directories.set(entry.path.slice(0, Math.max(at, 0)), [
      ...lines,
      `R:${entry.path.slice(at + 1)}`,
      ...detailLines(entry),
    ]);
  }
  return sortedBy(directories, ([path]) => path).flatMap(([path, lines]) => [`F:${path}`, ...lines.filter(Boolean)]);
}

function directoryMode(mode: number): string {
  return mode === 0o755 ? "" : `M:0:0:${mode.toString(8)}`;
}

function detailLines(entry: UnpackedEntry): string[] {
  if (entry.kind !== "file") return [];
  const mode = entry.mode === 0o644 ? [] : [`a:0:0:${entry.mode.toString(8)}`];
  return [...mode, `Z:Q1${Buffer.from(entry.sha1, "hex").toString("base64")}`];
}
