import { Fault, RUNGS } from "@ascent/core";
import { definitionText, sampleBlueprint } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { BlueprintView, PlanView, SeedLockView } from "../src/schema/plan.ts";
import { Problem } from "../src/schema/problem.ts";
import { RecipeView } from "../src/schema/recipe.ts";
import { BuildDetailView, BuildView, RunView, StageView, VerdictView } from "../src/schema/run.ts";
import { type ApiRig, apiRig } from "./rig.ts";

let rig: ApiRig;
/** A run that has succeeded. */
let runId: string;

beforeAll(async () => {
  rig = await apiRig();
  runId = await rig.flown();
  rig.deck.clock.advance(60);
});
afterAll(() => rig.close());

describe("starting runs", () => {
  test("answers 201 with the run and where it is", async () => {
    const answer = await rig.post("/v1/runs", { blueprint: "sample" });
    expect(answer.status).toBe(201);
    const { run, created } = answer.json();
    expect(RunView.parse(run)).toMatchObject({ state: "preparing", blueprint: "sample", seeds: ["alpine", "debian"] });
    expect(created).toBe(true);
    expect(answer.headers.location).toBe(`/v1/runs/${run.id}`);
    expect((await rig.get(`/v1/runs/${run.id}`)).json()).toEqual(run);
    await rig.post(`/v1/runs/${run.id}/cancel`);
  });

  test("an idempotency key starts one run; for another request it is a conflict", async () => {
    const key = { "idempotency-key": "key-1" };
    const first = await rig.post("/v1/runs", { blueprint: "sample" }, key);
    const again = await rig.post("/v1/runs", { blueprint: "sample" }, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json()).toMatchObject({ created: false, run: { id: first.json().run.id } });
    const other = await rig.post("/v1/runs", { blueprint: "sample", seeds: ["debian"] }, key);
    expect(other.status).toBe(409);
    expect(Problem.parse(other.json())).toMatchObject({ code: "idempotency-conflict", title: "Conflict" });
    await rig.post(`/v1/runs/${first.json().run.id}/cancel`);
  });

  test("ten requests at once with one key are one run", async () => {
    const key = { "idempotency-key": "key-2" };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => rig.post("/v1/runs", { blueprint: "sample" }, key)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.json().run.id)).size).toBe(1);
    await rig.post(`/v1/runs/${answers[0]!.json().run.id}/cancel`);
  });

  test("defects are a 422 with file, line and column of each, for runs and for plans", async () => {
    rig.deck.blueprints.held.set(
      "broken",
      new Map(
        Object.entries({
          ...sampleBlueprint(),
          "stage2/cc.yaml": definitionText("cc", { needs: ["no-such-thing"] }),
        }),
      ),
    );
    const before = (await rig.get("/v1/runs")).json().runs.length;
    for (const url of ["/v1/runs", "/v1/plans"]) {
      const answer = await rig.post(url, { blueprint: "broken" });
      expect(answer.status).toBe(422);
      const { code, wayOut, defects } = Problem.parse(answer.json());
      expect({ code, wayOut }).toEqual({ code: "blueprint-defects", wayOut: expect.any(String) });
      expect(defects).toMatchObject([
        { severity: "defect", place: { file: "stage2/cc.yaml", line: 2, column: expect.any(Number) } },
      ]);
    }
    expect((await rig.get("/v1/runs")).json().runs).toHaveLength(before);
    rig.deck.blueprints.held.delete("broken");
  });

  test("what only the rules find is told as well: beside the defects, with a run that is started, and in a plan", async () => {
    const broken = { ...sampleBlueprint(), "stage2/sh.yaml": definitionText("sh", { needs: ["no-such-thing"] }) };
    rig.deck.blueprints.held.set("broken", new Map(Object.entries(broken)));
    const tie = expect.objectContaining({ severity: "warning", code: "version-tie", wayOut: expect.any(String) });
    const refused = Problem.parse((await rig.post("/v1/runs", { blueprint: "broken" })).json());
    rig.deck.blueprints.held.delete("broken");
    expect(refused.warnings).toContainEqual(tie);
    const started = await rig.post("/v1/runs", { blueprint: "sample" });
    await rig.post(`/v1/runs/${started.json().run.id}/cancel`);
    expect(started.json().warnings).toContainEqual(tie);
    const planned = PlanView.parse((await rig.post("/v1/plans", { blueprint: "sample" })).json());
    expect(planned.warnings).toEqual(started.json().warnings);
  });

  test.each([
    [{ blueprint: "nothing" }, 404, "blueprint-unknown"],
    [{ blueprint: "sample", seeds: ["gentoo"] }, 422, "seed-unknown"],
    [{ blueprint: "sample", arches: ["aarch64"] }, 422, "arch-unknown"],
    [{ blueprint: "sample", arches: ["m68k"] }, 400, "bad-request"],
    [{ blueprint: "" }, 400, "bad-request"],
    [{ blueprint: "sam\0ple" }, 400, "bad-request"],
    [{ blueprint: "sample", surprise: 1 }, 400, "bad-request"],
    [{ blueprint: "sample", seeds: [] }, 400, "bad-request"],
    [{}, 400, "bad-request"],
    [[], 400, "bad-request"],
    ["sample", 400, "bad-request"],
    [undefined, 400, "bad-request"],
  ])("%j is refused with %i %s, for runs and for plans", async (body, status, code) => {
    for (const url of ["/v1/runs", "/v1/plans"]) {
      const answer = await rig.post(url, body);
      expect(answer.status).toBe(status);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
      expect(Problem.parse(answer.json())).toMatchObject({ status, code });
    }
  });

  test("a queue that is gone does not keep a run from being recorded", async () => {
    const { queue } = rig.deck;
    const send = queue.send;
    queue.send = () => Promise.reject(new Fault("queue-unreachable", "gone"));
    const answer = await rig.post("/v1/runs", { blueprint: "sample" });
    queue.send = send;
    expect(answer.status).toBe(201);
    await rig.post(`/v1/runs/${answer.json().run.id}/cancel`);
  });
});

