import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryBlueprints, PlanCache, readInspection } from "@ascent/blueprints";
import { type Arch, impactOf, lint, type PlanRequest, reachFrom, surveyArch } from "@ascent/core";
import { lintContext, type Survey, sha256, surveyBlueprint } from "@ascent/formats";
import { load } from "js-yaml";

/**
 * A folder of melange definitions, such as a checkout of wolfi-dev/os, read, parsed, planned and checked, against js-yaml
 * parsing the same files in the same process, in turn. Seconds are those of the clock; those on a processor, V8's own
 * threads with them, stand behind, as other work on the machine changes them less. Then what `reach` and `impact` take once
 * everything is loaded, and what a plan takes with the cache that an earlier one left, one definition having got another
 * epoch since (on a copy of the folder).
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

/** In seconds. */
interface Spent {
  readonly clock: number;
  readonly cpu: number;
}

type Times = ReadonlyMap<string, Spent>;

function now(): Spent {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now() / 1e3, cpu: (user + system) / 1e6 };
}

function since(before: Spent): Spent {
  const { clock, cpu } = now();
  return { clock: clock - before.clock, cpu: cpu - before.cpu };
}

interface Laps {
  lap(name: string): void;
  readonly times: Map<string, Spent>;
}

function laps(): Laps {
  let last = now();
  const times = new Map<string, Spent>();
  return {
    times,
    lap(name) {
      times.set(name, since(last));
      last = now();
    },
  };
}

async function jsYaml(files: readonly string[]): Promise<Times> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  sweep?.();
  const { lap, times } = laps();
  for (const text of texts) load(text);
  lap("js-yaml");
  return times;
}

interface Loaded {
  readonly survey: Survey;
  readonly files: readonly string[];
}

async function ascent(path: string, cache?: PlanCache): Promise<{ times: Times; loaded: Loaded }> {
  sweep?.();
  const { lap, times } = laps();
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
  return { times, loaded: { survey, files } };
}

/** Only the names of the files outlive it: the next round begins as this one did. */
async function measured(path: string): Promise<{ times: Times; files: readonly string[] }> {
  const { times, loaded } = await ascent(path);
  return { times, files: loaded.files };
}

/** What a question takes once everything is read and expanded. */
function questions({ survey }: Loaded): Times {
  const { recipes } = survey.recipesFor(ARCH);
  const { blueprint } = survey;
  sweep?.();
  const { lap, times } = laps();
  const stage = blueprint.stages.at(-1)?.name ?? "";
  reachFrom({ given: [], recipes: recipes.get(stage) ?? [], order: "pool" });
  lap("reach");
  const seed = blueprint.seeds[0]?.name ?? "";
  const { stages } = surveyArch({ blueprint, seed, arch: ARCH, recipes, offer: { kind: "assumed" } });
  lap("(plan)");
  impactOf({ stages, names: [recipes.get(stage)?.[0]?.name ?? ""] });
  lap("impact");
  return times;
}

/** Of the plan after the one that filled the cache, with one definition changed in between. */
async function second(path: string): Promise<Times> {
  const folder = await mkdtemp(join(tmpdir(), "ascent-bench-wolfi-"));
  try {
    const tree = join(folder, "tree");
    await cp(path, tree, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith("/.git") });
    // Later than it is: what was copied just now would be read again, as its times might not tell of another write.
    const later = Date.now() + 3_600_000;
    const cache = () => new PlanCache({ directory: join(folder, "cache"), look: tree, version: "bench", now: later });
    const { loaded } = await ascent(tree, cache());
    const changed = loaded.files[loaded.files.length >> 1] ?? "";
    await writeFile(changed, (await readFile(changed, "utf8")).replace(/^( +epoch: )/m, "$19"));
    sweep?.();
    const before = now();
    const opened = cache();
    const open = since(before);
    const { times } = await ascent(tree, opened);
    return new Map([["open", open], ...times]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function medians(runs: readonly Times[]): Times {
  const of = (name: string, pick: (spent: Spent) => number) =>
    median(runs.flatMap((run) => [run.get(name)].map((spent) => (spent === undefined ? Number.NaN : pick(spent)))));
  const names = [...(runs[0]?.keys() ?? [])];
  return new Map(
    names.map((name) => [name, { clock: of(name, ({ clock }) => clock), cpu: of(name, ({ cpu }) => cpu) }]),
  );
}

function toldOne({ clock, cpu }: Spent): string {
  return `${clock.toFixed(2)} s (${cpu.toFixed(2)})`;
}

function toldRatio({ clock, cpu }: Spent): string {
  return `${clock.toFixed(2)} (${cpu.toFixed(2)})`;
}

function told(times: Times): string {
  return [...times].map(([name, spent]) => `${name} ${toldOne(spent)}`).join(", ");
}

function sum(times: Times): Spent {
  const all = [...times.values()];
  const total = (pick: (spent: Spent) => number) => all.reduce((before, spent) => before + pick(spent), 0);
  return { clock: total(({ clock }) => clock), cpu: total(({ cpu }) => cpu) };
}

const yamlRuns: Times[] = [];
const ascentRuns: Times[] = [];
const ratios: Spent[] = [];
let count = 0;
for (let round = 0; round < Number(rounds); round++) {
  const { times, files } = await measured(folder);
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
  const yaml = await jsYaml(files);
  count = files.length;
  yamlRuns.push(yaml);
  ascentRuns.push(times);
  const [own, alone] = [sum(times), sum(yaml)];
  const ratio = { clock: own.clock / alone.clock, cpu: own.cpu / alone.cpu };
  ratios.push(ratio);
  console.log(`round ${round + 1}: ${told(yaml)}; ${told(times)}; ratio ${toldRatio(ratio)}, ${rss} MiB`);
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${count} definitions; medians of ${rounds}: ${told(medians(yamlRuns))}; ${told(medians(ascentRuns))}`);
const ratio = { clock: median(ratios.map(({ clock }) => clock)), cpu: median(ratios.map(({ cpu }) => cpu)) };
console.log(`ratio ${toldRatio(ratio)} (at most 2.5), peak memory ${peak} MiB (at most 700)`);
const { loaded } = await ascent(folder);
console.log(`once loaded: ${told(questions(loaded))} (each at most 1 s)`);
const again = await second(folder);
console.log(`again, one definition changed: ${told(again)}; together ${toldOne(sum(again))} (at most 0.5 s)`);
