import { Client } from "@ascent/client";
import { fakeSeeds, testApk, testKey } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";
let rig: ApiRig;
let client: Client;
let first: string;
let second: string;
beforeAll(async () => {
  // What this builder makes depends on recipes alone, as a right compiler's output does; of `sh`, on the surroundings too.
  rig = await apiRig({
    builder: {
      contentOf: ({ recipe, variation }, { name }) =>
        `${recipe.name} ${name} ${name === "sh" ? (variation?.hostname ?? "build") : ""}\n`,
    },
  });
  client = new Client({ url: await rig.listen(), token: TOKEN });
  first = await rig.flown({ blueprint: "sample", seeds: ["alpine"] });
  const { signer } = testKey("debian.rsa.pub");
  const others = await Promise.all(["gcc", "make"].map((name) => testApk({ name, version: "2.0-r0" }, signer)));
  const debian = fakeSeeds(rig.deck.store, others);
  rig.deck.seeds.acquire = (request) => debian.acquire(request);
  second = await rig.flown({ blueprint: "sample", seeds: ["debian"] });
});
afterAll(() => rig.close());

async function rung(runId: string, name: string) {
  const { verdict } = await client.run(runId);
  return verdict?.packages.find((each) => each.name === name)?.findings;
}

describe("rebuilds", () => {
  test("are runs that say what they are for, and leave evidence on the run that they rebuild", async () => {
    const answer = await rig.post(`/v1/runs/${first}/rebuilds`, {});
    expect(answer.status).toBe(201);
    const { run } = answer.json();
    expect(answer.headers.location).toBe(`/v1/runs/${run.id}`);
    expect(run.purpose).toEqual({ kind: "rebuild", of: first, with: "recorded" });
    await rig.deck.fly(run.id);
    expect((await client.rebuilds(first)).runs.map(({ id }) => id)).toEqual([run.id]);
    const { evidence } = await client.evidence(first);
    const rebuilt = evidence.filter(({ kind }) => kind === "rebuild");
    expect(rebuilt.map((each) => [each.package, each.outcome]).sort()).toEqual([
      ...[
        ["app", "holds"],
        ["cc", "holds"],
        ["lib", "holds"],
        ["sh", "fails"],
      ],
    ]);
    expect(await rung(first, "sh")).toMatchObject({
      reproducible: { state: "fails", reasons: [expect.stringContaining("another-host")] },
    });
    expect(await rung(first, "cc")).toMatchObject({ reproducible: { state: "holds" } });
  });

  test("of chosen packages are of those alone; the same key starts one", async () => {
    const body = { with: "final", packages: ["cc", "lib"] };
    const headers = { "idempotency-key": "once" };
    const one = await rig.post(`/v1/runs/${first}/rebuilds`, body, headers);
    const again = await rig.post(`/v1/runs/${first}/rebuilds`, body, headers);
    expect([one.status, again.status]).toEqual([201, 200]);
    expect(again.json().run.id).toBe(one.json().run.id);
    await rig.deck.fly(one.json().run.id);
    const { builds } = await client.builds(one.json().run.id);
    expect(builds.map(({ name }) => name).sort()).toEqual(["cc", "lib"]);
    expect(await rung(first, "lib")).toMatchObject({ "fixed-point": { state: "holds" } });
  });

  test("that are only asked about start nothing, and tell what would be done and what is missing for it", async () => {
    const ask = async (body: object) => {
      const answer = await rig.post(`/v1/runs/${first}/rebuild-plans`, body);
      expect(answer.status).toBe(200);
      return answer.json();
    };
    const before = (await client.runs(100)).runs.length;
    const all = await ask({});
    expect(all.arches).toMatchObject([{ arch: "x86_64", stage: "final", guessed: 0 }]);
    const { builds } = await client.builds(first);
    const last = builds.filter(({ stage }) => stage === "final").map(({ name, version }) => ({ name, version }));
    expect(all.arches[0].builds).toEqual(last);
    expect(all.missing).toEqual([]);
    const lib = builds.find(({ stage, name }) => stage === "final" && name === "lib")!;
    const { environment, outputs } = await client.build(lib.id);
    const [part, result] = [environment[0]!, outputs[0]!];
    const gone = new Set([part.fileDigest, result.fileDigest]);
    const { has } = rig.deck.store;
    rig.deck.store.has = async (digest) => !gone.has(digest) && has.call(rig.deck.store, digest);
    const [recorded, final] = [await ask({ packages: ["lib"] }), await ask({ packages: ["lib"], with: "final" })];
    rig.deck.store.has = has;
    expect(recorded.arches[0].builds.map(({ name }: { name: string }) => name)).toEqual(["lib"]);
    expect(recorded.missing).toEqual([
      { digest: part.fileDigest, kind: "environment", name: part.name },
      { digest: result.fileDigest, kind: "output", name: "lib" },
    ]);
    expect(final.missing.map(({ digest }: { digest: string }) => digest)).toEqual([result.fileDigest]);
    expect((await client.runs(100)).runs.length).toBe(before);
  });

  test.each([
    [{ of: NOBODY, body: {} }, 404, "run-unknown"],
    [{ body: { packages: ["nothing"] } }, 404, "package-unknown"],
    [{ body: { with: "luck" } }, 400, "bad-request"],
    [{ body: { packages: [] } }, 400, "bad-request"],
    [{ of: "none", body: {} }, 400, "bad-request"],
  ])("%j is refused with %i %s", async ({ of, body }: { of?: string; body: object }, status, code) => {
    for (const what of ["rebuilds", "rebuild-plans"]) {
      const answer = await rig.post(`/v1/runs/${of ?? first}/${what}`, body);
      expect([what, answer.status, answer.json().code]).toEqual([what, status, code]);
    }
  });

  test("of a run that is not over are refused with the way out", async () => {
    const { run } = (await rig.post("/v1/runs", { blueprint: "sample", seeds: ["alpine"] })).json();
    const answer = await rig.post(`/v1/runs/${run.id}/rebuilds`, {});
    expect([answer.status, answer.json().code]).toEqual([409, "run-unfinished"]);
    await client.cancel(run.id);
  });
});

