import { Client } from "@ascent/client";
import { prepareSeed } from "@ascent/engine";
import { sampleBlueprint } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let client: Client;
let runId: string;

beforeAll(async () => {
  rig = await apiRig();
  client = new Client({ url: await rig.listen(), token: TOKEN });
  rig.deck.blueprints.held.set("broken", new Map(Object.entries(sampleBlueprint({ "stage1/cc": "exit 1" }))));
  runId = await rig.flown({ blueprint: "broken" });
});
afterAll(() => rig.close());

/** Names of all pages, and how many pages there were. */
async function pages(path: string, key: string): Promise<{ readonly items: Record<string, string>[]; count: number }> {
  const items: Record<string, string>[] = [];
  let cursor = "";
  for (let count = 1; ; count += 1) {
    const answer = await rig.get(`${path}${cursor}`);
    expect(answer.status).toBe(200);
    const page = answer.json();
    items.push(...page[key]);
    if (page.next === undefined) return { items, count };
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

describe("runs page by page", () => {
  test("are those of the states and of the blueprint that were asked for, with cursors of their own", async () => {
    const other = (await client.startRun({ blueprint: "broken" })).run.id;
    const only = async (query: string) => (await pages(`/v1/runs?limit=1&${query}`, "runs")).items.map(({ id }) => id);
    expect((await only("blueprint=sample")).toSorted()).toEqual([other, runId].toSorted());
    expect(await only("blueprint=sample&state=failed,succeeded")).toEqual([runId]);
    expect(await only("blueprint=unheard-of")).toEqual([]);
    const { next } = (await rig.get("/v1/runs?limit=1&blueprint=sample")).json();
    expect((await rig.get(`/v1/runs?limit=1&cursor=${next}`)).json()).toMatchObject({ code: "bad-cursor" });
    expect((await client.runs(5, { state: "failed", blueprint: "sample" })).runs.map(({ id }) => id)).toEqual([runId]);
  });

  test.each(["state=", "state=odd", "blueprint="])("%s is a 400", async (query) => {
    expect((await rig.get(`/v1/runs?${query}`)).status).toBe(400);
  });
});

describe("builds page by page", () => {
  test("are all of them, each once, in the order of the plan, whatever the size of a page", async () => {
    const all = (await rig.deck.ledger.builds(runId)).map(({ id }) => id);
    for (const limit of [1, 3, 100]) {
      const { items, count } = await pages(`/v1/runs/${runId}/builds?limit=${limit}`, "builds");
      expect(items.map(({ id }) => id)).toEqual(all);
      expect(count).toBe(Math.ceil(all.length / limit));
    }
    expect((await client.builds(runId)).builds.map(({ id }) => id)).toEqual(all);
  });

  test("begin with failures when asked, and are filtered by state, stage, arch and search text", async () => {
    const { items } = await pages(`/v1/runs/${runId}/builds?limit=2&order=failures`, "builds");
    const states = items.map(({ state }) => state);
    expect(states[0]).toBe("failed");
    expect(states.indexOf("blocked")).toBeGreaterThan(states.lastIndexOf("failed"));
    const only = async (query: string) => (await pages(`/v1/runs/${runId}/builds?${query}`, "builds")).items;
    expect(new Set((await only("state=failed,blocked")).map(({ state }) => state))).toEqual(
      new Set(["failed", "blocked"]),
    );
    expect(new Set((await only("stage=final")).map(({ stage }) => stage))).toEqual(new Set(["final"]));
    expect(new Set((await only("search=C")).map(({ name }) => name))).toEqual(new Set(["cc", "libc"]));
    expect(await only("arch=aarch64")).toEqual([]);
  });

  test.each(["state=", "state=odd", "order=size", "arch=m68k", "limit=0", "limit=1001"])(
    "%s is a 400",
    async (query) => {
      expect((await rig.get(`/v1/runs/${runId}/builds?${query}`)).status).toBe(400);
    },
  );
});

describe("a cursor", () => {
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const nobody = "00000000-0000-4000-8000-000000000000";

  test("that no list gave is a 400 with a way out", async () => {
    const cursors = ["x", "AAAA", forged([]), forged(["runs", 1]), forged(["runs", nobody]), forged({ runs: nobody })];
    for (const cursor of [...cursors, forged(["workers", "gone"]), forged(["evidence", "x"])]) {
      for (const path of ["/v1/runs", "/v1/workers", `/v1/runs/${runId}/builds`, `/v1/runs/${runId}/evidence`]) {
        const answer = await rig.get(`${path}?cursor=${cursor}`);
        expect([path, answer.status, answer.json().code]).toEqual([path, 400, "bad-cursor"]);
        expect(answer.json().wayOut).toContain("cursor");
      }
    }
  });

  test("of one question is none of another's", async () => {
    const { next } = (await rig.get(`/v1/runs/${runId}/builds?limit=1`)).json();
    const asked = async (query: string) => (await rig.get(`/v1/runs/${runId}/builds?cursor=${next}${query}`)).status;
    expect(await asked("")).toBe(200);
    for (const query of ["&order=failures", "&stage=final", "&search=c"]) expect(await asked(query)).toBe(400);
  });
});

test("workers come page by page, and a worker that joins moves nobody", async () => {
  const { ledger, clock } = rig.deck;
  const join = (id: string) =>
    ledger.heartbeat({ id, arch: "x86_64", host: "h", concurrency: 1, startedAt: clock.now(), seenAt: clock.now() });
  for (const id of ["b", "c", "d"]) await join(id);
  const first = (await rig.get("/v1/workers?limit=1")).json();
  await join("a");
  const rest = (await rig.get(`/v1/workers?limit=10&cursor=${first.next}`)).json();
  expect([...first.workers, ...rest.workers].map(({ id }: { id: string }) => id)).toEqual(["b", "c", "d"]);
  expect((await client.workers()).workers.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  await ledger.workerGone("b");
  expect((await rig.get(`/v1/workers?cursor=${first.next}`)).json().code).toBe("bad-cursor");
  for (const id of ["a", "c", "d"]) await ledger.workerGone(id);
});

describe("what has not changed costs a 304", () => {
  const paths = async () => {
    const done = await rig.flown();
    const { builds } = await client.builds(done);
    const of = ["", "/stages", "/builds", "/verdict", "/evidence", "/rebuilds", "/seed-locks", "/flight", "/graph"];
    return [
      "/v1/runs",
      "/v1/workers",
      "/v1/blueprints",
      `/v1/builds/${builds[0]!.id}`,
      ...of.map((tail) => `/v1/runs/${done}${tail}`),
    ];
  };

  test("on everything that is polled; and what has changed is answered whole", async () => {
    for (const path of await paths()) {
      const first = await rig.get(path);
      const etag = String(first.headers.etag);
      expect([path, first.status, /^W\/"[\w-]+"$/.test(etag)]).toEqual([path, 200, true]);
      const again = await rig.get(path, { "if-none-match": etag });
      expect([path, again.status, again.body]).toEqual([path, 304, ""]);
      expect(again.headers.etag).toBe(etag);
      expect((await rig.get(path, { "if-none-match": 'W/"other"' })).body).toBe(first.body);
    }
    const before = await rig.get("/v1/runs");
    await rig.flown();
    expect((await rig.get("/v1/runs", { "if-none-match": String(before.headers.etag) })).status).toBe(200);
  });

  test("problems have no version", async () => {
    const answer = await rig.get("/v1/runs/nothing", { "if-none-match": "*" });
    expect([answer.status, answer.headers.etag]).toEqual([400, undefined]);
  });
});

describe("how long a run still takes", () => {
  test("is told per arch and stage while something is left, with what it rests on", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    expect((await client.run(run.id)).estimates).toBeUndefined();
    await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
    const [estimate] = (await client.run(run.id)).estimates ?? [];
    expect(estimate).toMatchObject({ arch: "x86_64", slots: 0, left: 10 });
    const { stages } = await client.stages(run.id);
    expect(stages.at(-1)?.finishAt).toBe(estimate?.finishAt);
    const flight = await client.flight(run.id);
    expect(flight.estimates).toEqual([estimate]);
    expect(flight.paths[0]!.builds.length).toBeGreaterThan(2);
    await client.cancel(run.id);
    expect((await client.run(run.id)).estimates).toBeUndefined();
    expect((await client.stages(run.id)).stages.every(({ finishAt }) => finishAt === undefined)).toBe(true);
  });
});
