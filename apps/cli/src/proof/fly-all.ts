import type { Client, ComparisonView, ListedRunView, RunView } from "@ascent/client";
import type { Arch, Rung } from "@ascent/core";
import { isBootstrap } from "../service.ts";
import { print } from "../tell.ts";
import { comparisonLines } from "../view/comparison-view.ts";
import { terminalPaint } from "../view/paint.ts";
import { type WatchOptions, watchRun } from "../view/watch.ts";
import { wantedBlueprint } from "../wanted-blueprint.ts";
import { climb } from "./climb.ts";
import { isAtLeast } from "./rungs.ts";

export interface Wanted {
  readonly blueprint: string;
  readonly arches: readonly Arch[];
  /** None: whichever the blueprint prefers; several: a bootstrap from each. */
  readonly seeds: readonly string[];
  readonly require?: Rung;
  readonly fresh?: boolean;
}

export interface FlightOptions extends WatchOptions {
  readonly say: (line: string) => void;
}

export interface Flown {
  /** One for each seed, as far as it came. */
  readonly runs: readonly RunView[];
  /** As it is judged in the end. */
  readonly first: RunView;
  readonly required: Rung;
}

/**
 * A bootstrap from each seed; then, only as far up the ladder as is required, the first is rebuilt and compared with the
 * others. Stops after a run that does not succeed, and where the signal aborts.
 */
export async function flyAll(client: Client, wanted: Wanted, options: FlightOptions): Promise<Flown> {
  const seeds = [...new Set(wanted.seeds)];
  const choices = seeds.length === 0 ? [undefined] : seeds.map((seed) => [seed]);
  const runs: RunView[] = [];
  for (const choice of choices) {
    runs.push(await fly(client, { ...wanted, seeds: choice }, options));
    if (options.signal.aborted || runs.at(-1)?.state !== "succeeded") break;
  }
  const [begun] = runs as [RunView, ...RunView[]];
  const required = wanted.require ?? (choices.length > 1 ? "seed-independent" : begun.required);
  const isWhole = runs.length === choices.length && runs.every(({ state }) => state === "succeeded");
  if (isWhole && !options.signal.aborted) await prove(client, runs, { ...options, to: required });
  const first = await client.run(begun.id);
  return { runs: [first, ...runs.slice(1)], first, required };
}

async function prove(client: Client, runs: readonly RunView[], options: FlightOptions & { readonly to: Rung }) {
  const [first, ...others] = runs;
  if (first === undefined) return;
  await climb(client, first, options);
  if (!isAtLeast(options.to, "seed-independent")) return;
  for (const other of others) {
    if (options.signal.aborted) return;
    tellComparison(await client.compare(first.id, other.id), options);
  }
}

function tellComparison(comparison: ComparisonView, { telling }: FlightOptions): void {
  if (telling === "json") print(JSON.stringify({ type: "comparison", ...comparison }));
  else print(["", ...comparisonLines(comparison, terminalPaint(process.stdout))].join("\n"));
}

interface OneWanted extends Omit<Wanted, "seeds"> {
  readonly seeds: readonly string[] | undefined;
}

async function fly(client: Client, wanted: OneWanted, options: FlightOptions): Promise<RunView> {
  const started = await startOrResume(client, wanted);
  const from = wanted.seeds === undefined ? "" : ` from ${wanted.seeds.join(", ")}`;
  options.say(`· ${started.resumed ? "going on with" : "started"} run ${started.run.id}${from}`);
  if (started.run.finishedAt !== undefined) return started.run;
  return watchRun(client, started.run.id, options);
}

/** The newest unfinished run of the same blueprint (same files), seed and arch goes on; otherwise a new one starts. */
async function startOrResume(client: Client, wanted: OneWanted) {
  const { blueprint, arches, seeds } = wanted;
  const unfinished = wanted.fresh === true ? undefined : await unfinishedRun(client, wanted);
  if (unfinished !== undefined) return { run: await client.run(unfinished.id), resumed: true };
  const request = { blueprint, arches: [...arches], ...(seeds === undefined ? {} : { seeds: [...seeds] }) };
  return { run: (await client.startRun(request)).run, resumed: false };
}

/** A run that is over, but whose rebuild is not, is unfinished too. */
async function unfinishedRun(client: Client, wanted: OneWanted): Promise<ListedRunView | undefined> {
  const blueprint = await wantedBlueprint(client, wanted.blueprint);
  const seeds = wanted.seeds ?? blueprint?.seeds;
  const { runs } = await client.runs(50);
  const rebuilt = new Set(runs.flatMap((run) => (run.finishedAt === undefined ? originalOf(run) : [])));
  const same = (run: ListedRunView) =>
    isBootstrap(run) &&
    run.blueprintDigest === blueprint?.digest &&
    String(run.arches) === String(wanted.arches) &&
    String(run.seeds) === String(seeds);
  return runs.find((run) => same(run) && (run.finishedAt === undefined || rebuilt.has(run.id)));
}

function originalOf({ purpose }: ListedRunView): string[] {
  return purpose?.kind === "rebuild" ? [purpose.of] : [];
}
