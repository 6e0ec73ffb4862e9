// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lint, type PlanRequest, surveyArch } from "@ascent/core";
import { lintContext, sha256, surveyBlueprint } from "@ascent/formats";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDirectoryBlueprints, PlanCache, type PlanCacheOptions, readInspection } from "../src/index.ts";

let root: string;
let tree: string;
let cache: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "ascent-plan-cache-"));
  tree = join(root, "tree");
  cache = join(root, "cache");
  await put("a.yaml", definition("a", { needs: ["b", "elsewhere"], script: "curl -O https://example.org/a.tar.gz" }));
  await put("b.yaml", definition("b", { extra: DEV }));
  await put("b/fix.patch", "+1\n");
  await put("broken.yaml", "package:\n  name: broken\n  version: [1]\n");
  await put("notes.yaml", "hello: world\n");
  await put("pipelines/own.yaml", "inputs:\n  way: {default: fast}\npipeline:\n  - runs: go ${{inputs.way}}\n");
});

afterEach(() => rm(root, { recursive: true, force: true }));

const DEV = "subpackages:\n  - name: b-dev\n    dependencies: {runtime: [b]}\n";

interface Sketch {
  readonly needs?: readonly string[];
  readonly script?: string;
  readonly extra?: string;
}

function definition(name: string, { needs = [], script = "make", extra = "" }: Sketch = {}): string {
  const environment = `environment:\n  contents:\n    packages: [${needs.join(", ")}]\n`;
  const steps = `pipeline:\n  - uses: own\n  - runs: ${script}\n`;
  return `package:\n  name: ${name}\n  version: "1.0"\n  epoch: 0\n${environment}${steps}${extra}`;
}

/** Long ago, so that nobody doubts the times. */
async function put(path: string, text: string, age = 3600): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
  await utimes(join(tree, path), Date.now() / 1000 - age, Date.now() / 1000 - age);
}

/** The time of the last change of a file's inode cannot be set: the look is made later instead. */
const LATER = 3_600_000;

async function look(options: Partial<PlanCacheOptions> | "no cache" = {}) {
  const kept =
    options === "no cache"
      ? undefined
      : new PlanCache({ directory: cache, look: tree, version: "1", now: Date.now() + LATER, ...options });
  const inspection = await readInspection({
    name: tree,
    directories: [],
    parameters: new Map(),
    ...(kept === undefined ? {} : { known: kept.files }),
  });
  const pipelines = await createDirectoryBlueprints({ directories: [] }).pipelines();
  const request = { files: inspection.files, pipelines, hash: sha256 };
  const surveyed = surveyBlueprint({ ...request, ...(kept === undefined ? {} : { known: kept.known(request) }) });
  if (!surveyed.ok) throw new Error(JSON.stringify(surveyed.defects));
  const survey = surveyed.value;
  const { blueprint } = survey;
  const arches = blueprint.arches.map((arch) => {
    const expanded = survey.recipesFor(arch);
    const { recipes } = expanded;
    const request: PlanRequest = { blueprint, seed: "elsewhere", arch, recipes, offer: { kind: "assumed" } };
    const plan = kept?.plan(request) ?? surveyArch(request);
    return { arch, recipes, plan, defects: expanded.defects };
  });
  const context = lintContext(survey, arches);
  const findings = lint(context);
  const remembered = [...survey.definitions].filter(([, { facts }]) => facts !== undefined).map(([path]) => path);
  kept?.save(survey, context);
  const told = arches.map(({ recipes, ...rest }) => ({ ...rest, recipes: [...recipes] }));
  const output = JSON.stringify({ told, findings, unread: survey.defects }, undefined, 1);
  return { output, remembered, read: kept?.files.read ?? -1 };
}

async function plain(): Promise<string> {
  return (await look("no cache")).output;
}

async function onlyPack(): Promise<string> {
  const names = await readdir(cache);
  expect(names).toHaveLength(1);
  return join(cache, names[0] ?? "");
}

test("the second look reads nothing again and brings out the same bytes", async () => {
  const first = await look();
  expect(first).toMatchObject({ output: await plain(), remembered: [] });
  expect(first.read).toBeGreaterThan(0);
  expect(first.output).toContain("source-in-sandbox");
  expect(await look()).toEqual({ output: first.output, remembered: ["a.yaml", "b.yaml"], read: 0 });
});

test("a changed definition is read again, and it alone", async () => {
  await look();
  await put("b.yaml", definition("b", { needs: ["c"] }), 100);
  const next = await look();
  expect(next).toMatchObject({ output: await plain(), remembered: ["a.yaml"], read: 1 });
  expect(next.output).toContain('"c"');
});

