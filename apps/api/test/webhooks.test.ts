import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Loop, startErrands } from "@ascent/engine";
import { createSecretBox } from "@ascent/keyring";
import { createErrandQueue } from "@ascent/queue";
import { type Deck, recordedLog, type TestDatabase, testDatabase } from "@ascent/testkit";
import { createWebhookPoster, readNetworks } from "@ascent/webhooks";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Receiver, receiver } from "../../../packages/webhooks/test/receiver.ts";
import { type ApiRig, apiRig } from "./rig.ts";

let rig: ApiRig;
let queueDatabase: TestDatabase;
let keys: string;
let there: Receiver;
let live: Deck;
const PATIENCE = { timeout: 20_000, interval: 20 };
/** The tests' queue finds out soon that a consumer is dead. */
const queue = (namespace: string) =>
  ({ backend: "postgres", databaseUrl: queueDatabase.url, namespace, lockMs: 1_000, stalledMs: 500 }) as const;

beforeAll(async () => {
  [queueDatabase, keys, there] = await Promise.all([
    testDatabase({ empty: true }),
    mkdtemp(join(tmpdir(), "ascent-hooks-")),
    receiver(),
  ]);
  const errands = await createErrandQueue(queue("live"), recordedLog());
  const poster = createWebhookPoster({ networks: readNetworks(["127.0.0.0/8"]) });
  rig = await apiRig({ errands, poster, secretBox: createSecretBox(keys), clock: realClock() });
  live = rig.deck;
});
afterAll(async () => {
  await live.errands.close();
  await rig.close();
  await there.close();
  await queueDatabase.drop();
  await rm(keys, { recursive: true });
});

/** A receiver checks the time of a message. */
function realClock(aheadMs = 0) {
  return { now: () => new Date(Date.now() + aheadMs), advance: () => undefined };
}

let delivering: Loop | undefined;
let doomed: ChildProcessByStdio<null, Readable, null> | undefined;
afterEach(async () => {
  await delivering?.stop();
  delivering = undefined;
  doomed?.kill("SIGKILL");
  for (const { id } of (await rig.get("/v1/webhooks")).json().webhooks) await rig.call("DELETE", `/v1/webhooks/${id}`);
  there.received.length = 0;
  there.answer({ status: 204 });
});

async function made(events?: readonly string[]) {
  const answer = await rig.post("/v1/webhooks", { url: there.url, ...(events && { events }) });
  expect(answer.status).toBe(201);
  return answer.json() as { webhook: { id: string }; secret: string };
}

const deliveries = async (id: string) => (await rig.get(`/v1/webhooks/${id}/deliveries`)).json().deliveries;

test("a webhook is made, read without its secret, changed and removed", async () => {
  const { webhook, secret } = await made(["run.failed"]);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhook).toMatchObject({ url: there.url, events: ["run.failed"], enabled: true, createdBy: "installation" });
  const path = `/v1/webhooks/${webhook.id}`;
  expect((await rig.get(path)).json()).toEqual(webhook);
  const everything = (await rig.get("/v1/webhooks")).body + (await rig.get(path)).body;
  expect(everything).not.toContain(secret.slice(6));
  const changed = (await rig.call("PATCH", path, { body: { events: null, enabled: false } })).json();
  expect(changed).toMatchObject({ enabled: false });
  expect(changed).not.toHaveProperty("events");
  expect((await rig.post(`${path}/ping`)).json()).toMatchObject({ status: 409, code: "webhook-disabled" });
  expect((await rig.call("DELETE", path)).status).toBe(204);
  for (const [method, url] of [
    ["DELETE", path],
    ["GET", path],
    ["GET", `${path}/deliveries`],
    ["POST", `${path}/ping`],
    ["POST", `${path}/rotate`],
    ["POST", `${path}/deliveries/${webhook.id}/replay`],
  ] as const) {
    expect((await rig.call(method, url)).json()).toMatchObject({ status: 404, code: "webhook-unknown" });
  }
});

test.each<[object, [number, string]]>([
  [{ url: "ftp://example.org/" }, [422, "webhook-url-refused"]],
  [{ url: "https://10.0.0.1/" }, [422, "webhook-url-refused"]],
  [{ url: "https://169.254.169.254/latest/meta-data" }, [422, "webhook-url-refused"]],
  [{ events: ["run.exploded"] }, [400, "bad-request"]],
  [{ events: [] }, [400, "bad-request"]],
  [{ secret: "mine" }, [400, "bad-request"]],
])("%j is refused", async (wrong, [status, code]) => {
  expect((await rig.post("/v1/webhooks", { url: there.url, ...wrong })).json()).toMatchObject({ status, code });
});

