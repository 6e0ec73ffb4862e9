import { randomUUID } from "node:crypto";
import { createPostgresLedger, type PostgresLedger } from "@ascent/postgres";
import {
  flightDeck,
  type ManualClock,
  manualClock,
  moment,
  type Rig,
  rigOn,
  type TestDatabase,
  testDatabase,
} from "@ascent/testkit";
import parse, { type Family } from "parse-prometheus-text-format";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { App } from "../src/app.ts";
import { countWebhookTries } from "../src/metrics/webhook-metrics.ts";
import type { ApiPorts } from "../src/ports.ts";
import { createServer } from "../src/server.ts";
import { AUTH, TOKEN } from "./rig.ts";

let database: TestDatabase;
let ledger: PostgresLedger;
let clock: ManualClock;
let app: App;
let history: Rig;

async function server(more: Partial<ApiPorts> = {}): Promise<App> {
  const deck = await flightDeck({ clock, ledger });
  const ports = { ...deck, operations: ledger, storeRoom: async () => ({ size: 1000, free: 250 }), ...more };
  return createServer(ports, { token: TOKEN, logger: pino({ level: "silent" }) });
}

async function scrape(of = app): Promise<string> {
  // Later than what another scrape has seen.
  clock.advance(5);
  return (await of.inject({ url: "/metrics", headers: AUTH })).body;
}

/** Lines of the samples of one metric, without the metric's name. */
function samples(text: string, name: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => line.slice(name.length));
}

function at(seconds: number): void {
  clock.advance((moment(seconds).getTime() - clock.now().getTime()) / 1000);
}

/**
 * What a bad day leaves: cc was built in 90 seconds, gzip came from the cache, libc was lost with its worker once and then
 * failed, a seed could not be reached at first, and a second run is waiting for anyone to build for it.
 */
async function badDay(): Promise<Rig> {
  const rig = await rigOn(ledger);
  await rig.lockSeed();
  at(10);
  await rig.build("cc", "stage1", { at: moment(100) });
  await rig.build("gzip", "stage1", { at: moment(12), cached: true });
  await rig.claim("libc");
  expect(await ledger.expireLeases(moment(1001), 3)).toBe(1);
  at(1002);
  await rig.fail("libc");
  expect(await ledger.concludeRun(rig.runId, { state: "failed", at: moment(1100) })).toBe(true);
  const second = await rigOn(ledger, { blueprint: "other", arches: ["aarch64"], at: moment(1100) });
  await ledger.claimSeed(second.seedRef(), { worker: "w", until: moment(3000) });
  const failure = { code: "seed-unreachable", message: "no answer", retryable: true, logTail: [] };
  await ledger.failSeed(second.seedRef(), { failure, at: moment(1110), retryAt: moment(1120) });
  const beat = { arch: "x86_64", host: "here", concurrency: 3, startedAt: moment() } as const;
  await ledger.heartbeat({ ...beat, id: "alive", seenAt: moment(1150) });
  await ledger.heartbeat({ ...beat, id: "dead", seenAt: moment(900) });
  at(1155);
  return rig;
}

beforeAll(async () => {
  database = await testDatabase();
  clock = manualClock();
  ledger = createPostgresLedger({ databaseUrl: database.url, clock });
  history = await badDay();
  app = await server();
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  await database.drop();
});

