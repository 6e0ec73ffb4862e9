import { createHash } from "node:crypto";
import { closeSync, constants, fchmodSync, linkSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "@ascent/core";
import {
  type Bytes,
  controlChecksum,
  createEntryGuard,
  readApk,
  recordOf,
  type SafeEntry,
  type TarEntry,
} from "@ascent/formats";
import type { UnpackedEntry, UnpackedMeta } from "./meta.ts";

/** Never through a link, never onto what is there. */
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Unpacks an apk's files below `target`, which is empty, and tells what it holds. On disk there are only directories and
 * regular files: symbolic links are kept in the answer, and the archive's own are resolved before anything is written, so
 * no name on disk ever leads elsewhere. Files are owned by whoever runs this and plainly 0644 or 0755: set-user-id bits are
 * gone, every build can read them, nobody else can write them. The modes that the package gives are in the answer.
 * @param size bytes of the apk file, for its record
 * Throws Faults "archive-escape", "archive-special-file", "archive-conflict" … as formats' readers do.
 */
export async function extractApk(chunks: Bytes, size: number, target: string): Promise<UnpackedMeta> {
  const apk = await readApk(chunks);
  const extraction = new Extraction(target);
  const guard = createEntryGuard();
  for await (const entry of apk.entries) await extraction.add(guard.check(entry), entry);
  return {
    record: recordOf(apk.info, { size, checksum: controlChecksum(apk.control) }),
    triggers: [...apk.info.triggers],
    scripts: Object.fromEntries(Object.entries(apk.scripts).filter((script) => script[1] !== undefined)),
    entries: extraction.entries,
  };
}

type FileEntry = UnpackedEntry & { readonly kind: "file" };

class Extraction {
  readonly #target: string;
  readonly #entries = new Map<string, UnpackedEntry>();

  constructor(target: string) {
    this.#target = target;
  }

  get entries(): UnpackedEntry[] {
    return [...this.#entries.values()];
  }

  async add(safe: SafeEntry, entry: TarEntry): Promise<void> {
    const path = safe.realPath;
    if (path === "") return;
    if (safe.type === "directory") {
      this.#makeDirectory(path);
      this.#entries.set(path, { kind: "directory", path, mode: entry.mode & 0o7777 });
      return;
    }
    if (this.#entries.has(path)) throw new Fault("archive-conflict", `"${entry.path}" is in the archive twice`);
    if (safe.type === "symlink") this.#entries.set(path, { kind: "symlink", path, target: safe.linkTarget ?? "" });
    else if (safe.type === "hardlink") this.#link(path, safe.linkTarget ?? "");
    else this.#entries.set(path, await this.#write(path, entry));
  }

  #makeDirectory(path: string): void {
    mkdirSync(join(this.#target, path), { recursive: true, mode: 0o755 });
  }

  #link(path: string, to: string): void {
    const held = this.#entries.get(to);
    if (held?.kind !== "file")
      throw new Fault("archive-dangling-link", `"${path}" links to "${to}", which is no file here`);
    this.#makeDirectory(dirname(path));
    linkSync(join(this.#target, to), join(this.#target, path));
    this.#entries.set(path, { ...held, path });
  }

  /** Synchronous writes: for thousands of small files they are several times faster, and reading the archive gives way. */
  async #write(path: string, entry: TarEntry): Promise<FileEntry> {
    this.#makeDirectory(dirname(path));
    const [sha1, sha256] = [createHash("sha1"), createHash("sha256")];
    const file = openSync(join(this.#target, path), CREATE, 0o644);
    try {
      for await (const chunk of entry.content) {
        writeAll(file, chunk);
        sha1.update(chunk);
        sha256.update(chunk);
      }
      fchmodSync(file, (entry.mode & 0o111) === 0 ? 0o644 : 0o755);
    } finally {
      closeSync(file);
    }
    const hashes = { sha1: sha1.digest("hex"), sha256: sha256.digest("hex") };
    return { kind: "file", path, mode: entry.mode & 0o7777, size: entry.size, ...hashes };
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