test("a plan is kept while every definition asks and gives what it did", async () => {
  await look();
  const before = await readFile(await onlyPack());
  const newer = definition("b", { script: "make -j1", extra: DEV }).replace('"1.0"', '"1.1"');
  await put("b.yaml", `# newer\n${newer}`, 100);
  expect((await look()).output).toBe(await plain());
  expect(Buffer.compare(await readFile(await onlyPack()), before)).toBe(0);
  await put("b.yaml", definition("b", { extra: DEV.replace("b-dev", "b-devel") }), 90);
  expect((await look()).output).toBe(await plain());
  expect(Buffer.compare(await readFile(await onlyPack()), before)).not.toBe(0);
});

test("a file beside a definition that changes shows in its recipe, though the definition is not read again", async () => {
  await look();
  await put("b/fix.patch", "+2\n", 100);
  await put("b/more.patch", "+3\n", 100);
  const next = await look();
  expect(next).toMatchObject({ output: await plain(), remembered: ["a.yaml", "b.yaml"] });
  expect(next.output).toContain("more.patch");
});

test("a changed pipeline makes everything that was known unknown", async () => {
  await look();
  await put("pipelines/own.yaml", "pipeline:\n  - runs: crawl\n", 100);
  const next = await look();
  expect(next).toMatchObject({ output: await plain(), remembered: [] });
  expect(next.output).toContain("crawl");
});

test("definitions that come and go are noticed", async () => {
  await look();
  await rm(join(tree, "b.yaml"));
  await put("c.yaml", definition("c"), 100);
  await put("broken.yaml", definition("broken"), 100);
  expect(await look()).toMatchObject({ output: await plain(), remembered: ["a.yaml"] });
});

test("another version, or another look, has a pack of its own", async () => {
  await look();
  expect((await look({ version: "2" })).remembered).toEqual([]);
  expect((await look({ look: "elsewhere" })).remembered).toEqual([]);
  expect(await readdir(cache)).toHaveLength(3);
});

test("a file that was written just before it was looked at is read again, as its times might not tell of the next write", async () => {
  await put("a.yaml", definition("a", { script: "one" }), 0);
  await look({ now: Date.now() });
  const { size } = await import("node:fs").then(({ statSync }) => statSync(join(tree, "a.yaml")));
  await put("a.yaml", definition("a", { script: "two" }), 0);
  const next = await look({ now: Date.now() });
  expect(definition("a", { script: "two" })).toHaveLength(size);
  expect(next.read).toBeGreaterThan(0);
  expect(next.output).toBe(await plain());
  expect(next.output).toContain('"two"');
});

test("whatever becomes of the pack, the plan is the same", async () => {
  const expected = (await look()).output;
  const path = await onlyPack();
  const whole = await readFile(path);
  const damage = fc.oneof(
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.record({ at: fc.nat(whole.length - 1), mask: fc.integer({ min: 1, max: 255 }) }).map(({ at, mask }) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      return bytes;
    }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([whole, bytes.length === 0 ? Buffer.of(0) : bytes])),
  );
  await fc.assert(
    fc.asyncProperty(damage, async (bytes) => {
      await writeFile(path, bytes);
      const next = await look();
      expect(next.remembered).toEqual([]);
      expect(next.output).toBe(expected);
      expect(Buffer.compare(await readFile(path), bytes)).not.toBe(0);
    }),
    { numRuns: 40 },
  );
});

test("whatever is edited between two looks, the second is what it would be without a cache", async () => {
  const names = ["a", "b", "c", "d"];
  const edit = fc.record({
    name: fc.constantFrom(...names),
    needs: fc.subarray([...names, "x>=2", "b<1"]),
    script: fc.constantFrom(
      "make",
      "${{nothing}}",
      "curl -O https://example.org/x.tar.gz",
      "gcc -m x86_64-alpine-linux-musl",
    ),
    gone: fc.boolean(),
  });
  await look();
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 4 }), async (edits) => {
      for (const { name, gone, ...sketch } of edits) {
        if (gone) await rm(join(tree, `${name}.yaml`), { force: true });
        else await put(`${name}.yaml`, definition(name, sketch));
      }
      expect((await look()).output).toBe(await plain());
    }),
    { numRuns: 40 },
  );
});

test("two that write at once leave one whole pack", async () => {
  const outputs = await Promise.all([look(), look(), look()]);
  expect(new Set(outputs.map(({ output }) => output)).size).toBe(1);
  expect((await look()).remembered).toEqual(["a.yaml", "b.yaml"]);
  await onlyPack();
});

test("a pack that another user wrote is not believed", async () => {
  await look();
  const owner = process.getuid?.() ?? 0;
  vi.spyOn(process, "getuid").mockReturnValue(owner + 1);
  const next = await look();
  vi.restoreAllMocks();
  expect(next).toMatchObject({ output: await plain(), remembered: [] });
});

test("a cache that cannot be written is none", async () => {
  await writeFile(cache, "a file where the folder should be");
  expect((await look()).output).toBe(await plain());
});

test("the packs that were not written for longest go first", async () => {
  for (let version = 0; version < 20; version++) await look({ version: String(version) });
  expect((await readdir(cache)).length).toBeLessThanOrEqual(16);
  expect((await look({ version: "19" })).remembered).toEqual(["a.yaml", "b.yaml"]);
});
