import type { Client, RunView } from "@ascent/client";
import type { Rung } from "@ascent/core";
import { print } from "../tell.ts";
import type { Telling } from "../view/watch.ts";
import { isSameBits, mainPackages, type RebuildWith, type Rebuilt, rebuild, tellRebuilt } from "./rebuild.ts";
import { isAtLeast, uncheckedAt } from "./rungs.ts";

export interface ClimbOptions {
  /** How far; what only a comparison with another seed shows is not this one's work. */
  readonly to: Rung;
  readonly telling: Telling;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const STEPS: readonly { readonly rung: Rung; readonly with: RebuildWith }[] = [
  { rung: "reproducible", with: "recorded" },
  { rung: "fixed-point", with: "final" },
];

/**
 * Rebuilds whatever of a bootstrap nobody has rebuilt, as far up as is asked for; evidence of earlier runs with the same
 * results counts. Resolves with the run as it is judged then.
 */
export async function climb(client: Client, run: RunView, options: ClimbOptions): Promise<RunView> {
  for (const step of STEPS) {
    if (options.signal.aborted || !isAtLeast(options.to, step.rung)) break;
    await takeStep(client, await client.run(run.id), { ...options, ...step });
  }
  return client.run(run.id);
}

async function takeStep(client: Client, run: RunView, step: ClimbOptions & (typeof STEPS)[number]): Promise<void> {
  const { verdict } = run;
  if (verdict === undefined) return;
  const open = uncheckedAt(verdict, step.rung);
  if (open.length === 0) return step.say(`· ${step.rung}: looked at before, nothing has changed since`);
  const isWhole = open.length === verdict.packages.length;
  const packages = isWhole ? {} : { packages: await mainPackages(client, run, new Set(open.map(({ name }) => name))) };
  const rebuilt = await rebuild(client, run, { ...step, ...packages });
  if (!step.signal.aborted) await tell(client, run, { ...step, rebuilt });
}

async function tell(
  client: Client,
  run: RunView,
  { rebuilt, telling, say }: ClimbOptions & { readonly rebuilt: Rebuilt },
) {
  if (telling === "json") return tellRebuiltJson(run, rebuilt);
  if (isSameBits(rebuilt)) return say(`· ${rebuilt.evidence.length} packages rebuilt: the same bits`);
  await tellRebuilt(client, run, rebuilt);
}

/** One line of NDJSON. */
export function tellRebuiltJson(of: RunView, { run, evidence }: Rebuilt): void {
  print(JSON.stringify({ type: "rebuild", runId: run.id, of: of.id, state: run.state, evidence }));
}
