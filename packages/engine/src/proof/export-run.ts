import { Fault, hexOf } from "@ascent/core";
import {
  formatProofManifest,
  formatProofRun,
  PROOF_MANIFEST,
  type ProofManifest,
  type ProofRun,
  type Provenance,
  parseProvenance,
  runDocuments,
  verifyBundle,
} from "@ascent/formats";
import type { ArtifactStore, KeyRecord, LedgerReader, StageKeys } from "../ports.ts";
import { apkFileName, repositoryIndex } from "../repository.ts";
import { type ExportedFile, ExportFiles } from "./export-files.ts";
import { type RelatedLedger, type RelatedRun, relatedRuns } from "./related-runs.ts";
import { proofRunOf, type RecordLedger } from "./run-record.ts";

/** Of which packages of the last stage the export also has what they were built with, so that they can be rebuilt from it alone. */
export type ExportInputs = "all" | readonly string[];

export interface ExportPorts {
  readonly ledger: RecordLedger & RelatedLedger & Pick<LedgerReader, "artifact" | "chainHead" | "packages" | "run">;
  readonly store: ArtifactStore;
  readonly keys: StageKeys;
}

/** Everything that a run's export holds, by path; the table of contents (`proof/proof.json`) is among the files. */
export interface RunExport {
  readonly manifest: ProofManifest;
  readonly files: ReadonlyMap<string, ExportedFile>;
}

/**
 * Puts together the export of a run that succeeded (docs/verdict.md): its final packages, and all by which a stranger can
 * check its verdict. Undefined for an unknown run. Throws Fault "nothing-to-export" for a run without a verdict, and
 * "artifact-missing" when the store lost something of it, "package-unknown" for `inputs` of a package that the last stage
 * has not.
 */
export async function exportOfRun(
  ports: ExportPorts,
  runId: string,
  { inputs = [] }: { readonly inputs?: ExportInputs } = {},
): Promise<RunExport | undefined> {
  const run = await ports.ledger.run(runId);
  if (run === undefined) return undefined;
  if (run.verdict === undefined) {
    throw new Fault("nothing-to-export", `run ${run.id} is ${run.state} and has no verdict`, {
      wayOut: "Only a bootstrap that succeeded can be exported; of a rebuild, export the run that it rebuilds.",
    });
  }
  const files = new ExportFiles(ports.store);
  const keys = await ports.keys.publicKeys();
  const record = await proofRunOf(ports.ledger, run);
  const related = await relatedRuns(ports.ledger, run, record);
  const packing: Packing = { ports, files, keys };
  const final = await putRun(packing, { run, role: "exported" }, record);
  for (const other of related) await putRun(packing, other, await proofRunOf(ports.ledger, other.run));
  await putRepository(packing, record);
  await putInputs(files, final, inputs);
  files.put("verdict.json", "verdict", `${JSON.stringify(run.verdict, undefined, 2)}\n`);
  const runs = [{ id: run.id, role: "exported" as const }, ...related.map(({ run: { id }, role }) => ({ id, role }))];
  return finish(packing, { run: run.id, runs, record });
}

interface Packing {
  readonly ports: ExportPorts;
  readonly files: ExportFiles;
  readonly keys: readonly KeyRecord[];
}

/**
 * A run's record with what it names: blueprint, locks, attestations, SBOMs, reports, and the documents made of them. Answers what
 * attestations say of its last stage.
 */
async function putRun({ ports, files, keys }: Packing, { run, role }: RelatedRun, record: ProofRun) {
  const folder = `proof/runs/${run.id}`;
  files.put(`${folder}/run.json`, "run", formatProofRun(record));
  for (const { digest } of record.blueprint.files)
    await files.link(`proof/blueprint-files/${hexOf(digest)}`, "blueprint-file", digest);
  for (const { seedLock } of record.arches)
    await files.link(`proof/seed-locks/${hexOf(seedLock)}.json`, "seed-lock", seedLock);
  const provenances = await putAttestations({ ports, files, keys }, record);
  if (role === "exported") await putEvidence({ ports, files, keys }, record, provenances);
  const last = (arch: string) => record.stages.filter((stage) => stage.arch === arch).at(-1)?.stage;
  const final = provenances.filter(({ stage, arch }) => stage === last(arch));
  const documents = runDocuments({ runId: run.id, blueprint: run.blueprint, all: provenances, final });
  files.put(`${folder}/sources.json`, "sources", documents.sources);
  files.put(`${folder}/sbom.spdx.json`, "run-sbom", documents.sbom);
  return final;
}

