import type { Digest } from "@ascent/core";
import { type ReadApk, readApk } from "../apk/read.ts";
import { type Bytes, collect, createMeter } from "../archive/bytes.ts";
import type { TarEntry } from "../archive/tar-entry.ts";

/** A package's bytes from their beginning, as often as they are asked for. */
export type OpenApk = () => Bytes | Promise<Bytes>;

/** What an entry of a package is; its content by digest. */
export interface EntryFacts {
  readonly type: TarEntry["type"];
  readonly mode: number;
  readonly time: number;
  readonly owner: string;
  readonly linkTarget?: string;
  /** Extended attributes, by name, as the archive has them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly digest?: Digest;
  readonly size: number;
}

/** All of a package but the contents of its files. */
export interface ApkContents extends Pick<ReadApk, "info" | "scripts" | "control"> {
  /** In the archive's order. */
  readonly entries: ReadonlyMap<string, EntryFacts>;
}

/** Reads a package through once. Throws what `readApk` and its entries throw. */
export async function readContents(open: OpenApk): Promise<ApkContents> {
  const { info, scripts, control, entries } = await readApk(await open());
  const found = new Map<string, EntryFacts>();
  for await (const entry of entries) found.set(entry.path.replace(/\/$/, ""), await factsOf(entry));
  return { info, scripts, control, entries: found };
}

async function factsOf(entry: TarEntry): Promise<EntryFacts> {
  const { type, mode, mtime, owner, linkTarget, pax, size } = entry;
  const attributes = Object.entries(pax).filter(([key]) => key.startsWith("SCHILY.xattr."));
  const meter = createMeter();
  if (type === "file") for await (const chunk of entry.content) meter.add(chunk);
  return {
    ...{ type, mode, time: mtime, owner, size },
    ...(linkTarget === undefined ? {} : { linkTarget }),
    attributes: Object.fromEntries(attributes),
    ...(type === "file" ? { digest: meter.digest() } : {}),
  };
}

/** The contents of the files at these paths. They are held: the caller chooses how many. */
export async function readFiles(open: OpenApk, paths: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const { entries } = await readApk(await open());
  const found = new Map<string, Uint8Array>();
  for await (const { path, type, content } of entries) {
    if (type === "file" && paths.has(path)) found.set(path, await collect(content));
  }
  return found;
}