describe("plans", () => {
  test("show what would be built, in order, with why; the same each time", async () => {
    const answer = await rig.post("/v1/plans", { blueprint: "sample", seeds: ["debian"], arches: ["x86_64"] });
    expect(answer.status).toBe(200);
    const plan = PlanView.parse(answer.json());
    expect(plan.seed).toBe("debian");
    expect(plan.stages.map(({ stage, builds }) => [stage, builds.map(({ name }) => name)])).toEqual([
      ["stage1", ["cc", "gzip", "libc"]],
      ["stage2", ["cc", "libc", "sh"]],
      ["final", ["lib", "cc", "sh", "app"]],
    ]);
    const libc = plan.stages[0]?.builds.find(({ name }) => name === "libc");
    expect(libc?.edges).toContainEqual(
      expect.objectContaining({
        name: "cc",
        input: "stage1",
        build: "cc",
        place: { file: "stage1/libc.yaml", line: 2, column: expect.any(Number) },
      }),
    );
    expect((await rig.post("/v1/plans", { blueprint: "sample", seeds: ["debian"] })).body).toBe(answer.body);
  });

  test("are refused for whatever would keep the run from starting, also with a seed that is not the first", async () => {
    const body = { blueprint: "sample", seeds: ["debian", "gentoo"] };
    for (const url of ["/v1/runs", "/v1/plans"]) expect((await rig.post(url, body)).json().code).toBe("seed-unknown");
  });

  test("foretell what comes from the cache after a run that succeeded", async () => {
    const runId = await rig.flown();
    const { forecast } = PlanView.parse((await rig.post("/v1/plans", { blueprint: "sample" })).json());
    expect(forecast).toMatchObject({ against: runId, arches: [{ arch: "x86_64", seconds: 0, guessed: 0 }] });
    expect(forecast?.arches[0]?.stages.map(({ stage, builds, cached }) => [stage, builds, cached.length])).toEqual([
      ["stage1", 3, 3],
      ["stage2", 3, 3],
      ["final", 4, 4],
    ]);
  });

  test("write and queue nothing", async () => {
    const counted = async () => [
      (await rig.get("/v1/runs?limit=1000")).json().runs.length,
      (await rig.get("/v1/actions?limit=1000")).json().actions.length,
      rig.deck.store.held.size,
      await rig.deck.queue.depth("x86_64"),
    ];
    const before = await counted();
    expect((await rig.post("/v1/plans", { blueprint: "sample" })).status).toBe(200);
    expect(await counted()).toEqual(before);
  });
});