/** Answers what those say that this installation's keys have signed. */
async function putAttestations({ ports, files, keys }: Packing, record: ProofRun): Promise<Provenance[]> {
  const publicKeys = keys.filter(({ kind }) => kind === "builder").map(({ pem }) => pem);
  const provenances: Provenance[] = [];
  for (const { arch, stage, outputs } of record.builds) {
    for (const { name, version, attestation } of outputs) {
      if (attestation === undefined) continue;
      const path = `proof/attestations/${record.id}/${arch}/${stage}/${name}-${version}.sigstore.json`;
      await files.link(path, "attestation", attestation);
      const verified = verifyBundle(await ports.store.read(attestation), { publicKeys });
      if (verified.ok) provenances.push(parseProvenance(verified.statement));
    }
  }
  return provenances;
}

/** What was found, in full, what is signed about scans, and what is in each package; other attestations come with their runs. */
async function putEvidence(
  { ports, files }: Packing,
  record: ProofRun,
  provenances: readonly Provenance[],
): Promise<void> {
  for (const { sbom } of record.builds.flatMap(({ outputs }) => outputs))
    await files.link(`proof/sboms/${hexOf(sbom)}.spdx.json`, "sbom", sbom);
  const scans = record.evidence.filter(({ kind }) => kind === "residue");
  for (const statement of scans.flatMap(({ documents }) => documents.slice(1)))
    await files.link(`proof/attestations/scans/${hexOf(statement)}.sigstore.json`, "attestation", statement);
  const signed = provenances.flatMap(({ byproducts }) => byproducts.reports);
  const named = record.evidence.flatMap(({ documents }) => documents);
  for (const digest of new Set([...signed, ...named])) {
    const isReport = (await ports.ledger.artifact(digest))?.kind !== "attestation";
    if (isReport && (await ports.store.has(digest)))
      await files.link(`proof/reports/${hexOf(digest)}.json`, "report", digest);
  }
}

/** The packages of the last stage, as an apk client takes them. */
async function putRepository({ ports, files }: Packing, record: ProofRun): Promise<void> {
  for (const { arch } of record.arches) {
    const input = record.stages.filter((stage) => stage.arch === arch).at(-1)?.stage ?? "";
    for (const published of await ports.ledger.packages(record.id, arch, input))
      await files.link(`${arch}/${apkFileName(published)}`, "package", published.fileDigest);
    files.put(`${arch}/APKINDEX.tar.gz`, "index", await repositoryIndex(ports, { runId: record.id, arch, input }));
  }
}

/** Environment, sources and files of the builds, as far as they are not in the export already. */
async function putInputs(files: ExportFiles, final: readonly Provenance[], inputs: ExportInputs): Promise<void> {
  const known = final.map(({ subject }) => subject.name);
  for (const name of inputs === "all" ? [] : inputs) {
    if (known.includes(name)) continue;
    throw new Fault("package-unknown", `the last stage has no attested package ${name}`, {
      wayOut: `It has: ${[...new Set(known)].sort().join(", ")}.`,
    });
  }
  const chosen = final.filter(({ subject }) => inputs === "all" || inputs.includes(subject.name));
  const there = new Set([...files.files.values()].map(({ digest }) => digest));
  const used = chosen.flatMap(({ environment, sources, files: own }) => [
    ...environment.map(({ fileDigest }) => fileDigest),
    ...[...sources, ...own].map(({ digest }) => digest),
  ]);
  for (const digest of new Set(used))
    if (!there.has(digest)) await files.link(`proof/inputs/${hexOf(digest)}`, "input", digest);
}

interface Ends {
  readonly run: string;
  readonly runs: ProofManifest["runs"];
  readonly record: ProofRun;
}

async function finish({ ports, files, keys }: Packing, { run, runs, record }: Ends): Promise<RunExport> {
  const final = record.stages.at(-1)?.stage;
  const stages = new Set(record.stages.map(({ stage }) => stage));
  const stageKeys = keys.flatMap(({ kind, stage, name, pem }) => {
    if (kind !== "stage" || stage === undefined || !stages.has(stage)) return [];
    const path = stage === final ? `keys/${name}` : `proof/keys/stages/${name}`;
    files.put(path, "stage-key", pem);
    return [{ stage, name, path }];
  });
  const builderKeys = keys.flatMap(({ kind, id, pem }) => {
    if (kind !== "builder") return [];
    const path = `proof/keys/builder-${hexOf(id).slice(0, 16)}.pem`;
    files.put(path, "builder-key", pem);
    return [{ path }];
  });
  const head = await ports.ledger.chainHead();
  const listed = [...files.files.values()].map(({ path, role, digest, size }) => ({ path, role, digest, size }));
  const manifest: ProofManifest = {
    ...{ format: "ascent-proof/1", run, runs: [...runs] },
    ...(head === undefined ? {} : { chainHead: { position: head.position, digest: head.digest } }),
    ...{ stageKeys, builderKeys, files: listed },
  };
  files.put(PROOF_MANIFEST, "run", formatProofManifest(manifest));
  return { manifest, files: files.files };
}
