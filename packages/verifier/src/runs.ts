import type { Arch, LineageOutput } from "@ascent/core";
import { type ProofBuild, type ProofManifest, type ProofOutput, type ProofRun, parseProofRun } from "@ascent/formats";
import type { ProofArchive } from "./archive.ts";
import { ASK_AGAIN, type Claim, check, count, fails, holds } from "./claim.ts";

export type ProofRunRole = ProofManifest["runs"][number]["role"];

/** One run of the export, as its `run.json` lists it. */
export interface ListedRun {
  readonly role: ProofRunRole;
  readonly record: ProofRun;
  /** In front of what is said about it; empty for the exported run. */
  readonly prefix: string;
}

/** A package that a run's record lists, with its build. */
export interface ListedOutput {
  readonly run: ListedRun;
  readonly build: ProofBuild;
  readonly output: ProofOutput;
}

export interface RunsRead {
  readonly runs: readonly ListedRun[];
  readonly claims: readonly Claim[];
}

/** Reads every `run.json`. A run that cannot be read is left out, and its claim says why. */
export async function readRuns(archive: ProofArchive): Promise<RunsRead> {
  const runs: ListedRun[] = [];
  const claims: Claim[] = [];
  for (const listed of archive.manifest.runs) {
    const claim = await check({ kind: "run", about: `${listed.role} ${listed.id}` }, async () => {
      const path = `proof/runs/${listed.id}/run.json`;
      const record = parseProofRun(await archive.bytes(archive.at(path)), path);
      const reasons = mismatches(record, listed, archive.manifest.run);
      if (reasons.length > 0) return fails(reasons, ASK_AGAIN);
      runs.push({ role: listed.role, record, prefix: prefixOf(listed) });
      return holds(`${count(record.builds.length, "build")} of ${record.blueprint.name}`);
    });
    claims.push(claim);
  }
  return { runs, claims };
}

function prefixOf({ role, id }: ProofManifest["runs"][number]): string {
  return role === "exported" ? "" : `${role} ${id.slice(0, 8)}: `;
}

/** A record under a role that it cannot have. */
function mismatches(record: ProofRun, listed: ProofManifest["runs"][number], exported: string): string[] {
  const { purpose } = record;
  const reasons = record.id === listed.id ? [] : [`it is the record of run ${record.id}, not of ${listed.id}`];
  if (listed.role === "exported" || listed.role === "other-seed")
    return purpose.kind === "bootstrap" ? reasons : [...reasons, `a run of purpose ${purpose.kind} is no bootstrap`];
  const setting = listed.role === "rebuild" ? "recorded" : "final";
  if (purpose.kind === "rebuild" && purpose.of === exported && purpose.with === setting) return reasons;
  return [
    ...reasons,
    `it is no rebuild of run ${exported} with its ${setting === "final" ? "final packages" : "recorded locks"}`,
  ];
}

/** `x86_64/final/sed-4.9-r0`, with the run in front where it is not the exported one. */
export function nameOf({ run, build, output }: ListedOutput): string {
  return `${run.prefix}${build.arch}/${build.stage}/${output.name}-${output.version}`;
}

export function outputsOf(run: ListedRun): ListedOutput[] {
  return run.record.builds.flatMap((build) => build.outputs.map((output) => ({ run, build, output })));
}

/** The last stage of a run for an arch, by its record's order of stages. */
export function lastStage({ record }: ListedRun, arch: Arch): string | undefined {
  return record.stages.filter((stage) => stage.arch === arch).at(-1)?.stage;
}

export function lineageOutput({ name, version, fileDigest, contentDigest }: ProofOutput): LineageOutput {
  return { record: { name, version }, fileDigest, contentDigest };
}
