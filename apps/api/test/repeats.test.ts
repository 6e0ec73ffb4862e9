import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecretBox } from "@ascent/keyring";
import { digestOf } from "@ascent/testkit";
import pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer } from "../src/server.ts";
import { addressed, type Described, describedBy } from "./described.ts";
import { type Answer, type ApiRig, AUTH, apiRig, TOKEN, UNLIMITED } from "./rig.ts";

let rig: ApiRig;
let operations: readonly Described[];
let webhook: string;
let keys: string;

beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), "ascent-keys-"));
  rig = await apiRig({ secretBox: createSecretBox(keys) });
  operations = (await describedBy(rig)).operations;
  webhook = (await rig.post("/v1/webhooks", { url: "https://example.org/hook", enabled: true })).json().webhook.id;
});
afterAll(async () => {
  await rig.close();
  await rm(keys, { recursive: true });
});

const under = (key: string) => ({ "idempotency-key": key });
const taken = (answer: Answer) => [answer.status, answer.json().code];
const pinged = async () => (await rig.get(`/v1/webhooks/${webhook}/deliveries?limit=1000`)).json().deliveries.length;

/** A run of which everything failed or was cancelled, so that there is something to try again. */
async function cancelledRun(): Promise<string> {
  const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
  await rig.post(`/v1/runs/${run.id}/cancel`);
  return run.id;
}

/** Changes nothing; or gives a secret of which nothing but its digest is kept, and is refused or harmless when done again. */
const WITHOUT = [
  ...["POST /v1/plans", "POST /v1/runs/{id}/rebuild-plans", "POST /v1/schedule-plans"],
  ...["POST /v1/session", "POST /v1/tokens", "POST /v1/tokens/{id}/rotate"],
];

