import { Fault } from "@ascent/core";
import { createPostgresLedger } from "@ascent/postgres";
import { flightDeck } from "@ascent/testkit";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listen } from "../src/listen.ts";
import { createLogger } from "../src/logger.ts";
import { Problem } from "../src/schema/problem.ts";
import { createServer } from "../src/server.ts";
import { type Answer, type ApiRig, AUTH, apiRig, type Method, TOKEN } from "./rig.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const OPEN = ["/healthz", "/readyz", "/docs/json", "/docs/yaml", "/docs/"];

let rig: ApiRig;

beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

interface Operation {
  readonly method: Method;
  readonly path: string;
}

/** Every route that the OpenAPI document tells of. */
async function operations(): Promise<Operation[]> {
  const { paths } = (await rig.get("/docs/json")).json();
  return Object.entries(paths as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase() as Operation["method"], path })),
  );
}

function call({ method, path }: Operation, headers: Record<string, string>): Promise<Answer> {
  const url = path.replace("{arch}", "x86_64").replace(/\{\w+\}/g, UNKNOWN);
  return rig.call(method, url, { ...(method === "GET" ? {} : { body: {} }), headers });
}

function expectProblem(answer: Answer, expected: Partial<Problem>): void {
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(Problem.parse(answer.json())).toMatchObject({ status: answer.status, type: "about:blank", ...expected });
}

describe("the token", () => {
  test("without it nothing is open but health and documentation; a wrong one is refused alike", async () => {
    const closed = (await operations()).filter(({ path }) => !OPEN.includes(path) && !path.startsWith("/v1/session"));
    expect(closed.length).toBeGreaterThanOrEqual(20);
    const refused = [
      "",
      "Bearer",
      "Bearer ",
      "Bearer wrong",
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      TOKEN,
      `Digest ${TOKEN}`,
      "Basic !!!",
      "Basic ",
    ];
    for (const operation of closed) {
      for (const authorization of refused) {
        const answer = await call(operation, { authorization });
        expect([operation.path, authorization, answer.status]).toEqual([operation.path, authorization, 401]);
        expectProblem(answer, { code: "unauthorized", wayOut: expect.any(String) });
        expect(answer.headers["www-authenticate"]).toContain("Bearer");
      }
      expect((await call(operation, AUTH)).status).not.toBe(401);
    }
  });

  test("without it not even what there is can be found out", async () => {
    expect((await rig.get("/nothing/here", { authorization: "" })).status).toBe(401);
    expectProblem(await rig.get("/nothing/here"), { code: "route-unknown", status: 404 });
  });

  test("opens the API as a bearer token or as the password of Basic authentication, whatever the user", async () => {
    for (const user of ["apk", "", "anybody"]) {
      const authorization = `basic ${Buffer.from(`${user}:${TOKEN}`).toString("base64")}`;
      expect((await rig.get("/v1/runs", { authorization })).status).toBe(200);
    }
    expect((await rig.get("/v1/runs", { authorization: `bearer ${TOKEN}` })).status).toBe(200);
  });
});

describe("documentation", () => {
  test("is open: it holds no data, and a browser cannot send a token", async () => {
    for (const url of OPEN) expect([url, (await rig.get(url, { authorization: "" })).status]).toEqual([url, 200]);
    const page = await rig.get("/docs/", { authorization: "" });
    expect(page.headers["content-type"]).toContain("text/html");
    const script = /src="([^"]+swagger-ui-bundle\.js)"/.exec(page.body)?.[1] ?? "";
    expect((await rig.get(new URL(script, "http://host/docs/").pathname, { authorization: "" })).status).toBe(200);
  });
});

