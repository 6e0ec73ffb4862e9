import { readApk } from "../apk/read.ts";
import { type Bytes, collect } from "../archive/bytes.ts";
import type { TarEntry } from "../archive/tar-entry.ts";

/** A file of a package that is looked into. */
export interface PackageFile {
  /** Relative to the root. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "hardlink";
  readonly mode: number;
  readonly linkTarget?: string;
  /** Of regular files. */
  readonly content?: Uint8Array;
}

/** A package that is looked into, file by file. */
export interface PackageContents {
  readonly name: string;
  readonly version: string;
  /** The upstream, as far as packages say it. */
  readonly origin: string;
  readonly files: AsyncIterable<PackageFile> | Iterable<PackageFile>;
}

const TYPES: ReadonlySet<string> = new Set(["file", "directory", "symlink", "hardlink"]);

async function* filesIn(entries: AsyncIterable<TarEntry>): AsyncGenerator<PackageFile> {
  for await (const { path, type, mode, linkTarget, content } of entries) {
    if (!TYPES.has(type)) continue;
    yield {
      path: path.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""),
      type: type as PackageFile["type"],
      mode,
      ...(linkTarget !== undefined && { linkTarget }),
      ...(type === "file" && { content: await collect(content) }),
    };
  }
}

/** An apk's files, one at a time in memory; they can be read once. Throws what `readApk` and its data throw. */
export async function apkContents(chunks: Bytes): Promise<PackageContents> {
  const { info, entries } = await readApk(chunks);
  const { name, version, origin } = info;
  return { name, version, origin: origin ?? name, files: filesIn(entries) };
}
