import { Fault } from "@ascent/core";
import type { BuildDetail, BuildRecord, Failure } from "@ascent/engine";
import { type Deck, definitionText, flightDeck, memoryStore, sampleBlueprint } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

const hostTrouble: Failure = { code: "sandbox-start", message: "no more processes", retryable: true, logTail: [] };

async function builds(deck: Deck, runId: string): Promise<Map<string, BuildRecord>> {
  return new Map((await deck.ledger.builds(runId)).map((build) => [`${build.stage}/${build.name}`, build]));
}

async function detail(deck: Deck, runId: string, path: string): Promise<BuildDetail> {
  const id = (await builds(deck, runId)).get(path)!.id;
  return (await deck.ledger.build(id))!;
}

async function states(deck: Deck, runId: string): Promise<Record<string, string>> {
  return Object.fromEntries([...(await builds(deck, runId))].map(([path, { state }]) => [path, state]));
}

/** Main packages whose builds really ran, in order. */
function built(deck: Deck): string[] {
  return deck.builder.requests.map(({ recipe }) => `${recipe.stage}/${recipe.name}`);
}

async function flown(deck: Deck, jobs = 1) {
  const { run } = await deck.start();
  return deck.fly(run.id, jobs);
}

async function digests(deck: Deck, runId: string): Promise<Record<string, string>> {
  const published = await deck.ledger.packages(runId, "x86_64", "final");
  return Object.fromEntries(published.map(({ record, contentDigest }) => [record.name, contentDigest]));
}

describe("a run without trouble", () => {
  test("goes through every stage in order to a verdict, and each build records what it was made of", async () => {
    const deck = await flightDeck();
    const run = await flown(deck);
    expect(run).toMatchObject({ state: "succeeded", verdict: { holds: true, seed: "alpine", required: "resolved" } });
    expect(run.verdict?.packages.map(({ name, rung }) => [name, rung])).toEqual(
      ["app", "cc", "lib", "sh"].map((name) => [name, "clean"]),
    );
    const order = built(deck);
    expect(order).toHaveLength(10);
    expect(order.map((path) => path.split("/")[0])).toEqual([
      ...Array(3).fill("stage1"),
      ...Array(3).fill("stage2"),
      ...Array(4).fill("final"),
    ]);
    expect(order.indexOf("stage1/cc")).toBeLessThan(order.indexOf("stage1/libc"));
    const app = await detail(deck, run.id, "final/app");
    expect(app.environment.map(({ name, input }) => `${input} ${name}`)).toEqual(["stage2 cc", "final lib"]);
    expect(app.attempts).toMatchObject([
      { number: 1, state: "succeeded", worker: "w1", steps: [{ label: "make app", exitCode: 0 }] },
    ]);
    expect(new TextDecoder().decode(await deck.store.read(app.logDigest!))).toBe("--- make app\napp\n");
    expect((await deck.ledger.log(app.id, 0))?.text).toBe("--- make app\napp\n");
    expect(await deck.ledger.unconcluded()).toEqual([]);
  });

  test("whatever the worker logs on the way names its run and its build", async () => {
    const deck = await flightDeck();
    const run = await flown(deck);
    const done = deck.log.lines.filter((line) => line.message === "build done").map(({ data }) => data);
    expect(done).toEqual(Array(10).fill(expect.objectContaining({ runId: run.id, attempt: 1 })));
    const ids = [...(await builds(deck, run.id)).values()].map(({ id }) => id);
    expect(done.map((data) => (data as { buildId: string }).buildId).toSorted()).toEqual(ids.toSorted());
    expect(deck.log.lines.find((line) => line.message === "seed locked")?.data).toMatchObject({ runId: run.id });
  });

  test("each stage is signed with its own key, and only stages are", async () => {
    const deck = await flightDeck();
    await flown(deck);
    expect(deck.keys.made).toEqual(["stage1", "stage2", "final"]);
  });

  test("a second run with nothing changed takes everything from the cache and ends in the same verdict", async () => {
    const deck = await flightDeck();
    const first = await flown(deck);
    const second = await flown(deck);
    expect(built(deck)).toHaveLength(10);
    expect([...(await builds(deck, second.id)).values()].every(({ cached, state }) => cached && state === "done")).toBe(
      true,
    );
    expect(second.verdict).toEqual(first.verdict);
    const app = await detail(deck, second.id, "final/app");
    expect(app.outputs).toEqual((await detail(deck, first.id, "final/app")).outputs);
    expect(app.environment).toHaveLength(2);
    expect(app.logDigest).toBeUndefined();
  });

  test("a cached result of which the store lost anything is built again, and nothing else is", async () => {
    for (const lost of ["fileDigest", "sbom"] as const) {
      const deck = await flightDeck();
      const first = await flown(deck);
      const [output] = (await detail(deck, first.id, "final/app")).outputs;
      deck.store.held.delete(output![lost]);
      const again = await flown(deck);
      expect(again.state).toBe("succeeded");
      expect(built(deck).slice(10)).toEqual(["final/app"]);
      expect(await digests(deck, again.id)).toEqual(await digests(deck, first.id));
    }
  });

  test("a change that changes no output stops there: nothing behind it is built again", async () => {
    const deck = await flightDeck({ builder: { contentOf: (_, { name }) => name } });
    await flown(deck);
    const changed = definitionText("cc", { needs: ["gcc"], runs: "echo another way to the same" });
    deck.blueprints.held.get("sample")!.set("stage1/cc.yaml", changed);
    expect((await flown(deck)).state).toBe("succeeded");
    expect(built(deck).slice(10)).toEqual(["stage1/cc"]);
  });

  test("a change that changes outputs goes on to all that see them, and to nothing else", async () => {
    const deck = await flightDeck();
    await flown(deck);
    deck.blueprints.held
      .get("sample")!
      .set("final/lib.yaml", definitionText("lib", { needs: ["cc"], runs: "echo new" }));
    await flown(deck);
    expect(built(deck).slice(10)).toEqual(["final/lib", "final/app"]);
  });

  test("a comment in a definition rebuilds nothing", async () => {
    const deck = await flightDeck();
    await flown(deck);
    const files = deck.blueprints.held.get("sample")!;
    files.set("stage1/cc.yaml", `# a remark\n${files.get("stage1/cc.yaml")}`);
    await flown(deck);
    expect(built(deck)).toHaveLength(10);
  });

  test("how many builds run at once does not change a digest", async () => {
    const [one, four] = [await flightDeck(), await flightDeck()];
    const [alone, together] = [await flown(one, 1), await flown(four, 4)];
    expect(await digests(four, together.id)).toEqual(await digests(one, alone.id));
  });
});

