import { randomUUID } from "node:crypto";
import type { LockedPackage, OfferedPackage, Verdict } from "@ascent/core";
import type { NewRebuild } from "@ascent/engine";
import { expect } from "vitest";
import { finishedBuild, moment } from "../data/runs.ts";
import { type AnyLedger, type Rig, rigOn } from "./rig.ts";

export const verdict: Verdict = {
  blueprint: "sample",
  seed: "alpine",
  required: "resolved",
  holds: true,
  packages: [],
};

export function locked({ record, fileDigest, contentDigest, input }: OfferedPackage): LockedPackage {
  return { name: record.name, version: record.version, input, fileDigest, contentDigest };
}

/** Builds with everything that it is offered. */
async function buildWithAll(rig: Rig, name: string, stage: string): Promise<void> {
  const task = await rig.claim(name, stage);
  const environment = (await rig.ledger.offered(task)).map(locked);
  const finished = finishedBuild({ ref: task.ref, name, stage, environment });
  expect(await rig.ledger.finishBuild(finished)).toBe(true);
}

/** A run of TWO_STAGES that has succeeded. */
export async function succeeded(ledger: AnyLedger): Promise<Rig> {
  const rig = await rigOn(ledger);
  await rig.lockSeed();
  for (const name of ["cc", "libc", "gzip", "sh"]) await buildWithAll(rig, name, "stage1");
  for (const name of ["cc", "sed"]) await buildWithAll(rig, name, "final");
  expect(await ledger.concludeRun(rig.runId, { state: "succeeded", verdict, at: moment(9) })).toBe(true);
  return rig;
}

export function newRebuild(of: string, given: Partial<NewRebuild> = {}): NewRebuild {
  return { id: randomUUID(), of, with: "recorded", requestedBy: "test", at: moment(20), ...given };
}

/** A rig on a rebuild of what `rig` built. */
export async function rebuildOf(rig: Rig, given: Partial<NewRebuild> = {}): Promise<Rig> {
  const request = newRebuild(rig.runId, given);
  expect(await rig.ledger.createRebuild(request)).toMatchObject({ created: true, run: { id: request.id } });
  return rigOn(rig.ledger, { id: request.id }, { created: true });
}
