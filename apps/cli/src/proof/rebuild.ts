import type { BuildDetailView, Client, EvidenceView, ListedRunView, RunView } from "@ascent/client";
import { print } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { failedRebuildLines, rebuildLines } from "../view/rebuild-view.ts";
import { type Telling, takePicture, watchRun } from "../view/watch.ts";

export type RebuildWith = "recorded" | "final";

export interface RebuildOptions {
  readonly with: RebuildWith;
  /** Main packages; all when absent. */
  readonly packages?: readonly string[];
  readonly telling: Telling;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface Rebuilt {
  readonly run: RunView;
  /** What this rebuild says of each package, as far as it came. */
  readonly evidence: readonly EvidenceView[];
}

/** Builds packages of a run again, or goes on with such a rebuild that was interrupted, and follows it to its end. */
export async function rebuild(client: Client, of: RunView, options: RebuildOptions): Promise<Rebuilt> {
  const { with: setting, packages, telling, signal, say } = options;
  const unfinished = await unfinishedRebuild(client, of, options);
  const body = { with: setting, ...(packages === undefined ? {} : { packages: [...packages] }) };
  const { id } = unfinished ?? (await client.rebuild(of.id, body)).run;
  const how =
    setting === "recorded" ? "from the recorded locks, in other surroundings" : "with the final packages alone";
  say(
    `· ${unfinished === undefined ? "rebuilding" : "going on to rebuild"} run ${of.id.slice(0, 8)} ${how}: run ${id}`,
  );
  const run = await watchRun(client, id, { telling, signal });
  return { run, evidence: signal.aborted ? [] : await evidenceOf(client, of, run) };
}

async function unfinishedRebuild(
  client: Client,
  of: RunView,
  wanted: RebuildOptions,
): Promise<ListedRunView | undefined> {
  const { runs } = await client.rebuilds(of.id);
  return runs.find(({ finishedAt, purpose }) => {
    if (finishedAt !== undefined || purpose?.kind !== "rebuild" || purpose.with !== wanted.with) return false;
    return sorted(purpose.packages) === sorted(wanted.packages);
  });
}

function sorted(names: readonly string[] | undefined): string {
  return names === undefined ? "all" : JSON.stringify([...names].sort());
}

/** Evidence names the attestations of what was rebuilt: that tells this rebuild's from an earlier one's. */
async function evidenceOf(client: Client, of: RunView, run: RunView): Promise<EvidenceView[]> {
  const builds = await detailsOf(client, run);
  const attested = new Set(builds.flatMap(({ outputs }) => outputs.flatMap(({ attestation }) => attestation ?? [])));
  const { evidence } = await client.evidence(of.id);
  return evidence.filter(({ documents }) => documents.some((digest) => attested.has(digest)));
}

async function detailsOf(client: Client, run: RunView): Promise<BuildDetailView[]> {
  const { builds } = await client.builds(run.id);
  const details: BuildDetailView[] = [];
  for (const { id } of builds) details.push(await client.build(id));
  return details;
}

/** Main packages of a run's last stage that make any of these. */
export async function mainPackages(client: Client, run: RunView, names: ReadonlySet<string>): Promise<string[]> {
  const { stages } = await client.stages(run.id);
  const last = stages.at(-1)?.stage;
  const { builds } = await client.builds(run.id);
  const mains: string[] = [];
  for (const { id, name, stage } of builds) {
    if (stage !== last) continue;
    const { outputs } = await client.build(id);
    if (outputs.some((output) => names.has(output.name))) mains.push(name);
  }
  return [...new Set(mains)];
}

export function isSameBits({ run, evidence }: Rebuilt): boolean {
  return run.state === "succeeded" && evidence.length > 0 && evidence.every(({ outcome }) => outcome === "holds");
}

/** What came of it, for people: package by package, and what differs. */
export async function tellRebuilt(client: Client, of: RunView, rebuilt: Rebuilt): Promise<void> {
  const paint = terminalPaint(process.stdout);
  print(rebuildLines(of, rebuilt, paint).join("\n"));
  if (rebuilt.run.state !== "succeeded") {
    print(failedRebuildLines(await takePicture(client, rebuilt.run.id), paint).join("\n"));
  }
}
