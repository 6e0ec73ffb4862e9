import { isFault } from "@ascent/core";
import { blueprintDigest, choose, listFiles, planBlueprint, readFiles, startRun, storeFiles } from "@ascent/engine";
import { definitionText, flightDeck, sampleBlueprint } from "@ascent/testkit";
import { describe, expect, test } from "vitest";

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "nothing thrown",
    (error: unknown) => (isFault(error) ? error.code : String(error)),
  );
}

describe("starting a run", () => {
  test("records the run with all of its files in the store, and sends the seed's work", async () => {
    const deck = await flightDeck();
    const { run, created } = await deck.start();
    expect(created).toBe(true);
    expect(run).toMatchObject({
      state: "preparing",
      seeds: ["alpine", "debian"],
      arches: ["x86_64"],
      required: "resolved",
    });
    const list = (await deck.ledger.runFiles(run.id)) ?? [];
    expect(list.map(({ path }) => path)).toEqual(Object.keys(sampleBlueprint()).sort());
    const files = await readFiles(deck.store, list);
    expect(new TextDecoder().decode(files.get("stage1/cc.yaml")?.bytes)).toBe(sampleBlueprint()["stage1/cc.yaml"]);
    expect(await deck.queue.depth("x86_64")).toEqual({ waiting: 1, active: 0 });
  });

  test("a blueprint with defects records, stores and sends nothing, and every defect has its place", async () => {
    const blueprint = { ...sampleBlueprint(), "stage2/cc.yaml": definitionText("cc", { needs: ["no-such-thing"] }) };
    const deck = await flightDeck({ blueprint });
    const started = await startRun(deck, { blueprint: "sample", requestedBy: "test" });
    expect(started).toMatchObject({
      ok: false,
      defects: [
        {
          severity: "defect",
          place: { file: "stage2/cc.yaml", line: 2 },
          message: expect.stringContaining("no-such-thing"),
        },
      ],
    });
    expect(await deck.ledger.runs({ limit: 10 })).toEqual([]);
    expect(deck.store.held.size).toBe(0);
    expect(await deck.queue.depth("x86_64")).toEqual({ waiting: 0, active: 0 });
  });

  test("what is no defect lets it run, and is told", async () => {
    const deck = await flightDeck();
    const started = await startRun(deck, { blueprint: "sample", requestedBy: "test" });
    expect(started).toMatchObject({ ok: true });
    expect(started.warnings).toContainEqual({
      severity: "warning",
      code: "version-tie",
      place: { file: "stage2/cc.yaml", line: expect.any(Number), column: expect.any(Number) },
      message: expect.stringContaining("stage1/cc.yaml"),
      wayOut: expect.any(String),
    });
  });

  test("everything that is wrong is told at once, with what is no defect beside it", async () => {
    const broken = {
      ...sampleBlueprint(),
      "stage1/cc.yaml": "package: [",
      "stage2/sh.yaml": definitionText("sh", { needs: ["no-such-thing"] }),
    };
    const deck = await flightDeck({ blueprint: broken });
    const refused = await startRun(deck, { blueprint: "sample", requestedBy: "test" });
    if (refused.ok) throw new Error("it was started");
    const files = refused.defects.map(({ place }) => place.file);
    expect(files).toContain("stage1/cc.yaml");
    expect(files).toContain("stage2/sh.yaml");
    expect(refused.defects.every(({ severity }) => severity === "defect")).toBe(true);
    expect(refused.warnings.map(({ code }) => code)).toContain("version-tie");
  });

  test("the same idempotency key starts one run, however often and at however many places at once", async () => {
    const deck = await flightDeck();
    const request = { idempotencyKey: "k1" };
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => deck.start(request)));
    expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(await codeOf(deck.start({ ...request, seeds: ["debian"] }))).toBe("idempotency-conflict");
    expect(await deck.ledger.runs({ limit: 10 })).toHaveLength(1);
  });

  test("what the blueprint does not have is refused by name, with what it has", async () => {
    const deck = await flightDeck();
    const refused = deck.start({ seeds: ["gentoo"] });
    await expect(refused).rejects.toMatchObject({
      code: "seed-unknown",
      wayOut: expect.stringContaining("alpine, debian"),
    });
    await expect(deck.start({ arches: ["aarch64"] })).rejects.toMatchObject({
      code: "arch-unknown",
      wayOut: expect.stringContaining("x86_64"),
    });
    expect(await codeOf(deck.start({ blueprint: "nothing" }))).toBe("blueprint-unknown");
    expect(await deck.ledger.runs({ limit: 10 })).toEqual([]);
  });

  test("seeds are tried in the order of the request, each once", async () => {
    const deck = await flightDeck();
    const { run } = await deck.start({ seeds: ["debian", "alpine", "debian"] });
    expect(run.seeds).toEqual(["debian", "alpine"]);
  });

  test("a queue that cannot be reached does not undo the run: the reconciler sends its work later", async () => {
    const deck = await flightDeck();
    const down = { ...deck.queue, send: async () => Promise.reject(new Error("no queue")) };
    const started = await startRun({ ...deck, queue: down }, { blueprint: "sample", requestedBy: "test" });
    expect(started).toMatchObject({ ok: true });
    expect(deck.log.complaints("messages not sent yet")).toHaveLength(1);
    const [run] = await deck.ledger.runs({ limit: 1 });
    expect((await deck.fly(run!.id)).state).toBe("succeeded");
  });
});

