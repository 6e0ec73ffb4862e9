import { createServer } from "node:net";
import type { Ledger, LedgerReader } from "@ascent/engine";
import { createPostgresLedger, migrate, openPool, startEmbeddedPostgres } from "@ascent/postgres";
import { finishedBuild, moment, newRun, rigOn, seedResult, testDatabase } from "@ascent/testkit";
import { afterEach, expect, test } from "vitest";
import { serverPlace } from "./server-place.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const id = "00000000-0000-4000-8000-000000000000";
const ref = { buildId: id, attempt: 1 };
const seed = { runId: id, arch: "x86_64", attempt: 1 } as const;
const lease = { worker: "w", until: moment(9) };
const failure = { code: "x", message: "x", retryable: false, logTail: [] };
const verdict = { blueprint: "b", seed: "s", required: "resolved", holds: true, packages: [] } as const;
const task = { runId: id, ref, stage: "s", arch: "x86_64", inputs: ["seed:alpine"], ownStage: [] };

const when = { cron: "@daily", timezone: "UTC", overlap: "skip", enabled: true } as const;
const hook = { url: "https://example.org/", enabled: true };
const plan = { ...when, name: "n", request: { blueprint: "b" } };

/** One call of every method; a method without one does not compile. */
const CALLS: { [Name in keyof (Ledger & LedgerReader)]: (ledger: Ledger & LedgerReader) => Promise<unknown> } = {
  createRun: (ledger) => ledger.createRun(newRun({ id })),
  cancelRun: (ledger) => ledger.cancelRun(id, moment()),
  cancelWork: (ledger) => ledger.cancelWork(id, moment(), {}),
  prioritizeRun: (ledger) => ledger.prioritizeRun(id, moment(), 1),
  drainWorker: (ledger) => ledger.drainWorker("w", true),
  retryRun: (ledger) => ledger.retryRun(id, moment()),
  concludeRun: (ledger) => ledger.concludeRun(id, { state: "failed", at: moment() }),
  unconcluded: (ledger) => ledger.unconcluded(),
  claimSeed: (ledger) => ledger.claimSeed(seed, lease),
  renewSeed: (ledger) => ledger.renewSeed(seed, lease),
  finishSeed: (ledger) => ledger.finishSeed(seed, seedResult({})),
  failSeed: (ledger) => ledger.failSeed(seed, { failure, at: moment() }),
  claimBuild: (ledger) => ledger.claimBuild(ref, lease),
  renewBuild: (ledger) => ledger.renewBuild(ref, lease),
  finishBuild: (ledger) => ledger.finishBuild(finishedBuild({ ref, name: "n", stage: "s" })),
  failBuild: (ledger) => ledger.failBuild({ ref, failure, steps: [], at: moment() }),
  cancelBuild: (ledger) => ledger.cancelBuild(ref, moment()),
  offered: (ledger) => ledger.offered(task as unknown as Parameters<Ledger["offered"]>[0]),
  findResult: (ledger) => ledger.findResult(`sha256:${"0".repeat(64)}`),
  appendLog: (ledger) => ledger.appendLog(ref, { sequence: 0, text: "", at: moment() }),
  expireLeases: (ledger) => ledger.expireLeases(moment(), 3),
  dueMessages: (ledger) => ledger.dueMessages({ now: moment(), resendBefore: moment(), limit: 1 }),
  markSent: (ledger) => ledger.markSent(["1"], moment()),
  heartbeat: (ledger) =>
    ledger.heartbeat({ id: "w", arch: "x86_64", host: "h", concurrency: 1, startedAt: moment(), seenAt: moment() }),
  workerGone: (ledger) => ledger.workerGone("w"),
  ping: (ledger) => ledger.ping(),
  run: (ledger) => ledger.run(id),
  runs: (ledger) => ledger.runs({ limit: 1 }),
  runFiles: (ledger) => ledger.runFiles(id),
  stages: (ledger) => ledger.stages(id),
  builds: (ledger) => ledger.builds(id),
  buildPage: (ledger) => ledger.buildPage(id, { limit: 1, order: "plan" }),
  flight: (ledger) => ledger.flight(id),
  links: (ledger) => ledger.links(id),
  earlierSeconds: (ledger) => ledger.earlierSeconds(id),
  build: (ledger) => ledger.build(id),
  events: (ledger) => ledger.events(id, 0, 1),
  runVersion: (ledger) => ledger.runVersion(id),
  log: (ledger) => ledger.log(id, 0),
  packages: (ledger) => ledger.packages(id, "x86_64", "s"),
  latestSucceeded: (ledger) => ledger.latestSucceeded("b"),
  inputsOf: (ledger) => ledger.inputsOf(id, "x86_64"),
  artifact: (ledger) => ledger.artifact(`sha256:${"0".repeat(64)}`),
  workers: (ledger) => ledger.workers(),
  recordKeys: (ledger) =>
    ledger.recordKeys(
      [
        {
          ...{ id: `sha256:${"0".repeat(64)}`, kind: "builder", name: "n", pem: "p" },
          ...{ createdAt: moment(), state: "active" },
        },
      ],
      moment(),
    ),
  chainHead: (ledger) => ledger.chainHead(),
  audit: (ledger) => ledger.audit({}),
  createRebuild: (ledger) => ledger.createRebuild({ id, of: id, with: "recorded", requestedBy: "test", at: moment() }),
  addEvidence: (ledger) => ledger.addEvidence([], { runIds: [id], at: moment() }),
  recordVerdict: (ledger) => ledger.recordVerdict(id, { verdict, at: moment() }),
  evidence: (ledger) => ledger.evidence(id, "x86_64"),
  rebuilds: (ledger) => ledger.rebuilds(id),
  evidenceOn: (ledger) => ledger.evidenceOn(`sha256:${"0".repeat(64)}`),
  usesOf: (ledger) => ledger.usesOf([id]),
  wayTo: (ledger) => ledger.wayTo(id, "seed"),
  closureOf: (ledger) => ledger.closureOf(id),
  recordsOf: (ledger) => ledger.recordsOf([`sha256:${"0".repeat(64)}`]),
  createSchedule: (ledger) => ledger.createSchedule({ ...plan, id, createdBy: "test", at: moment() }),
  schedules: (ledger) => ledger.schedules(),
  schedule: (ledger) => ledger.schedule(id),
  changeSchedule: (ledger) => ledger.changeSchedule(id, { plan, at: moment() }),
  removeSchedule: (ledger) => ledger.removeSchedule(id),
  claimFiring: (ledger) =>
    ledger.claimFiring(id, { id, runId: id, cause: { kind: "hand", by: "test", key: "k" }, at: moment() }),
  settleFiring: (ledger) => ledger.settleFiring(id, { outcome: "started" }),
  firings: (ledger) => ledger.firings(id, { limit: 1 }),
  dueSchedules: (ledger) => ledger.dueSchedules(moment()),
  unsettledFirings: (ledger) => ledger.unsettledFirings(moment()),
  createWebhook: (ledger) => ledger.createWebhook({ ...hook, id, secret: "s", createdBy: "test", at: moment() }),
  webhooks: (ledger) => ledger.webhooks(),
  webhook: (ledger) => ledger.webhook(id),
  changeWebhook: (ledger) => ledger.changeWebhook(id, { plan: hook, at: moment() }),
  removeWebhook: (ledger) => ledger.removeWebhook(id),
  rotateWebhook: (ledger) => ledger.rotateWebhook(id, { secret: "s", oldUntil: moment(), at: moment() }),
  postDelivery: (ledger) => ledger.postDelivery(id, { id, messageId: "m", type: "t", body: "{}", at: moment() }),
  replayDelivery: (ledger) => ledger.replayDelivery(id, id, { id, at: moment() }),
  deliveries: (ledger) => ledger.deliveries(id, { limit: 1 }),
  dueDeliveries: (ledger) => ledger.dueDeliveries({ resendBefore: moment(), limit: 1 }),
  markDeliveriesSent: (ledger) => ledger.markDeliveriesSent([{ deliveryId: id, attempt: 1 }], moment()),
  claimDelivery: (ledger) => ledger.claimDelivery({ deliveryId: id, attempt: 1 }, { now: moment(), until: moment() }),
  endTry: (ledger) =>
    ledger.endTry({
      ref: { deliveryId: id, attempt: 1 },
      tried: { at: moment(), milliseconds: 1 },
      next: { kind: "failed" },
    }),
  forgetDeliveries: (ledger) => ledger.forgetDeliveries(moment()),
  fingerprintOf: (ledger) => ledger.fingerprintOf(`sha256:${"0".repeat(64)}`),
};

