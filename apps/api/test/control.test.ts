import { Client } from "@ascent/client";
import { prepareSeed } from "@ascent/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let client: Client;

beforeAll(async () => {
  rig = await apiRig();
  client = new Client({ url: await rig.listen(), token: TOKEN });
});
afterAll(() => rig.close());

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** A run of which the first builds are ready. */
async function planned(): Promise<{ readonly id: string; build(name: string, stage?: string): Promise<string> }> {
  const { run } = await client.startRun({ blueprint: "sample" });
  await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
  const build = async (name: string, stage = "stage1") => {
    const { builds } = await client.builds(run.id);
    return builds.find((one) => one.name === name && one.stage === stage)!.id;
  };
  return { id: run.id, build };
}

async function states(runId: string): Promise<Record<string, number>> {
  const { builds } = await client.builds(runId);
  return Object.fromEntries(
    [...new Set(builds.map(({ state }) => state))].map((state) => [
      state,
      builds.filter((one) => one.state === state).length,
    ]),
  );
}

describe("a build", () => {
  test("is cancelled by itself, blocks what waits for it, and goes again with all of it", async () => {
    const run = await planned();
    const id = await run.build("cc");
    expect(await client.cancelWork(run.id, { build: id })).toEqual({ cancelled: 1 });
    expect(await client.build(id)).toMatchObject({ state: "cancelled" });
    const blocked = (await client.build(id)).blocks;
    expect(blocked.length).toBeGreaterThan(0);
    const refused = await rig.post(`/v1/builds/${blocked[0]}/retry`);
    expect([refused.status, refused.json().code]).toEqual([409, "build-blocked"]);
    expect(refused.json().wayOut).toContain(id);
    expect(await client.retryWork(run.id, { build: id })).toEqual({ retried: 1 });
    expect((await rig.deck.fly(run.id)).state).toBe("succeeded");
    expect(await client.cancelWork(run.id, { build: id })).toEqual({ cancelled: 0 });
    expect(await client.retryWork(run.id, { build: id })).toEqual({ retried: 0 });
  });

  test("that is the last one left ends the run when it is cancelled", async () => {
    const run = await planned();
    expect(await client.cancelWork(run.id, { stage: "stage1" })).toMatchObject({ cancelled: expect.any(Number) });
    expect(await client.run(run.id)).toMatchObject({ state: "cancelled" });
    expect(await states(run.id)).not.toHaveProperty("waiting");
  });
});

describe("a stage", () => {
  test("is cancelled and retried by itself", async () => {
    const run = await planned();
    const { cancelled } = await client.cancelWork(run.id, { stage: "final" });
    expect(cancelled).toBeGreaterThan(0);
    expect(await states(run.id)).toMatchObject({ cancelled, ready: expect.any(Number) });
    const { name } = (await client.builds(run.id)).builds.find(({ stage }) => stage === "final")!;
    expect(await client.retryWork(run.id, { stage: "final", package: name })).toEqual({ retried: 1 });
    expect(await client.retryWork(run.id, { stage: "final" })).toEqual({ retried: cancelled - 1 });
    expect((await rig.deck.fly(run.id)).state).toBe("succeeded");
  });

  test("that the run does not have is a 404 that names those it has", async () => {
    const run = await planned();
    for (const verb of ["retry", "cancel"]) {
      const answer = await rig.post(`/v1/runs/${run.id}/stages/stage9/${verb}`);
      expect([answer.status, answer.json().code]).toEqual([404, "stage-unknown"]);
      expect(answer.json().wayOut).toContain("stage1");
      expect((await rig.post(`/v1/runs/${NOBODY}/stages/stage1/${verb}`)).json().code).toBe("run-unknown");
      expect((await rig.post(`/v1/builds/${NOBODY}/${verb}`)).json().code).toBe("build-unknown");
    }
    await client.cancel(run.id);
  });
});

test("the builds of a package are cancelled in every stage", async () => {
  const run = await planned();
  const { cancelled } = await client.cancelWork(run.id, { package: "cc" });
  const { builds } = await client.builds(run.id);
  expect(builds.filter(({ state }) => state === "cancelled").map(({ name }) => name)).toEqual(
    Array(cancelled).fill("cc"),
  );
  expect(cancelled).toBeGreaterThan(1);
  await client.cancel(run.id);
});

describe("a run's priority", () => {
  test("is given at its start, changed later, and decides which builds are taken first", async () => {
    const low = await planned();
    const { run } = await client.startRun({ blueprint: "sample", priority: 1 });
    expect([(await client.run(low.id)).priority, run.priority]).toEqual([5, 1]);
    await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
    expect((await client.prioritize(run.id, 10)).priority).toBe(10);
    const taken: string[] = [];
    const consumer = await rig.deck.queue.consume("x86_64", 1, async (payload) => {
      if (payload.kind === "build") taken.push((await client.build(payload.buildId)).runId);
    });
    await expect.poll(() => taken.length).toBeGreaterThanOrEqual(2);
    await consumer.drain();
    const order = taken.filter((id) => id === run.id || id === low.id);
    expect(order.indexOf(low.id)).toBeGreaterThan(order.lastIndexOf(run.id));
    for (const id of [run.id, low.id]) await client.cancel(id);
  });

  test.each([-1, 11, 1.5, "5", null])("%j is a 400", async (priority) => {
    const run = await planned();
    expect((await rig.call("PATCH", `/v1/runs/${run.id}`, { body: { priority } })).status).toBe(400);
    expect((await rig.post("/v1/runs", { blueprint: "sample", priority: priority ?? "x" })).status).toBe(400);
    await client.cancel(run.id);
  });

  test("of a run that nobody knows is a 404", async () => {
    expect((await rig.call("PATCH", `/v1/runs/${NOBODY}`, { body: { priority: 1 } })).json().code).toBe("run-unknown");
  });
});

describe("a worker", () => {
  test("is drained and undrained, and seen as such with its load", async () => {
    const { ledger, clock } = rig.deck;
    const at = clock.now();
    await ledger.heartbeat({ id: "w9", arch: "x86_64", host: "h", concurrency: 4, startedAt: at, seenAt: at });
    const seen = async () => (await client.workers()).workers.find(({ id }) => id === "w9");
    expect(await seen()).toMatchObject({ state: "idle", draining: false, load: 0 });
    const run = await planned();
    const build = { buildId: await run.build("cc"), attempt: 1 };
    await ledger.claimBuild(build, { worker: "w9", until: new Date(at.getTime() + 60_000) });
    expect(await seen()).toMatchObject({ state: "working", load: 0.25, building: [build.buildId] });
    expect(await client.drain("w9")).toMatchObject({ state: "draining", draining: true });
    await ledger.cancelBuild(build, at);
    expect(await seen()).toMatchObject({ state: "drained" });
    expect(await client.drain("w9", false)).toMatchObject({ state: "idle", draining: false });
    clock.advance(61);
    expect(await seen()).toMatchObject({ state: "silent" });
    await client.cancel(run.id);
    await ledger.workerGone("w9");
  });

  test.each(["nobody", "%00", "a%2Fb"])("%s is a 404", async (id) => {
    const answer = await rig.post(`/v1/workers/${id}/drain`);
    expect([answer.status, answer.json().code]).toEqual([404, "worker-unknown"]);
  });
});
