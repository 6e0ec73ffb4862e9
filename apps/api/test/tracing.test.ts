import { execFile } from "node:child_process";
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { createSchedule, fireByHand, type JobQueue, startWorker } from "@ascent/engine";
import { createPostgresLedger, type PostgresLedger } from "@ascent/postgres";
import { createQueue } from "@ascent/queue";
import { flightDeck, recordedLog, type TestDatabase, testDatabase } from "@ascent/testkit";
import { startTracing, type Tracing } from "@ascent/tracing";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createServer } from "../src/server.ts";
import { AUTH, CHECKOUT, TOKEN } from "./rig.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What an OTLP receiver was sent, as JSON. */
const received: Span[] = [];
const services = new Set<unknown>();
let receiver: Server;
let database: TestDatabase;
let ledger: PostgresLedger;
let queue: JobQueue;
let tracing: Tracing;
let app: App;

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function record(list: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function take(body: {
  resourceSpans: {
    resource: { attributes: KeyValue[] };
    scopeSpans: { spans: (Omit<Span, "attributes"> & { attributes: KeyValue[] })[] }[];
  }[];
}): void {
  for (const { resource, scopeSpans } of body.resourceSpans) {
    services.add(record(resource.attributes)["service.name"]);
    for (const { spans } of scopeSpans)
      received.push(...spans.map((span) => ({ ...span, attributes: record(span.attributes) })));
  }
}

beforeAll(async () => {
  receiver = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === "/v1/traces") take(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", () => resolve()));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  tracing = (await startTracing("ascent-test", process.env))!;
  database = await testDatabase();
  ledger = createPostgresLedger({ databaseUrl: database.url });
  queue = await createQueue({ backend: "postgres", databaseUrl: database.url, traced: true }, recordedLog());
});
afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await app.close();
  await queue.close();
  await ledger.close();
  await database.drop();
  receiver.closeAllConnections();
  receiver.close();
});

test("tracing is off unless the environment says where to", async () => {
  expect(await startTracing("ascent", {})).toBeUndefined();
  expect(await startTracing("ascent", { OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeUndefined();
  const off = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_SDK_DISABLED: "true" };
  expect(await startTracing("ascent", off)).toBeUndefined();
});

/**
 * What of OpenTelemetry, but for its interface, which the metrics bring along, a process has loaded that imports all that the API
 * and a worker import, and starts tracing by this.
 */
async function loadedBy(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const script = `
    import { createRequire } from "node:module";
    await import("./apps/api/src/server.ts");
    await import("@ascent/queue");
    await import("@ascent/engine");
    await import("@ascent/builder");
    const { startTracing } = await import("@ascent/tracing");
    const tracing = await startTracing("ascent", ${JSON.stringify(environment)});
    const loaded = Object.keys(createRequire(process.cwd() + "/").cache);
    await tracing?.stop();
    process.stdout.write(JSON.stringify(loaded.filter((file) => /@opentelemetry\\/(?!api\\/)|bullmq-otel/.test(file))));
    process.exit(0);`;
  const options = ["--conditions=source", "--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: CHECKOUT, maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

test("nothing of OpenTelemetry is loaded while tracing is off, not even by what could trace", async () => {
  expect(await loadedBy({})).toEqual([]);
  // Were the above to look at the wrong place, this would find nothing either.
  const on = await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
  expect(on.some((file) => file.includes("@opentelemetry/sdk-"))).toBe(true);
});

test("one trace spans the request or the schedule that starts a run, each job in the queue, and each build with its steps", async () => {
  const clock = { now: () => new Date(), advance: () => undefined };
  const deck = await flightDeck({ clock, ledger, queue });
  app = await createServer(
    { ...deck, tracer: tracing.tracer },
    { token: TOKEN, logger: pino({ level: "silent" }), tracing },
  );
  const worker = await startWorker({ ...deck.worker("w1"), tracer: tracing.tracer, jobs: 2 });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const answer = await app.inject({
    method: "POST",
    url: "/v1/runs",
    headers: { ...AUTH, "x-request-id": "from-ci-1", traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    payload: { blueprint: "sample" },
  });
  expect(answer.statusCode).toBe(201);
  expect((await app.inject({ url: "/healthz" })).statusCode).toBe(200);
  const { id } = answer.json().run;
  await expect.poll(async () => (await ledger.run(id))?.state, { timeout: 20_000 }).toBe("succeeded");
  const ports = { ...deck, tracer: tracing.tracer };
  const plan = {
    name: "nightly",
    request: { blueprint: "sample" },
    cron: "@daily",
    timezone: "UTC",
    enabled: true,
  } as const;
  const made = await createSchedule(ports, { ...plan, overlap: "skip", createdBy: "test" });
  if (!made.ok) throw new Error("the sample has defects");
  const fired = await fireByHand(ports, made.value.id, { by: "test" });
  const scheduled = fired.runId ?? "";
  await expect.poll(async () => (await ledger.run(scheduled))?.state, { timeout: 20_000 }).toBe("succeeded");
  await worker.drain();
  await tracing.stop();

  const own = received.filter((span) => span.traceId === traceId);
  const byId = new Map(own.map((span) => [span.spanId, span]));
  const above = (span: Span): string[] => {
    const parent = byId.get(span.parentSpanId ?? "");
    return parent === undefined ? [] : [parent.name, ...above(parent)];
  };
  expect([...services]).toEqual(["ascent-test"]);
  expect(received.filter(({ name }) => name.includes("/healthz"))).toEqual([]);
  const [request] = own.filter(({ name }) => name === "POST /v1/runs");
  expect(request).toMatchObject({
    parentSpanId: "b7ad6b7169203331",
    attributes: { "http.route": "/v1/runs", "ascent.request.id": "from-ci-1" },
  });
  const builds = own.filter(({ name }) => name.startsWith("build "));
  expect(builds).toHaveLength(10);
  for (const build of builds) {
    expect(build.attributes).toMatchObject({ "ascent.run.id": id, "ascent.arch": "x86_64" });
    const names = above(build);
    expect(names.at(-1)).toBe("POST /v1/runs");
    expect(names.filter((name) => name.includes("ascent-builds-x86_64")).length).toBeGreaterThanOrEqual(2);
    // Whichever build came before it in the same worker is not above it.
    expect(names.filter((name) => name.startsWith("build "))).toEqual([]);
  }
  const step = own.find(({ name }) => name === "step make app");
  expect(step?.attributes["process.exit.code"]).toBe(0);
  expect(above(step!).slice(0, 2)).toEqual(["run steps", "build final/app"]);
  const parts = own.filter(({ parentSpanId }) => parentSpanId === builds[0]?.spanId).map(({ name }) => name);
  expect(parts).toEqual(
    expect.arrayContaining(["lock environment", "fetch sources", "run steps", "scan", "attest", "record"]),
  );
  expect(above(own.find(({ name }) => name === "prepare seed")!).at(-1)).toBe("POST /v1/runs");

  const [root] = received.filter(({ name }) => name === "fire schedule");
  expect(root).toMatchObject({
    attributes: { "ascent.schedule.id": made.value.id, "ascent.schedule.name": "nightly" },
  });
  expect(root).not.toHaveProperty("parentSpanId");
  const ofSchedule = received.filter(({ name, attributes }) => {
    return name.startsWith("build ") && attributes["ascent.run.id"] === scheduled;
  });
  expect(ofSchedule).toHaveLength(10);
  expect(new Set(ofSchedule.map((span) => span.traceId))).toEqual(new Set([root?.traceId]));
});