test.each(Object.entries(CALLS))("%s says that the database cannot be reached, and how to get out", async (_, call) => {
  // Port 1 of loopback: nothing listens there.
  const ledger = createPostgresLedger({ databaseUrl: "postgres://a:b@127.0.0.1:1/x" });
  undo.push(() => ledger.close());
  await expect(call(ledger)).rejects.toMatchObject({
    name: "Fault",
    code: "database-unreachable",
    retryable: true,
    wayOut: expect.stringContaining("DATABASE_URL"),
  });
});

test("a host that takes connections and says nothing is unreachable too, within seconds", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  undo.push(() => silent.close());
  const { port } = silent.address() as { port: number };
  const ledger = createPostgresLedger({ databaseUrl: `postgres://a:b@127.0.0.1:${port}/x` });
  undo.push(() => ledger.close());
  await expect(ledger.ping()).rejects.toMatchObject({ code: "database-unreachable" });
}, 15_000);

test("a server that goes away is an answer, not a crash, and when it is back the ledger goes on", async () => {
  const place = await serverPlace();
  undo.push(place.remove);
  const options = { dataDirectory: place.data, durable: false };
  const first = await startEmbeddedPostgres(options);
  undo.push(() => first.stop());
  await migrate(first.url);
  const ledger = createPostgresLedger({ databaseUrl: first.url });
  undo.push(() => ledger.close());
  const rig = await rigOn(ledger);
  // Several open connections, none in use, all of which die now.
  await Promise.all([1, 2, 3, 4].map(() => ledger.ping()));
  await first.stop();
  await expect(ledger.ping()).rejects.toMatchObject({ code: "database-unreachable" });
  await expect(rig.lockSeed()).rejects.toMatchObject({ code: "database-unreachable" });
  const second = await startEmbeddedPostgres({ ...options, port: Number(new URL(first.url).port) });
  undo.push(() => second.stop());
  expect(await ledger.run(rig.runId)).toMatchObject({ state: "preparing" });
  await rig.lockSeed();
});

test("a connection that is cut inside a transaction changes nothing of the run", async () => {
  const database = await testDatabase();
  undo.push(() => database.drop());
  const ledger = createPostgresLedger({ databaseUrl: database.url });
  undo.push(() => ledger.close());
  const other = openPool(database.url, 1);
  undo.push(() => other.end());
  const rig = await rigOn(ledger);
  await rig.lockSeed();
  const before = await rig.told();
  // The transaction waits for the run's row, which we hold, and is cut while it does.
  const holder = await other.connect();
  await holder.query("begin");
  await holder.query("select from runs for update");
  const claim = rig.ref("cc").then((cc) => ledger.claimBuild(cc, lease));
  const settled = claim.catch((error: unknown) => error);
  await expect
    .poll(async () => {
      const waiting =
        "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      return (await holder.query(`select pg_terminate_backend(pid) from (${waiting}) as cut`)).rowCount;
    })
    .toBe(1);
  expect(await settled).toMatchObject({ code: "database-unreachable", retryable: true });
  await holder.query("rollback");
  holder.release();
  expect(await rig.told()).toEqual(before);
  expect(await rig.find("cc")).toMatchObject({ state: "ready", attempt: 1 });
  await rig.build("cc");
});