test("events of a run arrive signed, each once, with the secret that was shown", async () => {
  delivering = await startErrands(live);
  const { webhook, secret } = await made(["run.created", "run.cancelled"]);
  const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
  await rig.post(`/v1/runs/${run.id}/cancel`);
  await vi.waitFor(() => expect(there.received).toHaveLength(2), PATIENCE);
  const told = there.received.map(({ body, headers }) => new Webhook(secret).verify(body, headers as never));
  const byType = told.toSorted((a, b) => ((a as { type: string }).type < (b as { type: string }).type ? -1 : 1));
  expect(byType).toMatchObject([
    { type: "run.cancelled", data: { runId: run.id, blueprint: "sample" } },
    { type: "run.created", data: { runId: run.id, blueprint: "sample", sequence: 1 } },
  ]);
  await vi.waitFor(async () => {
    const log = await deliveries(webhook.id);
    expect(log.map(({ state }: { state: string }) => state)).toEqual(["delivered", "delivered"]);
    expect(log[1]).toMatchObject({ messageId: `evt_${run.id}_1`, tries: [{ number: 1, status: 204, response: "" }] });
  }, PATIENCE);
  expect(there.received).toHaveLength(2);
});

test("a receiver that fails gets the same message again; after a rotation it is signed by both", async () => {
  delivering = await startErrands(live);
  const { webhook, secret } = await made(["run.failed"]);
  there.answer({ status: 500, body: "not now" }, { status: 200, body: "thanks" });
  await rig.post(`/v1/webhooks/${webhook.id}/ping`);
  await vi.waitFor(() => expect(there.received).toHaveLength(1), PATIENCE);
  const rotated = (await rig.post(`/v1/webhooks/${webhook.id}/rotate`, { graceSeconds: 600 })).json();
  expect(rotated.webhook.oldSecretUntil).toBeDefined();
  await vi.waitFor(() => expect(there.received).toHaveLength(2), PATIENCE);
  const [first, second] = there.received;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  for (const key of [secret, rotated.secret]) new Webhook(key).verify(second!.body, second!.headers as never);
  expect(() => new Webhook(rotated.secret).verify(first!.body, first!.headers as never)).toThrow();
  await vi.waitFor(async () => {
    const [delivery] = await deliveries(webhook.id);
    expect(delivery).toMatchObject({
      type: "webhook.ping",
      state: "delivered",
      tries: [
        { number: 1, status: 500, response: "not now" },
        { number: 2, status: 200, response: "thanks" },
      ],
    });
  }, PATIENCE);
});

test("what was delivered can be replayed: the same message, as another entry of the log; pages of it follow each other", async () => {
  delivering = await startErrands(live);
  const { webhook, secret } = await made(["run.failed"]);
  const ping = await rig.post(`/v1/webhooks/${webhook.id}/ping`);
  expect(ping.status).toBe(202);
  await vi.waitFor(() => expect(there.received).toHaveLength(1), PATIENCE);
  const replay = await rig.post(`/v1/webhooks/${webhook.id}/deliveries/${ping.json().id}/replay`);
  expect(replay.json()).toMatchObject({ replayOf: ping.json().id, messageId: ping.json().messageId });
  await vi.waitFor(() => expect(there.received).toHaveLength(2), PATIENCE);
  const [first, second] = there.received;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  new Webhook(secret).verify(second!.body, second!.headers as never);
  const unknown = await rig.post(`/v1/webhooks/${webhook.id}/deliveries/${webhook.id}/replay`);
  expect(unknown.json()).toMatchObject({ status: 404, code: "delivery-unknown" });
  const newest = (await rig.get(`/v1/webhooks/${webhook.id}/deliveries?limit=1`)).json();
  expect(newest.deliveries).toMatchObject([{ id: replay.json().id }]);
  const older = (await rig.get(`/v1/webhooks/${webhook.id}/deliveries?limit=1&cursor=${newest.next}`)).json();
  expect(older.deliveries).toMatchObject([{ id: ping.json().id }]);
  expect(older).not.toHaveProperty("next");
});

test("a sender that is killed in the middle loses nothing: another sends the same message, which the receiver knows again", {
  timeout: 90_000,
}, async () => {
  const config = queue("doomed");
  const { webhook, secret } = await made(["run.created"]);
  there.answer("never", { status: 204 });
  const script = fileURLToPath(new URL("./send-and-hang.ts", import.meta.url));
  const given = JSON.stringify({ databaseUrl: rig.databaseUrl, queue: config, keys });
  doomed = spawn(process.execPath, ["--conditions=source", "--import", "tsx", script, given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(doomed.stdout, "data");
  const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
  await vi.waitFor(() => expect(there.received).toHaveLength(1), PATIENCE);
  doomed.kill("SIGKILL");
  await once(doomed, "exit");
  expect(await deliveries(webhook.id)).toMatchObject([{ state: "pending", tries: [] }]);

  // As if a minute had gone by: the claim of the dead is over, and what was handed to it is sent again.
  const errands = await createErrandQueue(config, recordedLog());
  delivering = await startErrands({ ...live, errands, clock: realClock(60_000) });
  await vi.waitFor(() => expect(there.received).toHaveLength(2), { timeout: 60_000, interval: 50 });
  const [first, second] = there.received;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["webhook-id"]).toBe(`evt_${run.id}_1`);
  new Webhook(secret).verify(second!.body, second!.headers as never);
  await vi.waitFor(async () => expect(await deliveries(webhook.id)).toMatchObject([{ state: "delivered" }]), PATIENCE);
  await delivering.stop();
  delivering = undefined;
  await errands.close();
});