describe("requests that make no sense", () => {
  test.each([
    "/v1/runs/x",
    "/v1/runs/x/stages",
    "/v1/runs/x/builds",
    "/v1/runs/x/events",
    "/v1/runs/x/verdict",
    "/v1/runs/x/seed-locks",
    "/v1/builds/x",
    "/v1/builds/x/log",
    "/v1/builds/x/log/live",
    "/v1/runs?limit=0",
    "/v1/runs?limit=1001",
    "/v1/runs?limit=ten",
    `/v1/runs?cursor=${"x".repeat(2001)}`,
  ])("%s is a 400", async (url) => expectProblem(await rig.get(url), { status: 400, code: "bad-request" }));

  test.each(["", "/stages", "/builds", "/events", "/verdict", "/seed-locks"])(
    "a run that is not there is a 404: %s",
    async (path) => {
      expectProblem(await rig.get(`/v1/runs/${UNKNOWN}${path}`), {
        status: 404,
        code: "run-unknown",
        wayOut: expect.any(String),
      });
    },
  );

  test.each(["cancel", "retry"])("a run that is not there cannot be acted on: %s", async (action) => {
    expectProblem(await rig.post(`/v1/runs/${UNKNOWN}/${action}`), { status: 404, code: "run-unknown" });
    expectProblem(await rig.post(`/v1/runs/x/${action}`), { status: 400 });
  });

  test.each(["", "/log", "/log/live"])("a build that is not there is a 404: %s", async (path) => {
    expectProblem(await rig.get(`/v1/builds/${UNKNOWN}${path}`), { status: 404, code: "build-unknown" });
  });

  test("malformed JSON, another media type, too much of it, and malformed escapes", async () => {
    const raw = async (payload: string, type = "application/json") => {
      const { statusCode, headers, body, rawPayload, json } = await rig.app.inject({
        method: "POST",
        url: "/v1/runs",
        payload,
        headers: { ...AUTH, "content-type": type },
      });
      return { status: statusCode, headers, body, bytes: rawPayload, json };
    };
    expectProblem(await raw("{"), { status: 400 });
    expectProblem(await raw(""), { status: 400 });
    expectProblem(await raw('{"__proto__": {}}'), { status: 400 });
    expectProblem(await raw("blueprint=sample", "application/x-www-form-urlencoded"), { status: 415 });
    expectProblem(await raw(JSON.stringify({ blueprint: "x".repeat(2 ** 20) })), {
      status: 413,
      title: "Payload Too Large",
    });
    expectProblem(await rig.get("/v1/runs/%zz"), { status: 400 });
    expectProblem(await rig.get(`/v1/runs/${"x".repeat(2000)}`), {});
  });

  test("an idempotency key that no database could hold", async () => {
    const tooLong = { "idempotency-key": "k".repeat(201) };
    expectProblem(await rig.post("/v1/runs", { blueprint: "sample" }, tooLong), { status: 400 });
  });
});

