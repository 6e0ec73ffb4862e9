import { Client } from "@ascent/client";
import { prepareSeed } from "@ascent/engine";
import { sampleBlueprint } from "@ascent/testkit";
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

describe("in whatever state a run is", () => {
  type Answers = Readonly<Record<string, unknown>>;

  /** Everything that can be asked of it, and what the answers were: the status, and what of it was done. */
  async function everything(id: string): Promise<Answers> {
    const { builds } = await client.builds(id);
    const paths = [
      ...[`runs/${id}`, `runs/${id}/stages/stage1`, ...builds.map((build) => `builds/${build.id}`)],
      `runs/${id}/packages/cc`,
    ].map((path) => `/v1/${path}`);
    const answers: Record<string, unknown> = {};
    for (const path of paths) {
      for (const verb of path.includes("/packages/") ? ["cancel"] : ["retry", "cancel", "cancel", "retry", "retry"]) {
        const answer = await rig.post(`${path}/${verb}`, undefined);
        expect([path, verb, answer.status]).toEqual([path, verb, expect.toSatisfy((status) => status < 500)]);
        const { code = "done" } = answer.json();
        answers[`${answer.status} ${code}`] = verb;
      }
    }
    return answers;
  }

  const STATES: Readonly<Record<string, () => Promise<string>>> = {
    "not planned": async () => (await client.startRun({ blueprint: "sample" })).run.id,
    "not planned and cancelled": async () => {
      const { run } = await client.startRun({ blueprint: "sample" });
      return (await client.cancel(run.id)).id;
    },
    planned: async () => (await planned()).id,
    "planned and cancelled": async () => (await client.cancel((await planned()).id)).id,
    succeeded: () => rig.flown(),
    failed: async () => {
      rig.deck.blueprints.held.set("fails", new Map(Object.entries(sampleBlueprint({ "stage1/gzip": "exit 1" }))));
      const id = await rig.flown({ blueprint: "fails" });
      rig.deck.blueprints.held.delete("fails");
      return id;
    },
    "a rebuild": async () => (await client.rebuild(await rig.flown(), {})).run.id,
  };
  const REFUSALS = new Set(["200 done", "404 stage-unknown", "409 build-blocked"]);

  test.each(Object.entries(STATES))(
    "%s, cancelling and trying again are answered and leave it in order",
    async (_, make) => {
      const id = await make();
      const answers = await everything(id);
      expect(Object.keys(answers).filter((answer) => !REFUSALS.has(answer))).toEqual([]);
      // Whatever that made of it, it can be flown to its end, or is over.
      await client.retry(id);
      const { state } = await rig.deck.fly(id, 2);
      expect(["succeeded", "failed", "cancelled"]).toContain(state);
      expect(await states(id)).not.toHaveProperty("building");
      expect(await states(id)).not.toHaveProperty("waiting");
    },
  );

  test("nothing of a run that is over is cancelled, and nothing of one that succeeded is tried again", async () => {
    const id = await rig.flown();
    const before = await rig.get(`/v1/runs/${id}`);
    const { builds } = await client.builds(id);
    const of = { build: builds[0]!.id };
    for (const work of [of, { stage: "stage1" }, { package: "cc" }])
      expect(await client.cancelWork(id, work)).toEqual({ cancelled: 0 });
    for (const work of [of, { stage: "stage1" }, { package: "cc" }, {}])
      expect(await client.retryWork(id, work)).toEqual({ retried: 0 });
    expect(await client.cancel(id)).toMatchObject({ state: "succeeded" });
    const after = await rig.get(`/v1/runs/${id}`, { "if-none-match": String(before.headers.etag) });
    expect(after.status).toBe(304);
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

  test.each([
    ["nobody", 404, "worker-unknown"],
    ["a%2Fb", 404, "worker-unknown"],
    ["%00", 400, "bad-request"],
  ])("called %s is a %d", async (id, status, code) => {
    const answer = await rig.post(`/v1/workers/${id}/drain`);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });
});
