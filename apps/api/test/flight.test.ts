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

describe("the whole run at once", () => {
  test("has every build as a row, as the list of builds has it", async () => {
    const runId = await rig.flown();
    const [{ builds }, flight] = [await client.builds(runId), await client.flight(runId)];
    expect(flight.builds).toHaveLength(builds.length);
    for (const [index, build] of builds.entries()) {
      const [id, arch, stage, name, version, state, cached, attempt, wave, worker, startedAt, finishedAt] =
        flight.builds[index]!;
      expect({ id, arch, stage, name, version, state, cached, attempt, wave, worker }).toEqual({
        ...{ id: build.id, arch: build.arch, stage: build.stage, name: build.name, version: build.version },
        ...{ state: build.state, cached: build.cached, attempt: build.attempt, wave: build.wave, worker: build.worker },
      });
      expect(new Date(startedAt!).toISOString()).toBe(build.startedAt);
      expect(new Date(finishedAt!).toISOString()).toBe(build.finishedAt);
    }
    expect(flight.stages).toEqual((await client.stages(runId)).stages);
  });

  test("its version is where its events go on", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const { version } = await client.flight(run.id);
    const events = await rig.deck.ledger.events(run.id, 0, 100);
    expect(version).toBe(events.at(-1)?.sequence);
    await client.cancel(run.id);
    expect((await client.flight(run.id)).version).toBeGreaterThan(version);
  });

  test("names the failed build that blocks the others by its place", async () => {
    rig.deck.blueprints.held.set("broken", new Map(Object.entries(sampleBlueprint({ "stage1/cc": "exit 1" }))));
    const runId = await rig.flown({ blueprint: "broken" });
    const { builds } = await client.flight(runId);
    const failed = builds.findIndex(([, , , , , state]) => state === "failed");
    expect(builds[failed]?.[14]).toBe("step-failed");
    const blocked = builds.filter(([, , , , , state]) => state === "blocked");
    expect(blocked.length).toBeGreaterThan(0);
    expect(blocked.every((row) => row[13] === failed)).toBe(true);
  });

  test("expects of a build what it took in earlier runs", async () => {
    const runId = await rig.flown();
    rig.deck.clock.advance(1000);
    const { run } = await client.startRun({ blueprint: "sample" });
    await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
    const earlier = await rig.deck.ledger.earlierSeconds(run.id);
    expect(earlier.size).toBeGreaterThan(0);
    const { nodes } = await client.graph(run.id);
    for (const [id, , , , , , from] of nodes) expect(from === "history").toBe(earlier.has(id));
    expect((await client.flight(run.id)).builds.map((row) => row[12])).toEqual(nodes.map((node) => node[5]));
    expect(nodes).toHaveLength((await client.builds(runId)).builds.length);
    await client.cancel(run.id);
  });
});

describe("the graph", () => {
  test("has the builds at the places of the flight, an edge for all that they wait for, and why", async () => {
    const runId = await rig.flown();
    const [{ builds }, { nodes, edges, criticalPaths }] = [await client.builds(runId), await client.graph(runId)];
    expect(nodes.map(([id]) => id)).toEqual(builds.map(({ id }) => id));
    const waits = edges
      .filter(([, , kind]) => kind === "waits")
      .map(([from, to]) => `${nodes[from]![0]} ${nodes[to]![0]}`);
    expect(waits.toSorted()).toEqual(
      builds.flatMap((build) => build.waitsFor.map((id) => `${id} ${build.id}`)).toSorted(),
    );
    expect(waits.length).toBeGreaterThan(0);
    for (const [from, to, kind, name] of edges) {
      expect(nodes[from]![2] === nodes[to]![2]).toBe(kind === "waits");
      expect(name).toBeTruthy();
    }
    const [path] = criticalPaths;
    expect(path?.arch).toBe("x86_64");
    expect(path?.builds.map((place) => nodes[place]![2])).toContain("final");
    const sum = path!.builds.reduce((seconds, place) => seconds + nodes[place]![5], 0);
    expect(path?.seconds).toBeCloseTo(sum);
  });

  test("is the same for as long as no other arch is planned, whatever is built", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const empty = await rig.get(`/v1/runs/${run.id}/graph`);
    expect(empty.json()).toEqual({ nodes: [], edges: [], criticalPaths: [] });
    await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: "x86_64", attempt: 1 });
    const planned = await rig.get(`/v1/runs/${run.id}/graph`, { "if-none-match": String(empty.headers.etag) });
    expect(planned.status).toBe(200);
    await rig.deck.fly(run.id);
    const built = await rig.get(`/v1/runs/${run.id}/graph`, { "if-none-match": String(planned.headers.etag) });
    expect(built.status).toBe(304);
    expect((await rig.get(`/v1/runs/${run.id}/graph`)).body).toBe(planned.body);
  });
});

test.each(["flight", "graph"])("the %s of a run that nobody knows is a 404", async (what) => {
  const answer = await rig.get(`/v1/runs/${NOBODY}/${what}`);
  expect(answer.status).toBe(404);
  expect(answer.json().code).toBe("run-unknown");
});

test("the flight of a run that did not change costs a 304", async () => {
  const runId = await rig.flown();
  const first = await rig.get(`/v1/runs/${runId}/flight`);
  const again = await rig.get(`/v1/runs/${runId}/flight`, { "if-none-match": String(first.headers.etag) });
  expect([again.status, again.body]).toEqual([304, ""]);
});