describe("an idempotency key", () => {
  test("is taken by everything that triggers something", () => {
    const posts = operations.filter(({ method }) => method === "POST");
    const without = posts.filter(({ parameters }) => !parameters.some(({ name }) => name === "idempotency-key"));
    expect(without.map(({ name }) => name).sort()).toEqual(WITHOUT);
    expect(posts.length - without.length).toBeGreaterThan(15);
  });

  test("that was for another request is a conflict everywhere, and nothing is done", async () => {
    const at = rig.deck.clock.now();
    const later = new Date(at.getTime() + 3_600_000);
    const key = { actor: "installation", key: "elsewhere" };
    await rig.deck.access.claimAnswer({ ...key, request: digestOf("elsewhere"), at, until: at, forgetAt: later });
    const [runs, deliveries] = [(await rig.get("/v1/runs?limit=1000")).json().runs.length, await pinged()];
    const keyed = operations.filter(({ parameters }) => parameters.some(({ name }) => name === "idempotency-key"));
    for (const described of keyed) {
      const values = Object.fromEntries(described.parameters.map(({ name, example }) => [name, example]));
      const { url, headers } = addressed(described, { ...values, "idempotency-key": key.key });
      const body = Object.values(described.operation.requestBody?.content ?? {})[0]?.example;
      const answer = await rig.post(url, body, headers);
      expect([described.name, ...taken(answer)]).toEqual([described.name, 409, "idempotency-conflict"]);
    }
    expect([(await rig.get("/v1/runs?limit=1000")).json().runs.length, await pinged()]).toEqual([runs, deliveries]);
  });

  test("gives a retry the same answer, and tries nothing again", async () => {
    const run = await cancelledRun();
    const first = await rig.post(`/v1/runs/${run}/retry`, {}, under("again"));
    expect(first.json()).toEqual({ retried: 1 });
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    await rig.post(`/v1/runs/${run}/cancel`);
    const second = await rig.post(`/v1/runs/${run}/retry`, {}, under("again"));
    expect([second.status, second.body, second.headers["idempotency-replayed"]]).toEqual([200, first.body, "true"]);
    expect((await rig.get(`/v1/runs/${run}`)).json().state).toBe("cancelled");
    expect(taken(await rig.post(`/v1/runs/${run}/retry`, { package: "cc" }, under("again")))).toEqual([
      409,
      "idempotency-conflict",
    ]);
  });

  test("makes one webhook, with the same place and the same secret, which is kept sealed", async () => {
    const body = { url: "https://example.org/once" };
    const first = await rig.post("/v1/webhooks", body, under("hook"));
    const second = await rig.post("/v1/webhooks", body, under("hook"));
    expect([second.status, second.headers.location, second.body]).toEqual([201, first.headers.location, first.body]);
    const { webhooks } = (await rig.get("/v1/webhooks")).json();
    expect(webhooks.filter(({ url }: { url: string }) => url === body.url)).toHaveLength(1);
    const client = new pg.Client({ connectionString: rig.databaseUrl });
    await client.connect();
    const { rows } = await client.query("select sealed from kept_answers where key = 'hook'");
    await client.end();
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed).not.toContain(first.json().secret);
  });

  test("sends one message, also when ten ask at once and another process is asked later", async () => {
    const before = await pinged();
    const ping = () => rig.post(`/v1/webhooks/${webhook}/ping`, undefined, under("ping"));
    const answers = await Promise.all(Array.from({ length: 10 }, ping));
    const done = answers.filter(({ status }) => status === 202);
    const others = answers.filter(({ status }) => status !== 202);
    expect(new Set(done.map(({ body }) => body)).size).toBe(1);
    expect(new Set(others.map((answer) => String(taken(answer))))).toEqual(
      new Set(others.length === 0 ? [] : ["409,idempotency-in-flight"]),
    );
    const restarted = await createServer(
      { ...rig.deck, operations: undefined as never },
      { token: TOKEN, logger: pino({ level: "silent" }), access: UNLIMITED },
    );
    const headers = { ...AUTH, ...under("ping") };
    const later = await restarted.inject({ method: "POST", url: `/v1/webhooks/${webhook}/ping`, headers });
    await restarted.close();
    expect([later.statusCode, later.body]).toEqual([202, done[0]?.body]);
    expect(await pinged()).toBe(before + 1);
  });

  test("of a request that was refused is free for another", async () => {
    const refused = await rig.post(`/v1/runs/${randomUUID()}/retry`, {}, under("mistaken"));
    expect(taken(refused)).toEqual([404, "run-unknown"]);
    const run = await cancelledRun();
    expect((await rig.post(`/v1/runs/${run}/retry`, {}, under("mistaken"))).json()).toEqual({ retried: 1 });
    await rig.post(`/v1/runs/${run}/cancel`);
  });

  test("of a process that died in between is free after a while, for the same request", async () => {
    const run = await cancelledRun();
    const { access, clock } = rig.deck;
    const lost = { ...access };
    lost.keepAnswer = async () => {
      throw new Error("gone");
    };
    const dying = await createServer(
      { ...rig.deck, access: lost },
      { token: TOKEN, logger: pino({ level: "silent" }), access: UNLIMITED },
    );
    const headers = { ...AUTH, ...under("dying") };
    const answer = await dying.inject({ method: "POST", url: `/v1/runs/${run}/retry`, headers });
    await dying.close();
    expect([answer.statusCode, answer.json()]).toEqual([200, { retried: 1 }]);
    const again = () => rig.post(`/v1/runs/${run}/retry`, undefined, under("dying"));
    expect(taken(await again())).toEqual([409, "idempotency-in-flight"]);
    clock.advance(31);
    expect((await again()).json()).toEqual({ retried: 0 });
    expect((await again()).headers["idempotency-replayed"]).toBe("true");
    await rig.post(`/v1/runs/${run}/cancel`);
  });

  test("is the asker's own, and no viewer's at all", async () => {
    const secretOf = async (name: string, role: string) =>
      (await rig.post("/v1/tokens", { name, role })).json().secret as string;
    const [one, two] = [await secretOf("one", "maintainer"), await secretOf("two", "maintainer")];
    const viewer = await secretOf("looks", "viewer");
    const run = await cancelledRun();
    const as = (secret: string) =>
      rig.post(`/v1/runs/${run}/retry`, {}, { ...under("shared"), authorization: `Bearer ${secret}` });
    expect((await as(one)).json()).toEqual({ retried: 1 });
    expect((await as(two)).json()).toEqual({ retried: 0 });
    expect((await as(one)).json()).toEqual({ retried: 1 });
    expect((await as(viewer)).status).toBe(403);
    await rig.post(`/v1/runs/${run}/cancel`);
  });

  test("of a start tells how its run stands now; another priority is another request", async () => {
    const body = { blueprint: "sample" };
    const { run } = (await rig.post("/v1/runs", body, under("start"))).json();
    await rig.post(`/v1/runs/${run.id}/cancel`);
    const again = await rig.post("/v1/runs", body, under("start"));
    expect([again.status, again.json()]).toMatchObject([
      200,
      { created: false, run: { id: run.id, state: "cancelled" } },
    ]);
    expect(taken(await rig.post("/v1/runs", { ...body, priority: 9 }, under("start")))).toEqual([
      409,
      "idempotency-conflict",
    ]);
  });

  test.each(["", "a\0b", "x".repeat(201)])("%j is a 400", async (key) => {
    const answer = await rig.post(`/v1/webhooks/${webhook}/ping`, undefined, under(key));
    expect(answer.status).toBe(400);
  });
});