describe("health", () => {
  test("alive is alive; ready is when database and queue answer", async () => {
    expect((await rig.get("/healthz", { authorization: "" })).json()).toEqual({ status: "ok", checks: {} });
    expect((await rig.get("/readyz", { authorization: "" })).json()).toEqual({
      status: "ok",
      checks: { database: "ok", queue: "ok" },
    });
  });

  test("without Postgres it lives, is not ready, says why, and refuses with a way out", async () => {
    const ledger = createPostgresLedger({ databaseUrl: "postgres://nobody:secret-password@127.0.0.1:1/nothing" });
    const app = await createServer(await flightDeck({ ledger }), { token: TOKEN, logger: pino({ level: "silent" }) });
    expect((await app.inject("/healthz")).statusCode).toBe(200);
    const ready = await app.inject("/readyz");
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({
      status: "failing",
      checks: { database: expect.stringContaining("database-unreachable"), queue: "ok" },
    });
    const runs = await app.inject({ url: "/v1/runs", headers: AUTH });
    expect(runs.statusCode).toBe(503);
    expect(runs.json()).toMatchObject({
      code: "database-unreachable",
      title: "Service Unavailable",
      wayOut: expect.any(String),
    });
    const metrics = await app.inject({ url: "/metrics", headers: AUTH });
    expect(metrics.statusCode).toBe(200);
    expect(metrics.body).toContain("process_cpu_seconds_total");
    expect(ready.body + runs.body + metrics.body).not.toContain("secret-password");
    await app.close();
    await ledger.close();
  });

  test("a queue that is gone is told apart from the database", async () => {
    const { queue } = rig.deck;
    const ping = vi.spyOn(queue, "ping").mockRejectedValue(new Fault("queue-unreachable", "no answer"));
    const ready = await rig.get("/readyz");
    ping.mockRestore();
    expect([ready.status, ready.json().checks]).toEqual([
      503,
      { database: "ok", queue: "queue-unreachable: no answer" },
    ]);
  });

  test("metrics count requests by route, queues and workers", async () => {
    await rig.deck.ledger.heartbeat({
      id: "w1",
      arch: "x86_64",
      host: "h",
      concurrency: 1,
      startedAt: new Date(),
      seenAt: rig.deck.clock.now(),
    });
    await rig.get(`/v1/runs/${UNKNOWN}`);
    // Later than what an earlier scrape saw.
    rig.deck.clock.advance(5);
    const answer = await rig.get("/metrics");
    expect(answer.headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(answer.body).toMatch(
      /ascent_http_request_seconds_count\{method="GET",route="\/v1\/runs\/:id",status="404"\} [1-9]/,
    );
    expect(answer.body).toContain('ascent_queue_jobs{arch="x86_64",state="waiting"} 0');
    expect(answer.body).toContain('ascent_workers{arch="x86_64",state="idle"} 1');
    expect(answer.body).not.toContain(UNKNOWN);
  });
});

describe("what goes wrong inside", () => {
  test("is a 500 that tells nothing of the inside; the log has it", async () => {
    const written: string[] = [];
    const deck = await flightDeck();
    const logger = createLogger("info", { write: (line: string) => void written.push(line) });
    const app = await createServer(deck, { token: TOKEN, logger });
    vi.spyOn(deck.ledger, "runs").mockRejectedValue(new Error("select secret from inside"));
    const answer = await app.inject({ url: "/v1/runs", headers: AUTH });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: "internal-error", title: "Internal Server Error" });
    expect(answer.body).not.toContain("select");
    expect(written.join("")).toContain("select secret from inside");
    await app.close();
  });
});

describe("the log", () => {
  test("never holds the token, not even where a header is logged by mistake", async () => {
    const written: string[] = [];
    const logger = createLogger("debug", { write: (line: string) => void written.push(line) });
    const app = await createServer(await flightDeck(), { token: TOKEN, logger });
    const basic = Buffer.from(`apk:${TOKEN}`).toString("base64");
    for (const authorization of [`Bearer ${TOKEN}`, `Basic ${basic}`]) {
      await app.inject({ url: "/v1/runs", headers: { authorization } });
      await app.inject({ url: "/nothing", headers: { authorization } });
    }
    logger.info(
      { req: { headers: { authorization: `Bearer ${TOKEN}` } }, headers: { authorization: TOKEN }, token: TOKEN },
      "by mistake",
    );
    const text = written.join("");
    expect(text).toContain('"url":"/v1/runs"');
    expect(text).toContain("[redacted]");
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(basic);
    await app.close();
  });
});

describe("listening", () => {
  test("a port that is taken is named, with a way out", async () => {
    const [one, two] = [await fresh(), await fresh()];
    const url = await listen(one, { host: "127.0.0.1", port: 0 });
    const port = Number(new URL(url).port);
    const refused = listen(two, { host: "127.0.0.1", port });
    await expect(refused).rejects.toMatchObject({
      code: "port-in-use",
      message: expect.stringContaining(String(port)),
      wayOut: expect.stringContaining("ASCENT_PORT"),
    });
    await Promise.all([one.close(), two.close()]);
  });

  test("an address that is none of this host's is named, with a way out", async () => {
    const app = await fresh();
    await expect(listen(app, { host: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      code: "listen-failed",
      wayOut: expect.stringContaining("ASCENT_HOST"),
    });
    await app.close();
  });

  async function fresh() {
    return createServer(await flightDeck(), { token: TOKEN, logger: pino({ level: "silent" }) });
  }
});