describe("comparisons", () => {
  test("of two seeds' bootstraps judge both, by the other's seed lock", async () => {
    const comparison = await client.compare(first, second);
    expect(comparison).toMatchObject({ first, second, holds: true });
    for (const id of [first, second]) {
      expect(await rung(id, "cc")).toMatchObject({ "seed-independent": { state: "holds" } });
    }
    const stages = comparison.arches[0]?.stages.map(({ stage, different }) => [stage, different]);
    expect(stages).toEqual([
      ["stage1", []],
      ["stage2", []],
      ["final", []],
    ]);
    const { evidence } = await client.evidence(second);
    const lock = (await client.run(first)).preparation[0]?.lockDigest;
    expect(evidence.filter(({ kind, seedLock }) => kind === "other-seed" && seedLock === lock)).toHaveLength(4);
  });

  test("asked again change nothing", async () => {
    const before = (await client.evidence(first)).evidence.length;
    await client.compare(second, first);
    expect((await client.evidence(first)).evidence.length).toBe(before);
  });

  test.each([
    [() => ({ with: NOBODY }), 404, "run-unknown"],
    [() => ({ with: first }), 422, "runs-incomparable"],
    [() => ({}), 400, "bad-request"],
  ])("with %s are refused with %i %s", async (body, status, code) => {
    const answer = await rig.post(`/v1/runs/${first}/comparisons`, body());
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });
});

describe("a diff", () => {
  test("of two seeds' bootstraps goes back to the seed, though in the end nothing differs", async () => {
    const { changes, unchanged } = await client.diff(first, second);
    expect(unchanged).toBeGreaterThan(0);
    expect(changes[0]).toMatchObject({ stage: "stage1", bits: [], cause: { kind: "seed" } });
    expect(changes.every(({ stage, bits }) => stage === "stage1" && bits.length === 0)).toBe(true);
  });

  test("with a run that is not there is refused", async () => {
    const answer = await rig.get(`/v1/runs/${first}/diff/${NOBODY}`);
    expect([answer.status, answer.json().code]).toEqual([404, "run-unknown"]);
  });
});