describe("a build that fails", () => {
  const broken = { "stage1/libc": "echo compiling\nexit 1\n" };

  test("fails once, blocks what is behind it with itself as the cause, and other branches go on", async () => {
    const deck = await flightDeck({ blueprint: sampleBlueprint(broken) });
    const run = await flown(deck);
    expect(run).toMatchObject({ state: "failed" });
    expect(run.verdict).toBeUndefined();
    const all = await states(deck, run.id);
    expect(all).toMatchObject({ "stage1/cc": "done", "stage1/gzip": "done", "stage1/libc": "failed" });
    expect(Object.values(all).filter((state) => state === "failed")).toHaveLength(1);
    expect(Object.values(all).filter((state) => state === "blocked")).toHaveLength(7);
    const libc = await detail(deck, run.id, "stage1/libc");
    expect(libc).toMatchObject({
      failure: { code: "step-failed", step: "make libc", retryable: false, logTail: ["--- make libc", "compiling"] },
    });
    expect(libc.blocks).toHaveLength(7);
    expect(libc.attempts).toHaveLength(1);
    expect(libc.key).toBeDefined();
    expect(libc.environment.map(({ name }) => name)).toEqual(["cc", "gcc"]);
    expect(new TextDecoder().decode(await deck.store.read(libc.logDigest!))).toContain("compiling");
  });

  test("goes on from there when it is mended by hand and tried again", async () => {
    let mended = false;
    const failure: Failure = { code: "step-failed", message: "broken", retryable: false, logTail: [] };
    const deck = await flightDeck({
      builder: { failureOf: ({ recipe }) => (recipe.name === "libc" && !mended ? failure : undefined) },
    });
    const run = await flown(deck);
    expect(run.state).toBe("failed");
    mended = true;
    expect(await deck.ledger.retryRun(run.id, deck.clock.now())).toEqual({ retried: 1 });
    expect(await deck.fly(run.id)).toMatchObject({ state: "succeeded", verdict: { holds: true } });
    expect((await detail(deck, run.id, "stage1/libc")).attempts.map(({ state }) => state)).toEqual([
      "failed",
      "succeeded",
    ]);
    expect(built(deck).filter((path) => path === "stage1/cc")).toHaveLength(1);
  });

  test("an environment that cannot be resolved is a failure of the definition, never tried again", async () => {
    const deck = await flightDeck({ builder: { contentOf: (_, { name }) => name } });
    const offered = deck.ledger.offered;
    deck.ledger.offered = async (task) => (await offered(task)).filter(({ record }) => record.name !== "gcc");
    const run = await flown(deck);
    const cc = await detail(deck, run.id, "stage1/cc");
    expect(cc).toMatchObject({
      state: "failed",
      failure: { code: "unresolvable", message: expect.stringContaining("gcc") },
    });
    expect(cc.failure?.wayOut).toContain("stage1/cc.yaml");
    expect(cc.attempts).toHaveLength(1);
  });
});

