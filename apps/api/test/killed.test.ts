import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@ascent/client";
import { prepareSeed } from "@ascent/engine";
import { createPostgresLedger, type PostgresLedger } from "@ascent/postgres";
import { type Deck, flightDeck, type TestDatabase, testDatabase } from "@ascent/testkit";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CHECKOUT, TOKEN } from "./rig.ts";

/** The API's own process is killed while people watch a run; the worker, which this test plays, goes on all the while. */

const READERS = 4;
const WAIT = { timeout: 100_000, interval: 50 };
let home: string;
let database: TestDatabase;
let ledger: PostgresLedger;
let deck: Deck;
let port: number;
let client: Client;
let child: ChildProcess | undefined;

beforeAll(async () => {
  [home, database, port] = await Promise.all([mkdtemp(join(tmpdir(), "ascent-killed-")), testDatabase(), freePort()]);
  const clock = { now: () => new Date(), advance: () => undefined };
  ledger = createPostgresLedger({ databaseUrl: database.url, clock });
  deck = await flightDeck({ clock, ledger });
  client = new Client({ url: `http://127.0.0.1:${port}`, token: TOKEN });
});
afterAll(async () => {
  await kill();
  await ledger.close();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

async function start(): Promise<void> {
  const environment = { ASCENT_HOME: home, ASCENT_PORT: String(port), ASCENT_TOKEN: TOKEN, DATABASE_URL: database.url };
  const started = spawn(process.execPath, ["--conditions=source", "--import", "tsx", "apps/api/src/main.ts"], {
    cwd: CHECKOUT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child = started;
  let told = "";
  started.stderr?.on("data", (chunk: Buffer) => (told += String(chunk)));
  await vi.waitFor(async () => {
    if (started.exitCode !== null) throw new Error(`the API ended: ${told}`);
    await client.runs();
  }, WAIT);
}

async function kill(): Promise<void> {
  const killed = child;
  if (killed === undefined) return;
  child = undefined;
  const ended = new Promise((resolve) => killed.once("exit", resolve));
  killed.kill("SIGKILL");
  await ended;
}

const never = () => new AbortController().signal;

/** Follows a stream to its end, however often the connection breaks. `next` opens it behind what was heard last. */
async function follow<T>(next: (last: T | undefined) => AsyncIterable<T>, heard: T[]): Promise<number> {
  for (let breaks = 0; ; breaks += 1) {
    try {
      for await (const item of next(heard.at(-1))) heard.push(item);
      return breaks;
    } catch (error) {
      expect(error).toMatchObject({ code: "service-unreachable" });
      await sleep(50);
    }
  }
}

test("whoever watches a run while its API is killed and started again hears of everything once", {
  timeout: 300_000,
}, async () => {
  const { run } = await deck.start();
  await prepareSeed(deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
  const ready = (await ledger.builds(run.id)).find(({ state }) => state === "ready");
  const ref = { buildId: ready?.id ?? "", attempt: ready?.attempt ?? 0 };
  const lease = { worker: "w1", until: new Date(Date.now() + 3_600_000) };
  expect(await ledger.claimBuild(ref, lease)).toBeDefined();
  await start();

  const readers = Array.from({ length: READERS }, () => {
    const heard = { run: [] as { sequence: number }[], build: [] as { sequence: number }[], log: [] as LogPart[] };
    const done = Promise.all([
      follow((last) => client.events(run.id, last?.sequence ?? 0, never()), heard.run),
      follow((last) => client.buildEvents(ref.buildId, last?.sequence ?? 0, never()), heard.build),
      follow((last) => client.logParts(ref.buildId, last?.id, never()), heard.log),
    ]);
    return { heard, done };
  });

  let working = true;
  const written: string[] = [];
  const work = (async () => {
    for (let count = 0; working; count += 1) {
      const text = `line ${count} \u001b[32mgrün\u001b[0m ${"x".repeat(count % 500)}\n`;
      written.push(text);
      await ledger.appendLog(ref, { sequence: count, text, at: new Date() });
      await ledger.renewBuild(ref, lease, { index: 1, total: 1, label: `step ${count}` });
      await sleep(10);
    }
  })();
  await vi.waitFor(() => {
    for (const { heard } of readers) {
      for (const { length } of [heard.run, heard.build, heard.log]) expect(length).toBeGreaterThan(5);
    }
  }, WAIT);
  await kill();
  await start();
  const afterwards = written.length;
  await vi.waitFor(() => expect(written.length).toBeGreaterThan(afterwards + 10), WAIT);
  working = false;
  await work;
  await ledger.cancelRun(run.id, new Date());
  await ledger.cancelBuild(ref, new Date());
  for (const count of (await Promise.all(readers.map(({ done }) => done))).flat()) expect(count).toBeGreaterThan(0);

  const events = await ledger.events(run.id, 0, 100_000);
  const numbers = events.map(({ sequence }) => sequence);
  const own = events.filter(({ data }) => data.buildId === ref.buildId).map(({ sequence }) => sequence);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(own.length).toBeGreaterThan(written.length);
  for (const { heard } of readers) {
    expect(heard.run.map(({ sequence }) => sequence)).toEqual(numbers);
    expect(heard.build.map(({ sequence }) => sequence)).toEqual(own);
    expect(heard.log.map(({ text }) => text).join("")).toBe(written.join(""));
  }
});

interface LogPart {
  readonly id: string;
  readonly text: string;
}
