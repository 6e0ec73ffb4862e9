import { ARCHES, EVIDENCE_KINDS, EVIDENCE_OUTCOMES, RUNGS } from "@ascent/core";
import { z } from "zod";
import { digestText } from "../digest-text.ts";
import { parseProofJson } from "./manifest.ts";

const arch = z.enum(ARCHES);
const name = z.string().min(1).max(500);

const Output = z.strictObject({
  name,
  version: name,
  fileDigest: digestText,
  contentDigest: digestText,
  sbom: digestText,
  /** The Sigstore bundle; absent where the build was made before there were any. */
  attestation: digestText.exactOptional(),
});

const Build = z.strictObject({
  stage: name,
  arch,
  name,
  version: name,
  key: digestText.exactOptional(),
  outputs: z.array(Output).min(1),
});

const EvidenceItem = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  arch,
  package: name,
  buildKey: digestText,
  contentDigest: digestText,
  outcome: z.enum(EVIDENCE_OUTCOMES),
  summary: z.string(),
  reasons: z.array(z.string()).readonly(),
  seedLock: digestText.exactOptional(),
  documents: z.array(digestText).readonly(),
});

const Purpose = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bootstrap") }),
  z.strictObject({
    kind: z.literal("rebuild"),
    of: z.uuid(),
    with: z.enum(["recorded", "final"]),
    packages: z.array(name).readonly().exactOptional(),
  }),
]);

const Run = z.strictObject({
  format: z.literal("ascent-run/1"),
  id: z.uuid(),
  purpose: Purpose,
  blueprint: z.strictObject({
    name,
    digest: digestText,
    files: z.array(z.strictObject({ path: name, digest: digestText, executable: z.boolean() })).readonly(),
  }),
  required: z.enum(RUNGS),
  arches: z.array(z.strictObject({ arch, seed: name, seedLock: digestText })).min(1),
  /** With the inputs that each was planned with, in their order; in the blueprint's order of stages. */
  stages: z.array(z.strictObject({ stage: name, arch, inputs: z.array(name).readonly() })),
  builds: z.array(Build).readonly(),
  evidence: z.array(EvidenceItem).readonly(),
});

/** The record of one run in an export (docs/verdict.md): unsigned, so it counts where attestations bear it out. */
export type ProofRun = Readonly<z.infer<typeof Run>>;
export type ProofBuild = ProofRun["builds"][number];
export type ProofOutput = ProofBuild["outputs"][number];

/** Indented for people, a newline at the end. */
export function formatProofRun(run: ProofRun): string {
  return `${JSON.stringify(run, undefined, 1)}\n`;
}

/** Reads a `run.json`; `file` names it in messages. Throws Fault "proof-malformed". */
export function parseProofRun(bytes: Uint8Array, file: string): ProofRun {
  return parseProofJson(Run, bytes, file);
}
