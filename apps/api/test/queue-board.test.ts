import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createQueue, openBoardQueues, type QueueConfig } from "@ascent/queue";
import { flightDeck, recordedLog, type TestDatabase, testDatabase } from "@ascent/testkit";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createServer } from "../src/server.ts";
import { AUTH, TOKEN } from "./rig.ts";

interface Host {
  readonly config: QueueConfig;
  stop(): Promise<void>;
}

async function postgres(): Promise<Host> {
  const database: TestDatabase = await testDatabase({ empty: true });
  return { config: { backend: "postgres", databaseUrl: database.url }, stop: () => database.drop() };
}

async function redis(): Promise<Host> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const server = spawn("redis-server", ["--port", String(port), "--save", "", "--bind", "127.0.0.1"], { cwd: "/tmp" });
  for await (const chunk of server.stdout) if (String(chunk).includes("Ready to accept")) break;
  server.stdout.resume();
  return {
    config: { backend: "redis", url: `redis://127.0.0.1:${port}` },
    stop: async () => void server.kill("SIGKILL"),
  };
}

function hasRedis(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const backends = [["Postgres", postgres] as const, ...(hasRedis() ? [["Redis", redis] as const] : [])];

describe.each(backends)("the board of queues on %s", (_name, start) => {
  let host: Host;
  let app: App;
  let opened = 0;
  const buildId = randomUUID();

  beforeAll(async () => {
    host = await start();
    const queue = await createQueue(host.config, recordedLog());
    const payload = { kind: "build", buildId, attempt: 1 } as const;
    await queue.send([{ id: `build-${buildId}-1`, arch: "aarch64", priority: 5, payload }]);
    await queue.close();
    const open = () => {
      opened += 1;
      return openBoardQueues(host.config, recordedLog());
    };
    app = await createServer(await flightDeck(), {
      token: TOKEN,
      logger: pino({ level: "silent" }),
      queueBoard: { open },
    });
  });
  afterAll(async () => {
    await app.close();
    await host.stop();
  });

  test("is not for those without a token, and opens no queue for them", async () => {
    for (const url of ["/queues", "/queues/api/queues", "/queues/static/css/nothing.css"]) {
      const answer = await app.inject({ url });
      expect(answer.statusCode, url).toBe(401);
      expect(answer.json()).toMatchObject({ code: "unauthorized", requestId: expect.any(String) });
      expect(answer.headers["www-authenticate"]).toContain("Basic");
    }
    expect(opened).toBe(0);
    const routes = app.declaredAccess.filter(({ url }) => url.startsWith("/queues"));
    expect(routes.length).toBeGreaterThan(10);
    expect(new Set(routes.map(({ role }) => role))).toEqual(new Set(["admin"]));
  });

  test("shows an administrator the page, the queues and the job in one of them", async () => {
    const page = await app.inject({ url: "/queues", headers: AUTH });
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
    const script = /static\/js\/main\.\w+\.js/.exec(page.body)?.[0];
    expect((await app.inject({ url: `/queues/${script}`, headers: AUTH })).statusCode).toBe(200);
    const answer = await app.inject({
      url: "/queues/api/queues?activeQueue=ascent-builds-aarch64&status=latest",
      headers: AUTH,
    });
    expect(answer.statusCode).toBe(200);
    const { queues } = answer.json();
    expect(queues.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      ["builds-aarch64", "builds-x86_64", "schedules", "webhooks"].map((name) => `ascent-${name}`),
    );
    const aarch64 = queues.find(({ name }: { name: string }) => name === "ascent-builds-aarch64");
    expect(aarch64.counts).toMatchObject({ prioritized: 1, active: 0 });
    expect(aarch64.jobs).toMatchObject([{ id: `build-${buildId}-1`, data: { buildId, attempt: 1 } }]);
    expect(opened).toBe(1);
  });

  test("changes nothing: what would is refused", async () => {
    const queue = "/queues/api/queues/ascent-builds-aarch64";
    for (const change of [
      `${queue}/pause`,
      `${queue}/empty`,
      `${queue}/build-${buildId}-1/clean`,
      `${queue}/obliterate`,
    ]) {
      const answer = await app.inject({ method: "PUT", url: change, headers: AUTH });
      expect(answer.statusCode, change).toBeGreaterThanOrEqual(400);
    }
    const still = await app.inject({ url: "/queues/api/queues", headers: AUTH });
    const aarch64 = still.json().queues.find(({ name }: { name: string }) => name === "ascent-builds-aarch64");
    expect(aarch64).toMatchObject({ isPaused: false, readOnlyMode: true, counts: { prioritized: 1 } });
  });
});
