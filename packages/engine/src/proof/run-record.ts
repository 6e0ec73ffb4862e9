import { type Arch, Fault, sortedBy } from "@ascent/core";
import type { ProofBuild, ProofRun } from "@ascent/formats";
import type { BuildInputs, LedgerReader, NewRun, RunRecord } from "../ports.ts";

export type RecordLedger = Pick<LedgerReader, "builds" | "evidence" | "inputsOf" | "runFiles" | "stages">;

/** What an export says of one run: its builds that have results, with what is on record about them. */
export async function proofRunOf(ledger: RecordLedger, run: RunRecord): Promise<ProofRun> {
  const files = (await ledger.runFiles(run.id)) ?? [];
  const perArch = await Promise.all(run.arches.map((arch) => archOf(ledger, run, arch)));
  return {
    format: "ascent-run/1",
    id: run.id,
    purpose: run.purpose ?? { kind: "bootstrap" },
    blueprint: { name: run.blueprint, digest: run.blueprintDigest, files: files.map(listedFile) },
    required: run.required,
    arches: run.arches.map((arch) => seedOf(run, arch)),
    stages: perArch.flatMap(({ stages }) => stages),
    builds: perArch.flatMap(({ builds }) => builds),
    evidence: perArch.flatMap(({ evidence }) => evidence),
  };
}

function listedFile({ path, digest, executable }: NewRun["files"][number]) {
  return { path, digest, executable };
}

function seedOf(run: RunRecord, arch: Arch): ProofRun["arches"][number] {
  const { seed, lockDigest } = run.preparation.find((prepared) => prepared.arch === arch) ?? {};
  if (seed !== undefined && lockDigest !== undefined) return { arch, seed, seedLock: lockDigest };
  throw new Fault("nothing-to-export", `run ${run.id} has no seed for ${arch}`, {
    wayOut: "Only a run that succeeded can be exported.",
  });
}

async function archOf(ledger: RecordLedger, run: RunRecord, arch: Arch) {
  const inputs = (await ledger.inputsOf(run.id, arch)).filter(({ outputs }) => outputs.length > 0);
  const versions = new Map((await ledger.builds(run.id)).map(({ id, version }) => [id, version]));
  const order = (await ledger.stages(run.id)).filter((stage) => stage.arch === arch).map(({ stage }) => stage);
  const evidence = await ledger.evidence(run.id, arch);
  return {
    stages: order.map((stage) => {
      const [any] = inputs.filter((build) => build.stage === stage);
      return { stage, arch, inputs: [...(any?.declaredInputs ?? [])] };
    }),
    builds: order.flatMap((stage) => {
      const own = inputs.filter((build) => build.stage === stage);
      return sortedBy(own, ({ name }) => name).map((build) => buildOf(build, arch, versions.get(build.buildId) ?? ""));
    }),
    evidence: sortedBy(evidence, ({ kind, package: name, contentDigest, seedLock = "", summary }) => {
      return `${name} ${kind} ${contentDigest} ${seedLock} ${summary}`;
    }),
  };
}

function buildOf({ stage, name, key, outputs }: BuildInputs, arch: Arch, version: string): ProofBuild {
  return {
    ...{ stage, arch, name, version },
    ...(key === undefined ? {} : { key }),
    outputs: outputs.map(({ record, fileDigest, contentDigest, sbom, attestation }) => ({
      ...{ name: record.name, version: record.version, fileDigest, contentDigest, sbom },
      ...(attestation === undefined ? {} : { attestation }),
    })),
  };
}
