import { type Digest, Fault, isFault } from "@ascent/core";
import {
  createMeter,
  PROOF_HELD_LIMIT,
  PROOF_MANIFEST,
  type ProofFileEntry,
  type ProofFileRole,
  type ProofManifest,
  parseProofManifest,
} from "@ascent/formats";
import { type Claim, check, count, holds, notChecked, standsOn, unless } from "./claim.ts";
import type { ProofFiles } from "./files.ts";

/** An export whose table of contents has been read. What it hands out is what the table lists, or nothing. */
export class ProofArchive {
  readonly manifest: ProofManifest;
  readonly #files: ProofFiles;
  readonly #byPath: ReadonlyMap<string, ProofFileEntry>;
  readonly #byContent: ReadonlyMap<string, ProofFileEntry>;
  readonly #broken = new Set<string>();

  constructor(files: ProofFiles, manifest: ProofManifest) {
    this.#files = files;
    this.manifest = manifest;
    this.#byPath = new Map(manifest.files.map((file) => [file.path, file]));
    this.#byContent = new Map(manifest.files.map((file) => [`${file.role} ${file.digest}`, file]));
  }

  /** Files of one role, in the order of the table. */
  ofRole(role: ProofFileRole): readonly ProofFileEntry[] {
    return this.manifest.files.filter((file) => file.role === role);
  }

  /** A listed file. Throws "proof-file-missing". */
  at(path: string): ProofFileEntry {
    const entry = this.#byPath.get(path);
    if (entry !== undefined) return entry;
    throw new Fault("proof-file-missing", `${path} is not among the files of ${PROOF_MANIFEST}`);
  }

  /** A listed file by role and digest; undefined where there is none. */
  find(role: ProofFileRole, digest: Digest): ProofFileEntry | undefined {
    return this.#byContent.get(`${role} ${digest}`);
  }

  /** As `find`. Throws "proof-file-missing". */
  need(role: ProofFileRole, digest: Digest): ProofFileEntry {
    const entry = this.find(role, digest);
    if (entry !== undefined) return entry;
    throw new Fault("proof-file-missing", `there is no ${role} ${digest} in the export`);
  }

  /** False for a file that was found not to be what the table lists. */
  isWhole({ path }: ProofFileEntry): boolean {
    return !this.#broken.has(path);
  }

  /** All bytes of a small file. Throws Fault "proof-unchecked" where the file is not what the table lists. */
  async bytes(entry: ProofFileEntry): Promise<Uint8Array> {
    if (entry.size > PROOF_HELD_LIMIT)
      throw new Fault("proof-file-large", `${entry.path} has ${entry.size} bytes, more than are read at once`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream(entry)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Bytes as they come, checked at their end against the table. Throws as `bytes`. */
  async *stream(entry: ProofFileEntry): AsyncGenerator<Uint8Array> {
    if (this.#broken.has(entry.path)) throw standsOn(`${entry.path} is not what ${PROOF_MANIFEST} lists`);
    const meter = createMeter();
    for await (const chunk of this.#files.read(entry.path, entry.size)) {
      meter.add(chunk);
      if (meter.size() > entry.size) break;
      yield chunk;
    }
    if (meter.size() === entry.size && meter.digest() === entry.digest) return;
    throw standsOn(`${entry.path} changed while it was read`);
  }

  /** The claim `files`: everything listed is there, byte for byte. What is not will not be handed out. */
  async checkFiles(): Promise<Claim> {
    return check({ kind: "files", about: "export" }, async () => {
      const reasons: string[] = [];
      for (const entry of this.manifest.files) reasons.push(...(await this.#differences(entry)));
      return unless(reasons, {
        evidence: `${count(this.manifest.files.length, "file")} as listed`,
        wayOut: "Get these files again from whoever made the export, or export the run anew.",
      });
    });
  }

  /** Files beside those of the table are named and left alone. */
  async checkOthers(): Promise<Claim> {
    return check({ kind: "files", about: "files that are not listed" }, async () => {
      const there = await this.#files.list();
      const others = there.filter((path) => path !== PROOF_MANIFEST && !this.#byPath.has(path)).sort();
      if (others.length === 0) return holds("there are none");
      const named = others.slice(0, 10).map((path) => JSON.stringify(path));
      return notChecked(`${count(others.length, "file")} that ${PROOF_MANIFEST} does not list: ${named.join(", ")}`);
    });
  }

  async #differences({ path, size, digest }: ProofFileEntry): Promise<string[]> {
    const meter = createMeter();
    try {
      for await (const chunk of this.#files.read(path, size)) meter.add(chunk);
    } catch (error) {
      this.#broken.add(path);
      if (isFault(error)) return [`${path}: ${error.message}`];
      throw error;
    }
    if (meter.size() === size && meter.digest() === digest) return [];
    this.#broken.add(path);
    const found = meter.size() > size ? `more than ${size} bytes` : `${meter.size()} bytes with ${meter.digest()}`;
    return [`${path}: ${size} bytes with ${digest} are listed, but there are ${found}`];
  }
}

/** Throws Fault "proof-malformed", "proof-file-missing", "proof-file-strange". */
export async function openArchive(files: ProofFiles): Promise<ProofArchive> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of files.read(PROOF_MANIFEST, PROOF_HELD_LIMIT)) {
    size += chunk.length;
    if (size > PROOF_HELD_LIMIT) throw new Fault("proof-malformed", `${PROOF_MANIFEST} is larger than any export's`);
    chunks.push(chunk);
  }
  return new ProofArchive(files, parseProofManifest(Buffer.concat(chunks)));
}
