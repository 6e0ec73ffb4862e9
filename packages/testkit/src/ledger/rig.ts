import { randomUUID } from "node:crypto";
import type { BuildState, Digest } from "@ascent/core";
import type {
  AttemptRef,
  BuildRecord,
  BuildTask,
  Failure,
  FinishedBuild,
  Ledger,
  LedgerReader,
  NewRun,
  OperationsReader,
  OutboxMessage,
  RunEvent,
  SeedRef,
} from "@ascent/engine";
import { expect } from "vitest";
import { digestOf } from "../data/digests.ts";
import type { StageSketch } from "../data/recipes.ts";
import { finishedBuild, moment, newRun, seedResult, TWO_STAGES } from "../data/runs.ts";

export type AnyLedger = Ledger & LedgerReader;
/** With what an operator asks it. */
export type WholeLedger = AnyLedger & OperationsReader;

export const WORKER = "worker-1";
export const lease = { worker: WORKER, until: moment(1000) };

export const compileError: Failure = {
  code: "step-failed",
  message: "make failed",
  step: "runs",
  retryable: false,
  logTail: ["cc: error"],
};
export const hostTrouble: Failure = { code: "disk-full", message: "no space", retryable: true, logTail: [] };

/** A ledger with one run in it, driven as an engine and its workers would. */
export interface Rig {
  readonly ledger: AnyLedger;
  readonly runId: string;
  seedRef(attempt?: number): SeedRef;
  /** Claims and locks the seed; the plan is TWO_STAGES unless given. */
  lockSeed(sketches?: readonly StageSketch[]): Promise<void>;
  find(name: string, stage?: string): Promise<BuildRecord>;
  ref(name: string, stage?: string): Promise<AttemptRef>;
  claim(name: string, stage?: string): Promise<BuildTask>;
  /** Claims and finishes. */
  build(name: string, stage?: string, given?: Partial<FinishedBuild>): Promise<void>;
  /** Claims and fails, for good unless `retryAt` is given. */
  fail(name: string, failure?: Failure, retryAt?: Date): Promise<void>;
  states(stage: string): Promise<Record<string, BuildState>>;
  events(): Promise<readonly RunEvent[]>;
  /** Types of the events after a sequence number, each with the name of its build or stage. */
  told(after?: number): Promise<readonly string[]>;
  due(now?: Date): Promise<readonly OutboxMessage[]>;
}

/** On a new run, or on one that is there already. */
export async function rigOn(
  ledger: AnyLedger,
  given: Partial<NewRun> = {},
  { created = false }: { readonly created?: boolean } = {},
): Promise<Rig> {
  const runId = given.id ?? randomUUID();
  if (!created) await ledger.createRun(newRun({ id: runId, ...given }));
  const find = async (name: string, stage = "stage1") => {
    const build = (await ledger.builds(runId)).find((own) => own.name === name && own.stage === stage);
    if (build === undefined) throw new Error(`no build ${name} in ${stage}`);
    return build;
  };
  const ref = async (name: string, stage?: string) => {
    const { id, attempt } = await find(name, stage);
    return { buildId: id, attempt };
  };
  const claim = async (name: string, stage?: string) => {
    const task = await ledger.claimBuild(await ref(name, stage), lease);
    if (task === undefined) throw new Error(`${name} is not there to claim`);
    return task;
  };
  const rig: Rig = {
    ledger,
    runId,
    seedRef: (attempt = 1) => ({ runId, arch: given.arches?.[0] ?? "x86_64", attempt }),
    async lockSeed(sketches = TWO_STAGES) {
      expect(await ledger.claimSeed(rig.seedRef(), lease)).toBeDefined();
      expect(await ledger.finishSeed(rig.seedRef(), seedResult({ sketches }))).toBe(true);
    },
    find,
    ref,
    claim,
    async build(name, stage = "stage1", more = {}) {
      const task = await claim(name, stage);
      expect(await ledger.finishBuild(finishedBuild({ ref: task.ref, name, stage, ...more }))).toBe(true);
    },
    async fail(name, failure = compileError, retryAt) {
      const task = await claim(name);
      const again = retryAt === undefined ? {} : { retryAt };
      expect(await ledger.failBuild({ ref: task.ref, failure, steps: [], at: moment(5), ...again })).toBe(true);
    },
    async states(stage) {
      const own = (await ledger.builds(runId)).filter((build) => build.stage === stage);
      return Object.fromEntries(own.map(({ name, state }) => [name, state]));
    },
    events: () => ledger.events(runId, 0, 100_000),
    async told(after = 0) {
      const events = await ledger.events(runId, after, 100_000);
      return events.map(({ type, data }) => [type, data.name ?? data.stage].filter(Boolean).join(" "));
    },
    due: (now = moment(100)) => ledger.dueMessages({ now, resendBefore: moment(-1), limit: 1000 }),
  };
  return rig;
}

export function sourceOf(uri: string): { source: FinishedBuild["sources"][number]; digest: Digest } {
  const digest = digestOf(uri);
  const place = { file: "test.yaml", line: 1, column: 1 };
  const ref = { kind: "fetch", uri, algorithm: "sha256", expected: digest.slice(7), fileName: "a.tar", place } as const;
  return { digest, source: { ref, digest, from: `https://mirror.example.org/${digest.slice(7, 15)}` } };
}