describe("reading runs", () => {
  test("a run that succeeded shows its seed and its verdict, which has a URL of its own", async () => {
    const run = RunView.parse((await rig.get(`/v1/runs/${runId}`)).json());
    expect(run).toMatchObject({
      state: "succeeded",
      preparation: [{ seed: "alpine", state: "locked" }],
      verdict: { holds: true },
    });
    const verdict = VerdictView.parse((await rig.get(`/v1/runs/${runId}/verdict`)).json());
    expect(verdict).toEqual(run.verdict);
  });

  test("a run without a verdict says so", async () => {
    const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
    const answer = await rig.get(`/v1/runs/${run.id}/verdict`);
    expect(answer.status).toBe(404);
    expect(answer.json().detail).toContain("it is preparing");
    await rig.post(`/v1/runs/${run.id}/cancel`);
  });

  test("stages and builds are what the client expects", async () => {
    const { stages } = z
      .object({ stages: z.array(StageView) })
      .parse((await rig.get(`/v1/runs/${runId}/stages`)).json());
    expect(stages.map(({ stage, state, counts }) => [stage, state, counts.done])).toEqual([
      ["stage1", "complete", 3],
      ["stage2", "complete", 3],
      ["final", "complete", 4],
    ]);
    const { builds } = z
      .object({ builds: z.array(BuildView) })
      .parse((await rig.get(`/v1/runs/${runId}/builds`)).json());
    expect(builds).toHaveLength(10);
    expect(builds.every(({ state, attempt }) => state === "done" && attempt === 1)).toBe(true);
  });

  test("a build shows its environment, attempts, steps and outputs", async () => {
    const { builds } = (await rig.get(`/v1/runs/${runId}/builds`)).json();
    const app = builds.find(({ name }: { name: string }) => name === "app");
    const detail = BuildDetailView.parse((await rig.get(`/v1/builds/${app.id}`)).json());
    expect(detail.environment.map(({ name, input }) => `${input} ${name}`)).toEqual(["stage2 cc", "final lib"]);
    expect(detail).toMatchObject({
      definition: { file: "final/app.yaml" },
      steps: ["make app"],
      attempts: [{ number: 1, state: "succeeded", steps: [{ label: "make app", exitCode: 0 }] }],
      outputs: [{ name: "app", version: "1.0-r0" }],
    });
  });

  test("a build shows what it runs, just as it was planned", async () => {
    const { builds } = (await rig.get(`/v1/runs/${runId}/builds`)).json();
    const app = builds.find(({ name }: { name: string }) => name === "app");
    const recipe = RecipeView.parse((await rig.get(`/v1/builds/${app.id}/recipe`)).json());
    expect(recipe).toEqual((await rig.deck.ledger.build(app.id))?.recipe);
    expect(recipe.packages[0].steps).toMatchObject([{ label: "make app" }]);
    const none = await rig.get(`/v1/builds/${runId}/recipe`);
    expect([none.status, Problem.parse(none.json()).code]).toEqual([404, "build-unknown"]);
  });

  test("the locks of its seeds name every package by digest", async () => {
    const { locks } = (await rig.get(`/v1/runs/${runId}/seed-locks`)).json();
    expect(locks).toHaveLength(1);
    expect(SeedLockView.parse(locks[0])).toMatchObject({
      seed: "alpine",
      arch: "x86_64",
      packages: [{ name: "gcc" }, { name: "make" }],
    });
    const stored = await rig.get(`/v1/artifacts/${locks[0].digest}`);
    expect(JSON.parse(stored.body)).toMatchObject({ seed: "alpine" });
  });

  test("lists are newest first, page by page, without gap or repetition", async () => {
    const all = (await rig.get("/v1/runs?limit=100")).json().runs.map(({ id }: { id: string }) => id);
    expect(all.at(-1)).toBe(runId);
    const seen: string[] = [];
    for (let url: string | undefined = "/v1/runs?limit=2"; url !== undefined; ) {
      const answer = await rig.get(url);
      const { runs, next } = answer.json();
      expect(runs.length).toBeLessThanOrEqual(2);
      seen.push(...runs.map(({ id }: { id: string }) => id));
      url = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link ?? ""))?.[1];
      expect(url === undefined ? undefined : new URL(url, "http://x").searchParams.get("cursor")).toBe(next);
      // What is started meanwhile is newer than the first page: it neither shifts nor repeats what follows.
      rig.deck.clock.advance(1);
      if (seen.length === 2)
        await rig.post(`/v1/runs/${(await rig.post("/v1/runs", { blueprint: "sample" })).json().run.id}/cancel`);
    }
    expect(seen).toEqual(all);
  });

  test("blueprints that can be run are listed; what has defects is left out, and starting it tells why", async () => {
    rig.deck.blueprints.held.set("broken", new Map([["bootstrap.yaml", "name: ["]]));
    const { blueprints } = (await rig.get("/v1/blueprints")).json();
    rig.deck.blueprints.held.delete("broken");
    expect(blueprints.map((view: unknown) => BlueprintView.parse(view).name)).toEqual(["sample"]);
    expect(blueprints[0].stages).toEqual([
      { name: "stage1", inputs: ["seed"] },
      { name: "stage2", inputs: ["stage1"] },
      { name: "final", inputs: ["stage2"] },
    ]);
  });
});

