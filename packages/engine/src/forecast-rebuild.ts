import {
  type Arch,
  chooseRebuilds,
  type Digest,
  expectSeconds,
  isRebuildItself,
  type RebuildWish,
  remainingTime,
} from "@ascent/core";
import { slotsOf } from "./flight/estimate-run.ts";
import type { ArtifactStore, BuildInputs, BuildRecord, Clock, LedgerReader, RunRecord } from "./ports.ts";

export interface RebuildForecastPorts {
  readonly ledger: Pick<
    LedgerReader,
    "run" | "runFiles" | "stages" | "builds" | "inputsOf" | "earlierSeconds" | "workers"
  >;
  readonly store: Pick<ArtifactStore, "has">;
  readonly clock: Clock;
}

/** What a rebuild of an arch would do. */
export interface ArchRebuild {
  readonly arch: Arch;
  readonly stage: string;
  /** Main packages that would be built again, in build order. */
  readonly builds: readonly { readonly name: string; readonly version: string }[];
  /** Seconds until all is done, and were it done one after the other. */
  readonly seconds: number;
  readonly workSeconds: number;
  /** Builds that the arch's workers do at once; 0: none is there, and one is assumed. */
  readonly slots: number;
  /** How many of the builds have no earlier time. */
  readonly guessed: number;
}

/** Bytes that the store no longer has. */
export interface MissingPart {
  readonly digest: Digest;
  /** `environment`: of a package that something is built in; `output`: to compare with; `file`: of the blueprint. */
  readonly kind: "environment" | "output" | "file";
  /** Name of the package, or path of the file. */
  readonly name: string;
}

export interface RebuildForecast {
  readonly arches: readonly ArchRebuild[];
  /** Without these it would fail. Sources are not among them: they are fetched again, by hash. */
  readonly missing: readonly MissingPart[];
}

/**
 * What a rebuild would do that is asked for in this way, without doing it. Refused as the rebuild is: throws Fault
 * "run-is-rebuild", "run-unfinished", "package-unknown". Undefined when there is no such run.
 */
export async function forecastRebuild(
  ports: RebuildForecastPorts,
  wish: RebuildWish,
): Promise<RebuildForecast | undefined> {
  const run = await ports.ledger.run(wish.of);
  if (run === undefined) return undefined;
  if (run.purpose?.kind === "rebuild") throw isRebuildItself(run.id, run.purpose.of);
  const ends = await endsOf(ports, run);
  const chosen = chooseRebuilds(wish, { arches: run.arches, stages: ends });
  return {
    arches: await timesOf(ports, run, chosen),
    missing: await missingOf(ports, { run, wish, ends, chosen }),
  };
}

interface End {
  readonly arch: Arch;
  readonly stage: string;
  readonly builds: readonly BuildRecord[];
}

async function endsOf({ ledger }: RebuildForecastPorts, run: RunRecord): Promise<readonly End[]> {
  const stages = await ledger.stages(run.id);
  const builds = await ledger.builds(run.id);
  return run.arches.flatMap((arch) => {
    const last = stages.filter((stage) => stage.arch === arch).at(-1)?.stage;
    if (last === undefined) return [];
    return [{ arch, stage: last, builds: builds.filter((own) => own.arch === arch && own.stage === last) }];
  });
}

/** None of the builds waits for another. */
async function timesOf(
  { ledger, clock }: RebuildForecastPorts,
  run: RunRecord,
  chosen: readonly End[],
): Promise<ArchRebuild[]> {
  const earlier = await ledger.earlierSeconds(run.id);
  const known = { workers: await ledger.workers(), now: clock.now() };
  return chosen.map(({ arch, stage, builds }) => {
    const expected = expectSeconds(
      builds.map((build) => ({ ...build, earlier: [...ownSeconds(build), ...(earlier.get(build.id) ?? [])] })),
    );
    const slots = slotsOf(arch, known);
    const time = remainingTime({
      stages: [stage],
      slots,
      builds: builds.map(({ id }) => {
        return { id, stage, state: "ready", waitsFor: [], seconds: expected.get(id)?.seconds ?? 0 };
      }),
    });
    const guessed = builds.filter(({ id }) => expected.get(id)?.from !== "history").length;
    const named = builds.map(({ name, version }) => ({ name, version }));
    return { arch, stage, builds: named, seconds: time.seconds, workSeconds: time.work, slots, guessed };
  });
}

function ownSeconds({ cached, startedAt, finishedAt }: BuildRecord): number[] {
  if (cached || startedAt === undefined || finishedAt === undefined) return [];
  return [(finishedAt.getTime() - startedAt.getTime()) / 1000];
}

interface Asked {
  readonly run: RunRecord;
  readonly wish: RebuildWish;
  readonly ends: readonly End[];
  readonly chosen: readonly End[];
}

const AT_ONCE = 32;

async function missingOf(ports: RebuildForecastPorts, asked: Asked): Promise<MissingPart[]> {
  const parts = [...(await packagesOf(ports, asked)), ...(await filesOf(ports, asked.run))];
  const needed = [...new Map(parts.map((part) => [part.digest, part])).values()];
  const missing: MissingPart[] = [];
  for (let at = 0; at < needed.length; at += AT_ONCE) {
    const some = needed.slice(at, at + AT_ONCE);
    const there = await Promise.all(some.map(({ digest }) => ports.store.has(digest)));
    missing.push(...some.filter((_, index) => there[index] === false));
  }
  return missing;
}

async function packagesOf({ ledger }: RebuildForecastPorts, { run, wish, ends, chosen }: Asked) {
  const idsOf = (all: readonly End[]) => new Set(all.flatMap(({ builds }) => builds.map(({ id }) => id)));
  const [again, last] = [idsOf(chosen), idsOf(ends)];
  const inputs = (await Promise.all(run.arches.map((arch) => ledger.inputsOf(run.id, arch)))).flat();
  const repeated = inputs.filter(({ buildId }) => again.has(buildId));
  const offering = inputs.filter(({ buildId }) => last.has(buildId));
  return [
    ...(wish.with === "final" ? outputsOf(offering, "environment") : repeated.flatMap(environmentOf)),
    ...outputsOf(repeated, "output"),
  ];
}

function environmentOf({ environment }: BuildInputs): MissingPart[] {
  return environment.map(({ name, fileDigest }) => ({ digest: fileDigest, kind: "environment", name }));
}

function outputsOf(builds: readonly BuildInputs[], kind: MissingPart["kind"]): MissingPart[] {
  const outputs = builds.flatMap((build) => build.outputs);
  return outputs.map(({ record, fileDigest }) => ({ digest: fileDigest, kind, name: record.name }));
}

async function filesOf({ ledger }: RebuildForecastPorts, { id }: RunRecord): Promise<MissingPart[]> {
  const files = (await ledger.runFiles(id)) ?? [];
  return files.map(({ path, digest }) => ({ digest, kind: "file", name: path }));
}
