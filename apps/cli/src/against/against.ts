import { type Comparison, comparePlan, Fault, isFault, type SeedContents } from "@ascent/core";
import { parseSeedLock } from "@ascent/formats";
import { type Inspected, inspect, type Looked } from "../inspect/inspect.ts";
import type { InspectOptions } from "../inspect/options.ts";
import { type ServiceOptions, withRecords } from "../service.ts";
import { type EarlierRun, readEarlierRun } from "./earlier-run.ts";

export interface AgainstOptions extends InspectOptions, ServiceOptions {
  /** A run's id, the beginning of one, or `latest`. */
  readonly against: string;
}

/** A plan, and what it would do beside what a run has done. */
export interface Against {
  readonly inspected: Inspected;
  readonly earlier: EarlierRun;
  /** Absent where there is no plan. */
  readonly comparison?: Comparison;
  /** True where a lock says what the seed holds; otherwise it is taken to hold what it did. */
  readonly seedPinned: boolean;
}

/**
 * Plans for the arches and the seed of the run, unless others are asked for. Faults: those of `inspect`, of
 * `readEarlierRun` and of `withRecords`; "arch-unknown" for an arch that the run was not for.
 */
export async function planAgainst(name: string, options: AgainstOptions): Promise<Against> {
  const first = await inspect(name, options);
  const { looked } = first;
  const blueprint = looked?.blueprint.name ?? name;
  let found: EarlierRun | undefined;
  await withRecords(options, async (client) => {
    found = await readEarlierRun(client, options.against, blueprint);
  });
  if (found === undefined) throw new Fault("run-unknown", `no record of ${options.against} was given`);
  return compare(await asTheRun(name, { options, first, earlier: found }), found);
}

interface Told {
  readonly options: AgainstOptions;
  readonly first: Inspected;
  readonly earlier: EarlierRun;
}

/** Another seed or arch would differ in everything, which nobody wants to be told unless it is asked for. */
async function asTheRun(name: string, { options, first, earlier }: Told): Promise<Inspected> {
  const { arches, id } = earlier.run;
  if (options.arch !== undefined && !arches.includes(options.arch)) {
    throw new Fault("arch-unknown", `run ${id.slice(0, 8)} was not for ${options.arch}`, {
      wayOut: `It was for ${arches.join(" and ")}.`,
    });
  }
  const { looked } = first;
  const seed = options.seed ?? earlier.seed;
  const known = looked?.blueprint.seeds.some((one) => one.name === seed) ?? false;
  if (looked === undefined || seed === undefined || !known || looked.seed === seed) return onlyArches(first, arches);
  return onlyArches(await inspect(name, { ...options, seed }), arches);
}

function onlyArches(inspected: Inspected, arches: readonly string[]): Inspected {
  const { looked } = inspected;
  if (looked === undefined) return inspected;
  return { ...inspected, looked: { ...looked, stages: looked.stages.filter(({ arch }) => arches.includes(arch)) } };
}

function compare(inspected: Inspected, earlier: EarlierRun): Against {
  const { looked } = inspected;
  if (looked === undefined) return { inspected, earlier, seedPinned: false };
  const seedContents = pinnedContents(inspected, looked);
  const arches = new Set(looked.stages.map(({ arch }) => arch));
  const builds = earlier.builds.filter(({ arch }) => arches.has(arch));
  const comparison = comparePlan({
    stages: looked.stages,
    earlier: builds,
    ...(seedContents === undefined ? {} : { seedContents: (arch) => seedContents.get(arch) }),
  });
  return { inspected, earlier, comparison, seedPinned: seedContents !== undefined };
}

/** By arch: what the lock lists that the blueprint has for its seed. */
function pinnedContents({ inspection }: Inspected, { blueprint, seed }: Looked): Map<string, SeedContents> | undefined {
  const path = blueprint.seeds.find(({ name }) => name === seed)?.lock;
  const file = path === undefined ? undefined : inspection.files.get(path);
  if (path === undefined || file === undefined) return undefined;
  const locks = readLocks(new TextDecoder().decode(file.bytes), path).filter((lock) => lock.seed === seed);
  return new Map(locks.map(({ arch, packages }) => [arch, contentsOf(packages)]));
}

/** A lock that cannot be read stops a run, and pins nothing here. */
function readLocks(text: string, path: string): ReturnType<typeof parseSeedLock> {
  try {
    return parseSeedLock(text, path);
  } catch (error) {
    if (isFault(error)) return [];
    throw error;
  }
}

function contentsOf(packages: ReturnType<typeof parseSeedLock>[number]["packages"]): SeedContents {
  const contents = new Map<string, Set<string>>();
  for (const { record, contentDigest } of packages) {
    contents.set(record.name, (contents.get(record.name) ?? new Set()).add(contentDigest));
  }
  return contents;
}
