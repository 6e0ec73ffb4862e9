import { type Digest, Fault } from "@ascent/core";
import { type ProofFileEntry, type ProofFileRole, sha256 } from "@ascent/formats";
import type { ArtifactStore } from "../ports.ts";

/** A file of an export: its bytes, or the artifact that has them. */
export interface ExportedFile extends ProofFileEntry {
  /** Absent: the artifact store has them under the file's digest. */
  readonly bytes?: Uint8Array;
}

/** Collects an export's files by path; what lies at one path twice is there once. */
export class ExportFiles {
  readonly #store: ArtifactStore;
  readonly #files = new Map<string, ExportedFile>();

  constructor(store: ArtifactStore) {
    this.#store = store;
  }

  get files(): ReadonlyMap<string, ExportedFile> {
    return this.#files;
  }

  /** A file that is made for the export. */
  put(path: string, role: ProofFileRole, content: Uint8Array | string): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#files.set(path, { path, role, digest: sha256(bytes), size: bytes.length, bytes });
  }

  /** An artifact, where it is. Throws Fault "artifact-missing". */
  async link(path: string, role: ProofFileRole, digest: Digest): Promise<void> {
    if (this.#files.has(path)) return;
    const size = await this.#store.size(digest);
    if (size === undefined) {
      throw new Fault(
        "artifact-missing",
        `${role} ${digest} is not in the artifact store, so ${path} cannot be exported`,
        {
          wayOut: "What was pruned cannot be proved any more: start a new run with --fresh.",
        },
      );
    }
    this.#files.set(path, { path, role, digest, size });
  }
}
