import { randomUUID } from "node:crypto";
import type {
  ChainLedger,
  ChainReader,
  Clock,
  Ids,
  Ledger,
  LedgerReader,
  OperationsReader,
  ProofLedger,
  ProofReader,
  ScheduleLedger,
  WebhookLedger,
} from "@ascent/engine";
import { sql } from "drizzle-orm";
import type pg from "pg";
import { claimBuild, renewBuild } from "./builds/claim-build.ts";
import { cancelBuild, failBuild, finishBuild } from "./builds/end-build.ts";
import { audit, chainHead } from "./chain/audit.ts";
import { recordKeys } from "./chain/keys.ts";
import { type Context, openDatabase, openPool, reading, surviveLostConnections } from "./database.ts";
import { expireLeases } from "./leases.ts";
import { dueMessages, markSent } from "./outbox.ts";
import { addEvidence, evidenceOn, readEvidence } from "./proof/evidence.ts";
import { recordVerdict } from "./proof/verdicts.ts";
import { readBuildPage } from "./read/build-page.ts";
import { readBuild, readBuilds, readStages } from "./read/builds.ts";
import { closureOf } from "./read/closure.ts";
import { readEarlierSeconds, readFlight, readLinks } from "./read/flight.ts";
import { findResult, inputsOf } from "./read/inputs.ts";
import { appendLog, readLog } from "./read/log.ts";
import { ended, standing, stored } from "./read/operations.ts";
import { offered, readArtifact, readPackages } from "./read/packages.ts";
import { filesOfRun, latestSucceeded, listRuns, readEvents, rebuildsOf, run, versionReader } from "./read/runs.ts";
import { recordsOf, usesOf, wayTo } from "./read/uses.ts";
import { cancelRun, cancelWork } from "./runs/cancel-run.ts";
import { concludeRun, unconcluded } from "./runs/conclude-run.ts";
import { createRebuild } from "./runs/create-rebuild.ts";
import { createRun } from "./runs/create-run.ts";
import { prioritizeRun } from "./runs/prioritize-run.ts";
import { retryRun } from "./runs/retry-run.ts";
import { claimFiring, listFirings, settleFiring, unsettledFirings } from "./schedules/firings.ts";
import {
  changeSchedule,
  createSchedule,
  dueSchedules,
  listSchedules,
  oneSchedule,
  removeSchedule,
} from "./schedules/schedules.ts";
import { claimSeed, renewSeed } from "./seeds/claim-seed.ts";
import { failSeed, finishSeed } from "./seeds/end-seed.ts";
import { newestFingerprint } from "./seeds/lock-of.ts";
import {
  dueDeliveries,
  forgetDeliveries,
  listDeliveries,
  markDeliveriesSent,
  postDelivery,
  replayDelivery,
} from "./webhooks/deliveries.ts";
import {
  changeWebhook,
  createWebhook,
  listWebhooks,
  oneWebhook,
  removeWebhook,
  rotateWebhook,
} from "./webhooks/endpoints.ts";
import { claimDelivery, endTry } from "./webhooks/tries.ts";
import { drainWorker, heartbeat, listWorkers, workerGone } from "./workers.ts";

export type PostgresLedgerOptions = (
  | { readonly pool: pg.Pool }
  /** A pool of its own, at most `connections` (10 when absent). */
  | { readonly databaseUrl: string; readonly connections?: number }
) & {
  /** Ids of new builds; random ones when absent. */
  readonly ids?: Ids;
  /** Time of what happens without a time given (claims, renewals); the host's when absent. */
  readonly clock?: Clock;
};

export type PostgresLedger = Ledger & LedgerReader & OperationsReader & { close(): Promise<void> };

/**
 * The ledger on Postgres, whose tables `migrate` has brought up to date. Every method is one transaction; all that change
 * a run lock its row first. Every method throws Fault "database-unreachable" (retryable) when the server cannot be
 * reached, and "database-refused", "database-outdated", "database-timeout", "disk-full" or "database-error" for what
 * their names say. `close` ends the pool that it opened itself; a pool that was passed in is the caller's to end.
 */
export function createPostgresLedger(options: PostgresLedgerOptions): PostgresLedger {
  const pool = "pool" in options ? options.pool : openPool(options.databaseUrl, options.connections);
  if ("pool" in options) surviveLostConnections(pool);
  const context: Context = {
    db: openDatabase(pool),
    ids: options.ids ?? { uuid: () => randomUUID() },
    clock: options.clock ?? { now: () => new Date() },
  };
  return {
    ...runMethods(context),
    ...workMethods(context),
    ...deliveryMethods(context),
    ...proofMethods(context),
    ...chainMethods(context),
    ...scheduleMethods(context),
    ...webhookMethods(context),
    ...reader(context),
    ...operationsMethods(context),
    close: async () => {
      if (!("pool" in options)) await pool.end();
    },
  };
}

function runMethods(context: Context) {
  return {
    createRun: (newRun) => createRun(context, newRun),
    cancelRun: (runId, at) => cancelRun(context, { runId, at }),
    cancelWork: (runId, at, scope) => cancelWork(context, { runId, at, scope }),
    retryRun: (runId, at, scope) => retryRun(context, { runId, at, scope: scope ?? {} }),
    prioritizeRun: (runId, at, priority) => prioritizeRun(context, { runId, at, priority }),
    concludeRun: (runId, end) => concludeRun(context, { runId, end }),
    unconcluded: () => unconcluded(context),
  } satisfies Partial<Ledger>;
}