describe("/metrics", () => {
  test("reads as Prometheus text: every metric of Ascent's has a help, a type and samples of known suffixes", async () => {
    const text = await scrape();
    const families = new Map(parse(text).map((family): [string, Family] => [family.name, family]));
    const own = [...families.values()].filter(({ name }) => name.startsWith("ascent_"));
    expect(own.length).toBeGreaterThan(20);
    for (const { name, help, type } of own) {
      expect(help.length, name).toBeGreaterThan(20);
      expect(type, name).not.toBe("UNTYPED");
      expect(name.endsWith("_total"), name).toBe(type === "COUNTER");
    }
    for (const line of text.split("\n").filter((text) => text.startsWith("ascent_"))) {
      const name = /^[a-z_]+/.exec(line)?.[0] ?? "";
      expect(families.has(name) || families.has(name.replace(/_(bucket|sum|count)$/, "")), line).toBe(true);
      expect(line).toMatch(/^[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? -?[\d.e+-]+$/);
    }
    // The event loop's lag is prom-client's own.
    expect(families.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);
  });

  test("tells what became of the builds of all runs: built, cached, lost and failed by kind", async () => {
    const text = await scrape();
    const where = 'blueprint="sample",stage="stage1",arch="x86_64"';
    expect(samples(text, "ascent_builds_done_total").toSorted()).toEqual([
      `{${where},from="built"} 1`,
      `{${where},from="cache"} 1`,
    ]);
    expect(samples(text, "ascent_attempts_lost_total")).toEqual([`{${where}} 1`]);
    expect(samples(text, "ascent_attempts_failed_total")).toEqual([`{${where},code="step-failed"} 1`]);
    expect(samples(text, "ascent_build_seconds_sum")).toEqual([`{${where}} 90`]);
    expect(samples(text, "ascent_build_seconds_count")).toEqual([`{${where}} 1`]);
    expect(samples(text, "ascent_build_seconds_bucket")).toContain(`{${where},le="60"} 0`);
    expect(samples(text, "ascent_build_seconds_bucket")).toContain(`{${where},le="120"} 1`);
    expect(samples(text, "ascent_build_seconds_bucket").at(-1)).toBe(`{${where},le="+Inf"} 1`);
    expect(samples(text, "ascent_package_build_seconds_sum")).toEqual([
      '{package="cc",stage="stage1",arch="x86_64"} 90',
    ]);
  });

  test("tells how runs and seeds ended", async () => {
    const text = await scrape();
    const run = 'blueprint="sample",purpose="bootstrap",state="failed"';
    expect(samples(text, "ascent_run_seconds_sum")).toEqual([`{${run}} 1100`]);
    expect(samples(text, "ascent_run_seconds_bucket")).toContain(`{${run},le="1800"} 1`);
    expect(samples(text, "ascent_seed_attempts_total").toSorted()).toEqual([
      '{blueprint="other",arch="aarch64",outcome="failed",code="seed-unreachable"} 1',
      '{blueprint="sample",arch="x86_64",outcome="succeeded",code=""} 1',
    ]);
  });

  test("tells what waits and for how long, and who is there to take it", async () => {
    const text = await scrape();
    const age = (clock.now().getTime() - moment(1120).getTime()) / 1000;
    expect(samples(text, "ascent_ready_oldest_seconds")).toEqual([
      '{arch="x86_64",kind="build"} 0',
      '{arch="x86_64",kind="seed"} 0',
      '{arch="aarch64",kind="build"} 0',
      `{arch="aarch64",kind="seed"} ${age}`,
    ]);
    expect(samples(text, "ascent_ready_work")).toContain('{arch="aarch64",kind="seed"} 1');
    expect(samples(text, "ascent_outbox_unsent")).toEqual([" 1"]);
    expect(samples(text, "ascent_outbox_lag_seconds")).toEqual([` ${age}`]);
    expect(samples(text, "ascent_runs")).toEqual(['{state="preparing"} 1', '{state="running"} 0']);
  });

  test("a worker without a sign of life is silent, and its slots do not count", async () => {
    await ledger.heartbeat({
      ...{ id: "alive", arch: "x86_64", host: "here", concurrency: 3, startedAt: moment() },
      seenAt: clock.now(),
    });
    const text = await scrape();
    expect(samples(text, "ascent_workers").slice(0, 5)).toEqual([
      '{arch="x86_64",state="idle"} 1',
      '{arch="x86_64",state="building"} 0',
      '{arch="x86_64",state="draining"} 0',
      '{arch="x86_64",state="drained"} 0',
      '{arch="x86_64",state="silent"} 1',
    ]);
    expect(samples(text, "ascent_worker_slots")[0]).toBe('{arch="x86_64"} 3');
  });

  test("a worker that is drained has a state of its own, and its slots do not count", async () => {
    const beat = { id: "leaving", arch: "aarch64", host: "here", concurrency: 2, startedAt: moment() } as const;
    await ledger.heartbeat({ ...beat, seenAt: clock.now() });
    await ledger.drainWorker("leaving", true);
    const text = await scrape();
    expect(samples(text, "ascent_workers")).toContain('{arch="aarch64",state="drained"} 1');
    expect(samples(text, "ascent_workers")).toContain('{arch="aarch64",state="idle"} 0');
    expect(samples(text, "ascent_worker_slots")).toContain('{arch="aarch64"} 0');
  });

  test("tells what webhooks have not got yet, since when, and how each try of this process ended", async () => {
    expect(samples(await scrape(), "ascent_webhook_undelivered")).toEqual([" 0"]);
    const id = randomUUID();
    const by = { createdBy: "test", at: clock.now(), url: "https://x.example/", enabled: true, secret: "sealed" };
    await ledger.createWebhook({ ...by, id });
    const message = { id: randomUUID(), messageId: "m-1", type: "ping", body: "{}", at: clock.now() };
    await ledger.postDelivery(id, message);
    clock.advance(60);
    const answers = [{ status: 204 }, { status: 302 }, { error: { code: "refused", message: "nobody" } }];
    const tries = countWebhookTries();
    const poster = tries.counted({ check: () => {}, post: async () => ({ milliseconds: 1, ...answers.pop() }) });
    for (let index = 0; index < 3; index += 1) await poster.post({ url: "https://x.example/", headers: {}, body: "" });
    const other = await server({ poster, webhookTries: tries });
    const text = await scrape(other);
    expect(samples(text, "ascent_webhook_undelivered")).toEqual([" 1"]);
    expect(samples(text, "ascent_webhook_undelivered_oldest_seconds")).toEqual([" 65"]);
    expect(samples(text, "ascent_webhook_tries_total")).toEqual([
      '{outcome="delivered"} 1',
      '{outcome="refused"} 1',
      '{outcome="unanswered"} 1',
    ]);
    await other.close();
    const { tried, ...ref } = {
      tried: { at: clock.now(), milliseconds: 1, status: 200 },
      deliveryId: message.id,
      attempt: 1,
    };
    await ledger.endTry({ ref, tried, next: { kind: "delivered" } });
    expect(samples(await scrape(), "ascent_webhook_undelivered_oldest_seconds")).toEqual([" 0"]);
  });

  test("tells what the store holds and what room it has", async () => {
    const text = await scrape();
    // cc and gzip; the sizes are the index's own.
    expect(samples(text, "ascent_artifacts")).toContainEqual(expect.stringMatching(/^\{kind="package"\} [1-9]/));
    expect(samples(text, "ascent_artifact_bytes")).toContainEqual(expect.stringMatching(/^\{kind="package"\} [1-9]/));
    expect(samples(text, "ascent_store_filesystem_free_bytes")).toEqual([" 250"]);
    expect(samples(text, "ascent_store_filesystem_size_bytes")).toEqual([" 1000"]);
  });

  test("counters never fall, whatever happens next, and are after a restart what they were", async () => {
    const counted = async (of: App) => {
      const text = await scrape(of);
      return text
        .split("\n")
        .filter((line) => /^ascent_(builds_done|attempts_|run_sec|build_sec|seed_att|package)/.test(line));
    };
    const before = await counted(app);
    // The failed run is retried: that it had failed is still told.
    expect(await ledger.retryRun(history.runId, clock.now())).toEqual({ retried: 1 });
    await history.claim("libc");
    expect(await counted(app)).toEqual(before);
    const build = await history.ref("libc");
    clock.advance(1800);
    await ledger.failBuild({
      ...{ ref: build, steps: [], at: clock.now() },
      failure: { code: "timeout", message: "too long", retryable: false, logTail: [] },
    });
    const after = await counted(app);
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'ascent_attempts_failed_total{blueprint="sample",stage="stage1",arch="x86_64",code="timeout"} 1',
    ]);
    // Past the time after which the past is not read again.
    clock.advance(3600);
    expect((await counted(app)).toSorted()).toEqual(after.toSorted());
    const restarted = await server();
    expect((await counted(restarted)).toSorted()).toEqual(after.toSorted());
    await restarted.close();
  });

  test("while the ledger does not answer, says so and tells the rest", async () => {
    const broken = vi.spyOn(ledger, "standing").mockRejectedValue(new Error("no database"));
    const other = await server();
    const text = await scrape(other);
    expect(samples(text, "ascent_ledger_up")).toEqual([" 0"]);
    expect(samples(text, "ascent_ready_oldest_seconds")).toEqual([]);
    expect(samples(text, "ascent_queue_jobs")).not.toEqual([]);
    expect(text).toContain("process_resident_memory_bytes");
    broken.mockRestore();
    expect(samples(await scrape(other), "ascent_ledger_up")).toEqual([" 1"]);
    await other.close();
  });
});