describe("blueprints' files", () => {
  test("the digest is that of names, bytes and modes, whatever order they were read in", async () => {
    const deck = await flightDeck();
    const files = await deck.blueprints.read("sample");
    const turned = new Map([...files].reverse());
    expect(blueprintDigest(listFiles(turned))).toBe(blueprintDigest(await storeFiles(deck.store, files)));
    const [path, file] = [...files][0]!;
    const changed = new Map([...files, [path, { ...file, executable: true }]]);
    expect(blueprintDigest(listFiles(changed))).not.toBe(blueprintDigest(listFiles(files)));
  });
});

describe("planning without a run", () => {
  test("takes the first seed and every arch unless told otherwise, and refuses others as a run does", async () => {
    const { blueprints } = await flightDeck();
    const planned = await planBlueprint(blueprints, "sample");
    expect(planned).toMatchObject({ ok: true, value: { blueprint: "sample", seed: "alpine" } });
    const other = await planBlueprint(blueprints, "sample", { seeds: ["debian"] });
    expect(other).toMatchObject({ ok: true, value: { seed: "debian" } });
    expect(await codeOf(planBlueprint(blueprints, "sample", { seeds: ["debian", "gentoo"] }))).toBe("seed-unknown");
    expect(await codeOf(planBlueprint(blueprints, "sample", { arches: ["aarch64"] }))).toBe("arch-unknown");
  });

  test("the same blueprint gives the same plan, byte for byte", async () => {
    const [one, two] = [await flightDeck(), await flightDeck()];
    const plans = [await planBlueprint(one.blueprints, "sample"), await planBlueprint(two.blueprints, "sample")];
    expect(JSON.stringify(plans[0])).toBe(JSON.stringify(plans[1]));
  });

  test("a name that an earlier input has is not waited for inside the stage", async () => {
    const { blueprints } = await flightDeck();
    const planned = await planBlueprint(blueprints, "sample");
    if (!planned.ok) throw new Error("defects");
    const waits = Object.fromEntries(
      planned.value.stages.flatMap(({ stage, builds }) =>
        builds.map(({ name, waitsFor }) => [`${stage}/${name}`, waitsFor]),
      ),
    );
    expect(waits).toMatchObject({ "stage1/libc": ["cc"], "stage2/libc": [], "final/app": ["lib"], "final/sh": [] });
  });
});

test("what is left open is filled in with what the blueprint has", async () => {
  const deck = await flightDeck();
  const { loadBlueprint, sha256 } = await import("@ascent/formats");
  const loaded = loadBlueprint(await deck.blueprints.read("sample"), new Map(), sha256);
  if (!loaded.ok) throw new Error("defects");
  expect(choose(loaded.value, {})).toEqual({ seeds: ["alpine", "debian"], arches: ["x86_64"] });
  expect(choose(loaded.value, { seeds: ["debian"], arches: undefined })).toEqual({
    seeds: ["debian"],
    arches: ["x86_64"],
  });
});
