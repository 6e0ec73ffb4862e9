import { type ChildProcessByStdio, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { JobMessage, JobQueue } from "@ascent/engine";
import type { JobPayload } from "@ascent/formats";
import { type RecordedLog, recordedLog, type TcpGate, tcpGate } from "@ascent/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createQueue, type QueueConfig, type QueueTuning } from "../src/index.ts";
import {
  freshNamespace,
  hasRedisServer,
  postgresHost,
  type QueueHost,
  redisHost,
  terminateConnections,
} from "./servers.ts";

const LOST = "queue connection lost; trying again until it is back";
const BACK = "queue connection is back";
const PATIENCE = { timeout: 20_000, interval: 20 };

function message(): JobMessage & { readonly payload: JobPayload } {
  const buildId = randomUUID();
  return { id: `build-${buildId}-1`, arch: "x86_64", priority: 5, payload: { kind: "build", buildId, attempt: 1 } };
}

function idOf(payload: JobPayload): string {
  return payload.kind === "build" ? payload.buildId : payload.runId;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

type Child = ChildProcessByStdio<null, Readable, null>;

function child(script: string, config: QueueConfig, ...more: string[]): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = ["--conditions=source", "--import", "tsx", path, JSON.stringify(config), ...more];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

function trouble(name: string, start: () => Promise<QueueHost>): void {
  describe(`job queue in trouble: ${name}`, () => {
    let host: QueueHost;
    let gate: TcpGate;
    let log: RecordedLog;
    let namespace: string;
    const opened: JobQueue[] = [];
    const closing: (() => unknown)[] = [];
    const config = (tuning: QueueTuning = {}) => host.config({ namespace, ...tuning });
    const open = async (from: QueueConfig) => {
      const queue = await createQueue(from, log);
      opened.push(queue);
      return queue;
    };
    const openThroughGate = (tuning: QueueTuning = {}) => open(host.config({ namespace, ...tuning }, gate.port));

    beforeAll(async () => {
      host = await start();
    });
    afterAll(() => host.stop());
    beforeEach(async () => {
      gate = await tcpGate({ host: "127.0.0.1", port: host.port });
      log = recordedLog();
      namespace = freshNamespace();
    });
    afterEach(async () => {
      for (const close of closing.splice(0)) close();
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
      await gate.close();
    });

    test("a server that is not there is a fault with a way out, soon", async () => {
      await gate.shut();
      const took = await timed(() =>
        expect(openThroughGate()).rejects.toMatchObject({
          code: "queue-unreachable",
          retryable: true,
          message: expect.stringContaining(`127.0.0.1:${gate.port}`),
          wayOut: expect.stringMatching(/start (Redis|Postgres) at/),
        }),
      );
      expect(took).toBeLessThan(5_000);
    });

    test("while the server is gone, sends and pings fail soon; afterwards they work again", async () => {
      const queue = await openThroughGate();
      await gate.shut();
      for (const ask of [() => queue.ping(), () => queue.send([message()])]) {
        const took = await timed(() => expect(ask()).rejects.toMatchObject({ code: "queue-unreachable" }));
        expect(took).toBeLessThan(5_000);
      }
      await gate.open();
      await vi.waitFor(() => queue.ping(), PATIENCE);
      await queue.send([message()]);
      expect((await queue.depth("x86_64")).waiting).toBe(1);
    });

    test("a consumer takes jobs again after an outage, which is logged once and not once a try", async () => {
      const consuming = await openThroughGate();
      const sending = await open(config());
      const seen: JobPayload[] = [];
      await consuming.consume("x86_64", 1, async (payload) => void seen.push(payload));
      await gate.shut();
      const waiting = message();
      await sending.send([waiting]);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await gate.open();
      await vi.waitFor(() => expect(seen).toEqual([waiting.payload]), PATIENCE);
      const ofConsumer = (text: string) =>
        log.lines.filter((line) => line.message === text && "side" in line.data && line.data.side === "consumer");
      await vi.waitFor(() => expect(ofConsumer(BACK)).toHaveLength(1), PATIENCE);
      expect(ofConsumer(LOST)).toHaveLength(1);
      expect(log.lines.length).toBeLessThan(8);
    });

    test("a job that runs through an outage is not given out twice when the outage is short", async () => {
      const queue = await openThroughGate();
      let runs = 0;
      let ended = 0;
      await queue.consume("x86_64", 2, async () => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        ended += 1;
      });
      await queue.send([message()]);
      await vi.waitFor(() => expect(runs).toBe(1), PATIENCE);
      await gate.shut();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await gate.open();
      await vi.waitFor(() => expect(ended).toBe(1), PATIENCE);
      await vi.waitFor(async () => expect((await queue.depth("x86_64")).active).toBe(0), PATIENCE);
      expect(runs).toBe(1);
    });

    test("a job that was lost to another worker, as when the host slept, keeps its first one from no other job, and is told once", {
      timeout: 90_000,
    }, async () => {
      const quick = { lockMs: 1_000, stalledMs: 500 };
      const queue = await open(config(quick));
      const long = message();
      const other = message();
      const begun: string[] = [];
      const work = new Promise<void>((resolve) => {
        closing.push(resolve);
      });
      await queue.consume("x86_64", 2, async (payload) => {
        const id = idOf(payload);
        const first = !begun.includes(id);
        begun.push(id);
        // What comes a second time, its lease held, is let go at once, as the engine does.
        if (first && id === idOf(long.payload)) await work;
      });
      const told = () => log.lines.filter((line) => line.message === "the queue no longer holds a job as it was taken");
      await queue.send([long]);
      await vi.waitFor(() => expect(begun).toEqual([idOf(long.payload)]), PATIENCE);

      const thief = child("take-and-hang.ts", config(quick));
      closing.push(() => thief.kill("SIGKILL"));
      thief.stdout.resume();
      await vi.waitFor(() => {
        // Nothing of this process runs meanwhile, so nobody renews.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
        expect(told().length).toBeGreaterThan(0);
      }, PATIENCE);
      // Over several renewals that fail.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      thief.kill("SIGKILL");
      await once(thief, "exit");
      await queue.send([other]);
      await vi.waitFor(() => expect(begun).toContain(idOf(other.payload)), PATIENCE);
      expect(log.lines.filter((line) => line.message === LOST)).toEqual([]);
      const errors = told().map(({ data }) => String((data as { readonly err?: unknown }).err));
      expect(errors).toEqual([...new Set(errors)]);
    });

    test("closing is prompt while the server is gone", async () => {
      const queue = await openThroughGate();
      await queue.consume("x86_64", 1, () => new Promise(() => undefined));
      await queue.send([message()]);
      await vi.waitFor(async () => expect((await queue.depth("x86_64")).active).toBe(1), PATIENCE);
      await gate.shut();
      expect(await timed(() => queue.close())).toBeLessThan(2_000);
    });

    test("closing and draining are prompt while the server swallows everything", async () => {
      const queue = await openThroughGate();
      const consumer = await queue.consume("x86_64", 1, async () => undefined);
      gate.swallow();
      expect(await timed(() => consumer.drain())).toBeLessThan(2_000);
      expect(await timed(() => queue.close())).toBeLessThan(2_000);
    });

    test("the job of a worker that is killed comes back, and sending it again does no harm", {
      timeout: 60_000,
    }, async () => {
      const quick = { lockMs: 1_000, stalledMs: 500 };
      const queue = await open(config(quick));
      const job = message();
      const doomed = child("take-and-hang.ts", config(quick));
      await queue.send([job]);
      const [line] = (await once(doomed.stdout, "data")) as [Buffer];
      expect(JSON.parse(line.toString())).toEqual(job.payload);
      doomed.kill("SIGKILL");
      await once(doomed, "exit");

      const seen: JobPayload[] = [];
      await queue.consume("x86_64", 2, async (payload) => void seen.push(payload));
      await queue.send([job]);
      await vi.waitFor(() => expect(seen).toEqual([job.payload]), PATIENCE);
      await vi.waitFor(async () => expect(await queue.depth("x86_64")).toEqual({ waiting: 0, active: 0 }), PATIENCE);

      const next = { ...job, id: job.id.replace(/1$/, "2"), payload: { ...job.payload, attempt: 2 } };
      await queue.send([next]);
      await vi.waitFor(() => expect(seen).toEqual([job.payload, next.payload]), PATIENCE);
    });

    test.each(["close", "drain"])("after a %s nothing keeps the process alive", async (how) => {
      const process = child("consume-and-close.ts", config(), how);
      process.stdout.resume();
      await once(process.stdout, "data");
      expect(await timed(() => once(process, "exit"))).toBeLessThan(1_500);
      expect(process.exitCode).toBe(0);
    });
  });
}

trouble("BullMQ on Postgres", postgresHost);
describe.skipIf(!hasRedisServer())("on Redis (needs redis-server on the PATH)", () => {
  trouble("BullMQ on Redis", redisHost);
});

describe("job queue on Postgres", () => {
  test("connections that an administrator terminates are made anew", async () => {
    const host = await postgresHost();
    const namespace = freshNamespace();
    const config = host.config({ namespace });
    const queue = await createQueue(config, recordedLog());
    try {
      const seen: JobPayload[] = [];
      await queue.consume("x86_64", 1, async (payload) => void seen.push(payload));
      if (config.backend === "postgres") await terminateConnections(config.databaseUrl);
      const job = message();
      await vi.waitFor(() => queue.send([job]), PATIENCE);
      await vi.waitFor(() => expect(seen).toEqual([job.payload]), PATIENCE);
    } finally {
      await queue.close();
      await host.stop();
    }
  });
});

describe("a queue that is configured wrongly", () => {
  test.each([
    { backend: "redis", url: "127.0.0.1:6379" },
    { backend: "redis", url: "http://127.0.0.1:6379" },
    { backend: "postgres", databaseUrl: "ascent" },
  ] as const)("is refused with a way out: %o", async (config) => {
    await expect(createQueue(config, recordedLog())).rejects.toMatchObject({
      code: "queue-misconfigured",
      wayOut: expect.stringContaining("_URL"),
    });
  });
});