describe("entity tags", () => {
  const polled = ["", "/stages", "/builds"];

  test("an unchanged run costs a 304 without a body", async () => {
    for (const path of polled) {
      const { headers } = await rig.get(`/v1/runs/${runId}${path}`);
      const again = await rig.get(`/v1/runs/${runId}${path}`, { "if-none-match": `"other", ${headers.etag}` });
      expect([again.status, again.body, again.headers.etag]).toEqual([304, "", headers.etag]);
    }
  });

  test("whatever changes in what a polled URL shows changes its tag", async () => {
    const { deck } = rig;
    const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
    const look = async () => Promise.all(polled.map((path) => rig.get(`/v1/runs/${run.id}${path}`)));
    let last = await look();
    const moments: (() => Promise<unknown>)[] = [];
    const ref = { runId: run.id, arch: "x86_64", attempt: 1 } as const;
    const lease = { worker: "w9", until: new Date(deck.clock.now().getTime() + 15_000) };
    moments.push(() => deck.ledger.claimSeed(ref, lease));
    moments.push(() => deck.ledger.renewSeed(ref, lease, { seed: "alpine", step: "fetch", done: 1, total: 2 }));
    moments.push(() => deck.ledger.expireLeases(new Date(deck.clock.now().getTime() + 16_000), 10));
    moments.push(() => deck.ledger.cancelRun(run.id, deck.clock.now()));
    moments.push(() => deck.ledger.retryRun(run.id, deck.clock.now()));
    moments.push(() => deck.fly(run.id));
    for (const happen of moments) {
      await happen();
      const now = await look();
      for (const [index, answer] of now.entries()) {
        if (answer.body !== last[index]!.body) expect(answer.headers.etag).not.toBe(last[index]!.headers.etag);
      }
      last = now;
    }
    expect(last[0]!.json().state).toBe("succeeded");
  });
});

test("a list has of each verdict whether it holds and how low its lowest package stands; the run has all of it", async () => {
  const { verdict } = (await rig.get(`/v1/runs/${runId}`)).json();
  const { runs } = (await rig.get("/v1/runs?limit=1000")).json();
  const row = runs.find(({ id }: { id: string }) => id === runId);
  const rungs = verdict.packages.map(({ rung }: { rung?: string }) => RUNGS.indexOf(rung as never));
  expect(row.verdict).toEqual({
    required: verdict.required,
    holds: verdict.holds,
    packages: verdict.packages.length,
    lowest: RUNGS[Math.min(...rungs)],
  });
  expect(verdict.packages.length).toBeGreaterThan(1);
  const before = await rig.get("/v1/runs?limit=1000");
  const again = await rig.get("/v1/runs?limit=1000", { "if-none-match": String(before.headers.etag) });
  expect(again.status).toBe(304);
});