describe("trouble of the host", () => {
  test("is tried again with growing pauses, three times at most, and a person's retry starts anew", async () => {
    const deck = await flightDeck({
      builder: { failureOf: ({ recipe }) => (recipe.name === "gzip" ? hostTrouble : undefined) },
    });
    const run = await flown(deck);
    expect(run.state).toBe("failed");
    const { attempts } = await detail(deck, run.id, "stage1/gzip");
    expect(attempts.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
    const starts = attempts.map(({ startedAt }) => startedAt!.getTime());
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(2_000);
    expect(starts[2]! - starts[1]!).toBeGreaterThanOrEqual(8_000);
    await deck.ledger.retryRun(run.id, deck.clock.now());
    await deck.fly(run.id);
    expect((await detail(deck, run.id, "stage1/gzip")).attempts).toHaveLength(6);
  });

  test("that passes costs time alone", async () => {
    let troubles = 2;
    const deck = await flightDeck({ builder: { failureOf: () => (troubles-- > 0 ? hostTrouble : undefined) } });
    const [calm, run] = [await flightDeck(), await flown(deck)];
    expect(run).toMatchObject({ state: "succeeded", verdict: { holds: true } });
    expect(await digests(deck, run.id)).toEqual(await digests(calm, (await flown(calm)).id));
  });

  test("a source that cannot be reached is tried again, one with other bits is not", async () => {
    const withSource = (hash: string) => ({
      ...sampleBlueprint(),
      "stage1/gzip.yaml": definitionText("gzip", { needs: ["gcc"] }).replace(
        "pipeline:\n",
        `pipeline:\n  - uses: fetch\n    with: {uri: https://example.org/gzip.tar, expected-sha256: ${hash}}\n`,
      ),
    });
    const unreachable = await flightDeck({ blueprint: withSource("a".repeat(64)) });
    withFetch(unreachable);
    const first = await flown(unreachable);
    expect(await detail(unreachable, first.id, "stage1/gzip")).toMatchObject({
      failure: { code: "source-unreachable" },
    });
    expect((await detail(unreachable, first.id, "stage1/gzip")).attempts).toHaveLength(3);
    const wrong = await flightDeck({ blueprint: withSource("a".repeat(64)) });
    withFetch(wrong);
    wrong.sources.served.set("https://example.org/gzip.tar", new TextEncoder().encode("other bits"));
    const second = await flown(wrong);
    expect(await detail(wrong, second.id, "stage1/gzip")).toMatchObject({ failure: { code: "source-hash-mismatch" } });
    expect((await detail(wrong, second.id, "stage1/gzip")).attempts).toHaveLength(1);
  });

  test("a full disk that takes not even the log is recorded as what it is", async () => {
    const store = memoryStore();
    const deck = await flightDeck({
      store: {
        ...store,
        put: async (bytes) => {
          if (new TextDecoder().decode(bytes).startsWith("--- make gzip"))
            throw new Fault("disk-full", "no space left");
          return store.put(bytes);
        },
      },
      blueprint: sampleBlueprint({ "stage1/gzip": "echo compiling\nexit 1" }),
    });
    const run = await flown(deck);
    const gzip = await detail(deck, run.id, "stage1/gzip");
    expect(gzip).toMatchObject({ state: "failed", failure: { code: "step-failed" } });
    expect(gzip.logDigest).toBeUndefined();
    expect((await deck.ledger.log(gzip.id, 0))?.text).toContain("compiling");
    expect(deck.log.complaints("log not stored")).toHaveLength(1);
  });
});

/** The one pipeline that these tests need of ours. */
function withFetch(deck: Deck): void {
  const fetch = [
    "name: fetch",
    "inputs: {uri: {required: true}, expected-sha256: {required: true}}",
    "pipeline: [{runs: 'true'}]",
    "",
  ].join("\n");
  deck.blueprints.pipelines = async () => new Map([["fetch", fetch]]);
}
