import { Fault } from "@ascent/core";
import { PROOF_MANIFEST, type ProofManifest, parseProofManifest, sha256 } from "@ascent/formats";
import type { ProofFiles } from "../src/index.ts";

/** An export in memory. */
export type ExportFiles = Map<string, Uint8Array>;

export function memoryFiles(files: ExportFiles): ProofFiles {
  return {
    list: async () => [...files.keys()],
    async *read(path) {
      const bytes = files.get(path);
      if (bytes === undefined) throw new Fault("proof-file-missing", `there is no file ${path}`);
      yield bytes;
    },
  };
}

export function manifestOf(files: ExportFiles): ProofManifest {
  return parseProofManifest(files.get(PROOF_MANIFEST)!);
}

export function json(files: ExportFiles, path: string) {
  return JSON.parse(new TextDecoder().decode(files.get(path)));
}

export function putJson(files: ExportFiles, path: string, value: unknown): void {
  files.set(path, new TextEncoder().encode(JSON.stringify(value)));
}

/** One bit of one byte; in the middle, where none is named. */
export function flip(files: ExportFiles, path: string, at?: number): void {
  const bytes = Uint8Array.from(files.get(path)!);
  const offset = at ?? bytes.length >> 1;
  bytes[offset] = bytes[offset]! ^ 1;
  files.set(path, bytes);
}

/** Makes the table of contents list what is really there, as who manipulates files would. */
export function mend(files: ExportFiles): void {
  const manifest = json(files, PROOF_MANIFEST);
  manifest.files = manifest.files
    .filter(({ path }: { path: string }) => files.has(path))
    .map((entry: { path: string }) => {
      const bytes = files.get(entry.path)!;
      return { ...entry, digest: sha256(bytes), size: bytes.length };
    });
  putJson(files, PROOF_MANIFEST, manifest);
}