function workMethods(context: Context) {
  return {
    claimSeed: (ref, lease) => claimSeed(context, { ref, lease }),
    renewSeed: (ref, lease, report) => renewSeed(context, { ref, lease, report }),
    finishSeed: (ref, result) => finishSeed(context, { ref, result }),
    failSeed: (ref, end) => failSeed(context, { ref, end }),
    claimBuild: (ref, lease) => claimBuild(context, { ref, lease }),
    renewBuild: (ref, lease, step) => renewBuild(context, { ref, lease, step }),
    finishBuild: (finished) => finishBuild(context, finished),
    failBuild: (failed) => failBuild(context, failed),
    cancelBuild: (ref, at) => cancelBuild(context, { ref, at }),
    offered: (task) => offered(context, task),
    findResult: (key) => findResult(context, key),
    appendLog: (ref, batch) => appendLog(context, ref, batch),
  } satisfies Partial<Ledger>;
}

function deliveryMethods(context: Context) {
  return {
    expireLeases: (now, maxAttempts) => expireLeases(context, { now, maxAttempts }),
    dueMessages: (due) => dueMessages(context, due),
    markSent: (outboxIds, at) => markSent(context, outboxIds, at),
    heartbeat: (worker) => heartbeat(context, worker),
    drainWorker: (id, draining) => drainWorker(context, id, draining),
    workerGone: (id) => workerGone(context, id),
    ping: async () => {
      await reading(() => context.db.execute(sql`select 1`));
    },
  } satisfies Partial<Ledger>;
}

function proofMethods(context: Context) {
  return {
    createRebuild: (rebuild) => createRebuild(context, rebuild),
    addEvidence: (list, of) => addEvidence(context, list, of),
    recordVerdict: (runId, judged) => recordVerdict(context, { runId, judged }),
    evidence: (runId, arch) => readEvidence(context, { runId, arch }),
    evidenceOn: (buildKey) => evidenceOn(context, buildKey),
    rebuilds: (runId) => rebuildsOf(context, runId),
    fingerprintOf: (lock) => reading(() => newestFingerprint(context.db, lock)),
    usesOf: (buildIds) => usesOf(context, buildIds),
    wayTo: (buildId, on) => wayTo(context, { buildId, on }),
    closureOf: (buildId) => closureOf(context, buildId),
    recordsOf: (digests) => recordsOf(context, digests),
  } satisfies ProofLedger & ProofReader;
}

function chainMethods(context: Context) {
  return {
    recordKeys: (list, at) => recordKeys(context, list, at),
    chainHead: () => chainHead(context),
    audit: (request) => audit(context, request),
  } satisfies ChainLedger & ChainReader;
}

function operationsMethods(context: Context): OperationsReader {
  return {
    standing: (now) => standing(context, now),
    ended: (span) => ended(context, span),
    stored: () => stored(context),
  };
}

function scheduleMethods(context: Context) {
  return {
    createSchedule: (schedule) => createSchedule(context, schedule),
    schedules: () => listSchedules(context),
    schedule: (id) => oneSchedule(context, id),
    changeSchedule: (id, change) => changeSchedule(context, id, change),
    removeSchedule: (id) => removeSchedule(context, id),
    claimFiring: (scheduleId, claim) => claimFiring(context, scheduleId, claim),
    settleFiring: (id, end) => settleFiring(context, id, end),
    firings: (scheduleId, page) => listFirings(context, scheduleId, page),
    dueSchedules: (at) => dueSchedules(context, at),
    unsettledFirings: (before) => unsettledFirings(context, before),
  } satisfies ScheduleLedger;
}

function webhookMethods(context: Context) {
  return {
    createWebhook: (webhook) => createWebhook(context, webhook),
    webhooks: () => listWebhooks(context),
    webhook: (id) => oneWebhook(context, id),
    changeWebhook: (id, change) => changeWebhook(context, id, change),
    removeWebhook: (id) => removeWebhook(context, id),
    rotateWebhook: (id, rotation) => rotateWebhook(context, id, rotation),
    postDelivery: (webhookId, delivery) => postDelivery(context, webhookId, delivery),
    replayDelivery: (webhookId, deliveryId, replay) => replayDelivery(context, webhookId, { deliveryId, replay }),
    deliveries: (webhookId, page) => listDeliveries(context, webhookId, page),
    dueDeliveries: (due) => dueDeliveries(context, due),
    markDeliveriesSent: (refs, at) => markDeliveriesSent(context, refs, at),
    claimDelivery: (ref, claim) => claimDelivery(context, ref, claim),
    endTry: (ended) => endTry(context, ended),
    forgetDeliveries: (before) => forgetDeliveries(context, before),
  } satisfies WebhookLedger;
}

function reader(context: Context): Omit<LedgerReader, keyof (ProofReader & ChainReader)> {
  return {
    run: (id) => run(context, id),
    runs: (page) => listRuns(context, page),
    runFiles: (id) => filesOfRun(context, id),
    stages: (runId) => readStages(context, runId),
    builds: (runId) => readBuilds(context, runId),
    buildPage: (runId, query) => readBuildPage(context, runId, query),
    flight: (runId) => readFlight(context, runId),
    links: (runId) => readLinks(context, runId),
    earlierSeconds: (runId) => readEarlierSeconds(context, runId),
    build: (id) => readBuild(context, id),
    events: (runId, after, limit) => readEvents(context, { runId, after, limit }),
    runVersion: versionReader(context),
    log: (buildId, from, attempt) => readLog(context, { buildId, from, attempt }),
    packages: (runId, arch, input) => readPackages(context, { runId, arch, input }),
    latestSucceeded: (blueprint) => latestSucceeded(context, blueprint),
    inputsOf: (runId, arch) => inputsOf(context, { runId, arch }),
    artifact: (digest) => readArtifact(context, digest),
    workers: () => listWorkers(context),
  };
}
