import type { Digest, Evidence } from "@ascent/core";
import { compareApks, differencesJson, mainDifferences } from "@ascent/formats";
import type { Attempt, Result } from "./attempt-build.ts";
import type { ArtifactStore, BuiltPackage, Failure, RepeatedBuild, Variation } from "./ports.ts";

/** Reasons that a verdict tells; the report has all. */
const TOLD = 8;

/**
 * What a rebuild is evidence of: each output of the first build beside what came out now, by content digest. Where they
 * differ, a report says in what, member by member. Documents are the rebuild's attestation and that report.
 * A build that repeats none is evidence of nothing. Throws what the store throws.
 */
export async function compareRebuild(
  ports: { readonly store: ArtifactStore },
  { task }: Attempt,
  result: Result,
): Promise<Result> {
  const { again } = task;
  if (again === undefined) return result;
  const how = howRebuilt(again, result);
  const found: Evidence[] = [];
  for (const original of again.outputs) {
    const rebuilt = result.outputs.find(({ record }) => record.name === original.record.name);
    const compared = await comparedWith(ports.store, { original, rebuilt, again });
    const about = aboutRebuilt(task, again, original);
    const isSame = compared.reasons.length === 0;
    const documents = [rebuilt?.attestation, compared.report].filter((digest) => digest !== undefined);
    const outcome = isSame ? "holds" : "fails";
    const summary = `${how}: ${isSame ? "the same bits" : "other bits"}`;
    found.push({
      ...about,
      outcome,
      summary,
      reasons: compared.reasons.map((reason) => `${how}: ${reason}`),
      documents,
    });
  }
  return { ...result, evidence: [...(result.evidence ?? []), ...found] };
}

function aboutRebuilt({ arch }: Attempt["task"], again: RepeatedBuild, { record, contentDigest }: BuiltPackage) {
  const kind = again.with === "recorded" ? "rebuild" : "fixed-point";
  return { kind, arch, package: record.name, buildKey: again.key, contentDigest } as const;
}

/**
 * What a rebuild that failed for good is evidence of: nothing, but the reason why is on record of each output of the first
 * build, so that the verdict can tell it. A build that repeats none is evidence of nothing.
 */
export function undecidedRebuild({ task }: Attempt, { code, message }: Failure): Evidence[] {
  const { again } = task;
  if (again === undefined) return [];
  const summary = `the rebuild ${again.with === "recorded" ? "from its recorded lock" : WITH_FINAL} failed`;
  return again.outputs.map((original) => ({
    ...aboutRebuilt(task, again, original),
    outcome: "undecided",
    summary,
    reasons: [`${summary}: ${message} (${code})`],
    documents: [],
  }));
}

const WITH_FINAL = "with the final packages as the only input";

interface Compared {
  /** Empty: the same bits. */
  readonly reasons: readonly string[];
  readonly report?: Digest;
}

interface Repetition {
  readonly original: BuiltPackage;
  readonly rebuilt: BuiltPackage | undefined;
  readonly again: RepeatedBuild;
}

async function comparedWith(store: ArtifactStore, { original, rebuilt, again }: Repetition): Promise<Compared> {
  if (rebuilt === undefined) return { reasons: [`${original.record.name} did not come out again`] };
  if (rebuilt.contentDigest === original.contentDigest) return { reasons: [] };
  const { name, version } = original.record;
  return explainDifference(store, {
    head: { package: `${name}-${version}`, first: `run ${again.runId}`, second: "the rebuild" },
    first: original.fileDigest,
    second: rebuilt.fileDigest,
  });
}

export interface DifferingPackages {
  readonly head: Parameters<typeof differencesJson>[0];
  /** File digests. */
  readonly first: Digest;
  readonly second: Digest;
}

/** Why two stored packages are not the same: in short, and as a stored report (JSON). Throws what the store throws. */
export async function explainDifference(
  store: ArtifactStore,
  { head, first, second }: DifferingPackages,
): Promise<Required<Compared>> {
  const open = (digest: Digest) => () => store.stream(digest);
  const differences = await compareApks({ first: open(first), second: open(second) });
  const report = await store.put(differencesJson(head, differences));
  const told = mainDifferences(differences, TOLD);
  return {
    reasons: told.length > 0 ? told : ["stored with other bytes, though all that they say is the same"],
    report,
  };
}

function howRebuilt({ with: what, key }: RepeatedBuild, result: Result): string {
  const by = result.key === key || what === "final" ? "" : " by another version of the builder";
  if (what === "final") return `rebuilt ${WITH_FINAL}${by}`;
  return `rebuilt from its recorded lock${by} ${variationText(result.variation ?? {})}`;
}

const WORDS: Readonly<Record<keyof Variation, string>> = {
  buildPath: "path",
  hostname: "host name",
  umask: "umask",
  locale: "locale",
  timezone: "time zone",
  cpus: "number of CPUs",
  uid: "user",
  fileOrder: "order of files",
};

/** `at another time, with another path, umask and user` */
export function variationText(variation: Variation): string {
  const varied = Object.entries(WORDS).filter(([name]) => variation[name as keyof Variation] !== undefined);
  const words = varied.map(([, word]) => word);
  const last = words.pop();
  if (last === undefined) return "at another time";
  return `at another time, with another ${words.length === 0 ? last : `${words.join(", ")} and ${last}`}`;
}
