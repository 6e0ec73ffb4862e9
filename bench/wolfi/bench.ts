import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryBlueprints, PlanCache, readInspection } from "@ascent/blueprints";
import { type Arch, impactOf, lint, type PlanRequest, reachFrom, surveyArch } from "@ascent/core";
import { lintContext, type Survey, sha256, surveyBlueprint } from "@ascent/formats";
import { load } from "js-yaml";

/**
 * A folder of melange definitions, such as a checkout of wolfi-dev/os, read, parsed, planned and checked, against js-yaml
 * parsing the same files in the same process, in turn; CPU seconds, as other work on the machine must not count. Then what
 * `reach` and `impact` take once everything is loaded, and what a plan takes with the cache that an earlier one left, one
 * definition having got another epoch since (on a copy of the folder).
 *
 * Run: npx tsc -b && node --expose-gc --import tsx bench/wolfi/bench.ts FOLDER [ROUNDS] [PIPELINES]
 * Without --conditions=source, so that the compiled packages are measured: tsx wraps every function of sources that it loads
 * (`__name`), which costs 10 to 20 % and which nobody has who uses Ascent. With --expose-gc, what one measurement leaves
 * behind is not swept up on the other's time.
 */
const [folder, rounds = "5", pipelines] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a folder of melange definitions");
const ARCH: Arch = "x86_64";

const sweep: (() => void) | undefined = globalThis.gc;

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Laps {
  lap(name: string): void;
  readonly seconds: Map<string, number>;
}

function laps(): Laps {
  let last = cpu();
  const seconds = new Map<string, number>();
  return {
    seconds,
    lap(name) {
      const now = cpu();
      seconds.set(name, now - last);
      last = now;
    },
  };
}

async function jsYaml(files: readonly string[]): Promise<Map<string, number>> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  sweep?.();
  const { lap, seconds } = laps();
  for (const text of texts) load(text);
  lap("js-yaml");
  return seconds;
}

interface Loaded {
  readonly survey: Survey;
  readonly files: readonly string[];
}

async function ascent(path: string, cache?: PlanCache): Promise<{ seconds: Map<string, number>; loaded: Loaded }> {
  sweep?.();
  const { lap, seconds } = laps();
  const inspection = await readInspection({
    name: path,
    directories: [],
    parameters: new Map(),
    ...(pipelines === undefined ? {} : { pipelines }),
    ...(cache === undefined ? {} : { known: cache.files }),
  });
  const own = await createDirectoryBlueprints({ directories: [] }).pipelines();
  lap("read");
  const request = { files: inspection.files, pipelines: own, hash: sha256 };
  const surveyed = surveyBlueprint({ ...request, ...(cache === undefined ? {} : { known: cache.known(request) }) });
  if (!surveyed.ok) throw new Error(surveyed.defects[0]?.message);
  const survey = surveyed.value;
  lap("parse");
  const { recipes } = survey.recipesFor(ARCH);
  lap("expand");
  const { blueprint } = survey;
  const seed = blueprint.seeds[0]?.name ?? "";
  const wanted: PlanRequest = { blueprint, seed, arch: ARCH, recipes, offer: { kind: "assumed" } };
  const plan = cache?.plan(wanted) ?? surveyArch(wanted);
  lap("plan");
  const context = lintContext(survey, [{ recipes, plan }]);
  const findings = lint(context);
  lap("check");
  cache?.save(survey, context);
  if (cache !== undefined) lap("keep");
  if (findings.length === 0) throw new Error("nothing was checked");
  const files = [...survey.definitions.keys()].map((file) => join(path, file));
  return { seconds, loaded: { survey, files } };
}

/** Only the names of the files outlive it: the next round begins as this one did. */
async function measured(path: string): Promise<{ seconds: Map<string, number>; files: readonly string[] }> {
  const { seconds, loaded } = await ascent(path);
  return { seconds, files: loaded.files };
}

/** What a question takes once everything is read and expanded. */
function questions({ survey }: Loaded): Map<string, number> {
  const { recipes } = survey.recipesFor(ARCH);
  const { blueprint } = survey;
  sweep?.();
  const { lap, seconds } = laps();
  const stage = blueprint.stages.at(-1)?.name ?? "";
  reachFrom({ given: [], recipes: recipes.get(stage) ?? [], order: "pool" });
  lap("reach");
  const seed = blueprint.seeds[0]?.name ?? "";
  const { stages } = surveyArch({ blueprint, seed, arch: ARCH, recipes, offer: { kind: "assumed" } });
  lap("(plan)");
  impactOf({ stages, names: [recipes.get(stage)?.[0]?.name ?? ""] });
  lap("impact");
  return seconds;
}

/** Seconds of the plan after the one that filled the cache, with one definition changed in between. */
async function second(path: string): Promise<Map<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "ascent-bench-wolfi-"));
  try {
    const tree = join(folder, "tree");
    await cp(path, tree, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith("/.git") });
    // Later than it is: what was copied just now would be read again, as its times might not tell of another write.
    const now = Date.now() + 3_600_000;
    const cache = () => new PlanCache({ directory: join(folder, "cache"), look: tree, version: "bench", now });
    const { loaded } = await ascent(tree, cache());
    const changed = loaded.files[loaded.files.length >> 1] ?? "";
    await writeFile(changed, (await readFile(changed, "utf8")).replace(/^( +epoch: )/m, "$19"));
    sweep?.();
    const before = cpu();
    const opened = cache();
    const open = cpu() - before;
    const { seconds } = await ascent(tree, opened);
    return new Map([["open", open], ...seconds]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function medians(runs: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const names = [...(runs[0]?.keys() ?? [])];
  return new Map(names.map((name) => [name, median(runs.map((run) => run.get(name) ?? Number.NaN))]));
}

function told(seconds: ReadonlyMap<string, number>): string {
  return [...seconds].map(([name, value]) => `${name} ${value.toFixed(2)} s`).join(", ");
}

function sum(seconds: ReadonlyMap<string, number>): number {
  return [...seconds.values()].reduce((total, value) => total + value, 0);
}

const yamlRuns: Map<string, number>[] = [];
const ascentRuns: Map<string, number>[] = [];
const ratios: number[] = [];
let count = 0;
for (let round = 0; round < Number(rounds); round++) {
  const { seconds, files } = await measured(folder);
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
  const yaml = await jsYaml(files);
  count = files.length;
  yamlRuns.push(yaml);
  ascentRuns.push(seconds);
  ratios.push(sum(seconds) / sum(yaml));
  console.log(`round ${round + 1}: ${told(yaml)}; ${told(seconds)}; ratio ${ratios.at(-1)?.toFixed(2)}, ${rss} MiB`);
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${count} definitions; medians of ${rounds}: ${told(medians(yamlRuns))}; ${told(medians(ascentRuns))}`);
console.log(`ratio ${median(ratios).toFixed(2)} (at most 2.5), peak memory ${peak} MiB (at most 700)`);
const { loaded } = await ascent(folder);
console.log(`once loaded: ${told(questions(loaded))} (each at most 1 s)`);
const again = await second(folder);
console.log(`again, one definition changed: ${told(again)}; together ${sum(again).toFixed(2)} s (at most 0.5 s)`);
