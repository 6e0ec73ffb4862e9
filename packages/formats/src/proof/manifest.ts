import { Fault, sortedBy } from "@ascent/core";
import { z } from "zod";
import { digestText } from "../digest-text.ts";
import { readJson } from "../read-json.ts";

/** What a file of an export is for (docs/verdict.md). */
export const PROOF_FILE_ROLES = [
  "package",
  "index",
  "stage-key",
  "builder-key",
  "verdict",
  "run",
  "run-sbom",
  "sources",
  "attestation",
  "seed-lock",
  "blueprint-file",
  "sbom",
  "report",
  "input",
] as const;
export type ProofFileRole = (typeof PROOF_FILE_ROLES)[number];

/** What a run is to the exported one. */
export const PROOF_RUN_ROLES = ["exported", "rebuild", "fixed-point", "other-seed"] as const;
export type ProofRunRole = (typeof PROOF_RUN_ROLES)[number];

/** Where the table of contents is, relative to the export. */
export const PROOF_MANIFEST = "proof/proof.json";
/** One file of an export may be at most so large, in bytes. */
export const PROOF_FILE_LIMIT = 2 * 1024 ** 3;
/** And so large where it is held in memory: everything but packages. */
export const PROOF_HELD_LIMIT = 64 * 1024 ** 2;

/** Relative, without `.`, `..`, empty parts, backslashes or control characters: the same file on every system. */
export function isProofPath(text: string): boolean {
  if (text.length > 1000 || /[\\\p{Cc}]/u.test(text)) return false;
  return text.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.length <= 255);
}

const path = z.string().refine(isProofPath, "must be a relative path that stays inside the export");

const FileEntry = z.strictObject({
  path,
  role: z.enum(PROOF_FILE_ROLES),
  digest: digestText,
  size: z.int().nonnegative().max(PROOF_FILE_LIMIT),
});

const Manifest = z.strictObject({
  format: z.literal("ascent-proof/1"),
  run: z.uuid(),
  runs: z.array(z.strictObject({ id: z.uuid(), role: z.enum(PROOF_RUN_ROLES) })).min(1),
  /** Head of the ledger's hash chain when the export was made. */
  chainHead: z.strictObject({ position: z.int().positive(), digest: digestText }).exactOptional(),
  stageKeys: z.array(z.strictObject({ stage: z.string().min(1), name: z.string().min(1), path })),
  builderKeys: z.array(z.strictObject({ path })),
  files: z.array(FileEntry).max(1_000_000),
});

/** The table of contents of an export; `files` lists every file but itself. */
export type ProofManifest = Readonly<z.infer<typeof Manifest>>;
export type ProofFileEntry = ProofManifest["files"][number];

/** Indented for people, files in code-unit order of path, a newline at the end. */
export function formatProofManifest(manifest: ProofManifest): string {
  const files = sortedBy(manifest.files, (file) => file.path);
  return `${JSON.stringify({ ...manifest, files }, undefined, 1)}\n`;
}

/**
 * Reads `proof/proof.json`. Throws Fault "proof-malformed": no JSON, another format, a path that leaves the export, a path or
 * a run listed twice, or no exported run.
 */
export function parseProofManifest(bytes: Uint8Array): ProofManifest {
  const manifest = parseProofJson(Manifest, bytes, PROOF_MANIFEST);
  refuseTwice(
    manifest.files.map((file) => file.path),
    "the file",
  );
  refuseTwice(
    manifest.runs.map((run) => run.id),
    "the run",
  );
  const exported = manifest.runs.filter(({ role }) => role === "exported");
  if (exported.length === 1 && exported[0]?.id === manifest.run) return manifest;
  throw proofMalformed(PROOF_MANIFEST, `it must list the run ${manifest.run}, and no other, as the exported one`);
}

function refuseTwice(names: readonly string[], what: string): void {
  const met = new Set<string>();
  for (const name of names) {
    if (met.has(name)) throw proofMalformed(PROOF_MANIFEST, `${what} ${name} is listed twice`);
    met.add(name);
  }
}

/** UTF-8 JSON by a schema; `file` names it in the message. Throws Fault "proof-malformed". */
export function parseProofJson<T>(schema: z.ZodType<T>, bytes: Uint8Array, file: string): T {
  return readJson(schema, bytes, (why, cause) => proofMalformed(file, why, cause));
}

export function proofMalformed(file: string, why: string, cause?: unknown): Fault {
  return new Fault("proof-malformed", `${file} cannot be understood: ${why}`, {
    cause,
    wayOut: "Export the run again, with the version of Ascent that will verify it.",
  });
}