describe("cancelling and trying again", () => {
  test("a run that nobody works on is cancelled at once, and cancelling it again changes nothing", async () => {
    const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
    const cancelled = await rig.post(`/v1/runs/${run.id}/cancel`);
    expect(cancelled.status).toBe(200);
    expect(RunView.parse(cancelled.json())).toMatchObject({ state: "cancelled", finishedAt: expect.any(String) });
    expect((await rig.post(`/v1/runs/${run.id}/cancel`)).json()).toEqual(cancelled.json());
    expect((await rig.post(`/v1/runs/${run.id}/retry`)).json()).toEqual({ retried: 1 });
    await rig.deck.fly(run.id);
    expect((await rig.get(`/v1/runs/${run.id}`)).json().state).toBe("succeeded");
  });

  test("a run with nothing to try again says so, and an unknown package is none", async () => {
    expect((await rig.post(`/v1/runs/${runId}/retry`)).json()).toEqual({ retried: 0 });
    expect((await rig.post(`/v1/runs/${runId}/retry`, { package: "nothing" })).json()).toEqual({ retried: 0 });
    expect((await rig.post(`/v1/runs/${runId}/retry`, { package: "a\0b" })).status).toBe(400);
    expect((await rig.post(`/v1/runs/${runId}/retry`, { packages: "cc" })).status).toBe(400);
  });

  test("one package of a failed run goes again", async () => {
    rig.deck.blueprints.held.set("fails", new Map(Object.entries(sampleBlueprint({ "stage1/gzip": "exit 1" }))));
    const failed = await rig.flown({ blueprint: "fails" });
    const { builds } = (await rig.get(`/v1/runs/${failed}/builds`)).json();
    const states = Object.fromEntries(
      builds.map((build: z.infer<typeof BuildView>) => [`${build.stage}/${build.name}`, build.state]),
    );
    expect(states).toMatchObject({ "stage1/gzip": "failed", "stage1/cc": "done", "stage2/sh": "blocked" });
    const blocked = builds.find(({ state }: { state: string }) => state === "blocked");
    const gzip = builds.find(({ state }: { state: string }) => state === "failed");
    expect(blocked.blockedBy).toBe(gzip.id);
    expect((await rig.post(`/v1/runs/${failed}/retry`, { package: "cc" })).json()).toEqual({ retried: 0 });
    expect((await rig.post(`/v1/runs/${failed}/retry`, { package: "gzip" })).json()).toEqual({ retried: 1 });
    expect((await rig.get(`/v1/runs/${failed}`)).json().state).toBe("running");
    await rig.deck.fly(failed);
    rig.deck.blueprints.held.delete("fails");
  });
});

describe("seed locks", () => {
  test("resolve, fetch and pin now, and keep the lock as an artifact", async () => {
    const answer = await rig.post("/v1/seed-locks", { blueprint: "sample", seed: "debian", arch: "x86_64" });
    expect(answer.status).toBe(200);
    const lock = SeedLockView.parse(answer.json());
    expect(lock.packages.map(({ name }) => name)).toEqual(["gcc", "make"]);
    expect((await rig.get(`/v1/artifacts/${lock.digest}`)).status).toBe(200);
  });

  test("an earlier lock is kept until it is to be renewed", async () => {
    const wanted = { blueprint: "sample", seed: "debian", arch: "x86_64" };
    await rig.post("/v1/seed-locks", wanted);
    const before = rig.deck.seeds.inner.resolutions;
    await rig.post("/v1/seed-locks", wanted);
    expect(rig.deck.seeds.inner.resolutions).toBe(before);
    await rig.post("/v1/seed-locks", { ...wanted, renew: true });
    expect(rig.deck.seeds.inner.resolutions).toBe(before + 1);
  });

  test("what goes wrong with a seed keeps its code and way out", async () => {
    const wanted = { blueprint: "sample", seed: "debian", arch: "x86_64", renew: true };
    rig.deck.seeds.down.add("debian");
    const down = await rig.post("/v1/seed-locks", wanted);
    rig.deck.seeds.down.clear();
    expect([down.status, down.json().code]).toEqual([503, "seed-unreachable"]);
    rig.deck.seeds.inner.failure = new Fault("seed-untrusted", "the index is unsigned", { wayOut: "name its key" });
    const untrusted = await rig.post("/v1/seed-locks", wanted);
    rig.deck.seeds.inner.failure = undefined;
    expect([untrusted.status, untrusted.json()]).toEqual([
      422,
      expect.objectContaining({ code: "seed-untrusted", wayOut: "name its key" }),
    ]);
  });

  test.each([
    [{ blueprint: "nothing", seed: "alpine", arch: "x86_64" }, 404, "blueprint-unknown"],
    [{ blueprint: "sample", seed: "gentoo", arch: "x86_64" }, 422, "seed-unknown"],
    [{ blueprint: "sample", seed: "alpine", arch: "aarch64" }, 422, "arch-unknown"],
    [{ blueprint: "sample", seed: "alpine" }, 400, "bad-request"],
  ])("%j is refused with %i %s", async (body, status, code) => {
    const answer = await rig.post("/v1/seed-locks", body);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });
});

test("workers are listed with what they build", async () => {
  const { clock, ledger } = rig.deck;
  await ledger.heartbeat({
    id: "w7",
    arch: "x86_64",
    host: "h",
    concurrency: 2,
    startedAt: clock.now(),
    seenAt: clock.now(),
  });
  const { workers } = (await rig.get("/v1/workers")).json();
  expect(workers).toContainEqual(expect.objectContaining({ id: "w7", host: "h", concurrency: 2, building: [] }));
});
