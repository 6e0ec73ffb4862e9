import { join } from "node:path";
import type { Recipe, RecipeStep } from "@ascent/core";
import type { BuildRequest, BuildWatch, Failure, StepReport } from "@ascent/engine";
import { writeNew } from "../cache/plain-files.ts";
import { SCRIPT_PATH } from "../sandbox/bwrap-arguments.ts";
import type { SandboxHost } from "../sandbox/launch.ts";
import { runInSandbox, type SandboxEnd } from "../sandbox/run.ts";
import type { WatchLimits } from "../sandbox/watchdog.ts";
import type { Conditions } from "../variation/conditions.ts";
import { stepFailure } from "./failures.ts";
import type { LogTail } from "./log-tail.ts";
import type { Workspace } from "./workspace.ts";

/** Where and how the steps of one build run. */
export interface PipelinePlace {
  readonly host: SandboxHost;
  /** The assembled root on the host. */
  readonly root: string;
  readonly workspace: Workspace;
  readonly cpus?: readonly number[];
  readonly log: LogTail;
  readonly conditions: Conditions;
}

export type PipelineEnd =
  | { readonly kind: "finished"; readonly steps: readonly StepReport[] }
  | { readonly kind: "failed"; readonly failure: Failure; readonly steps: readonly StepReport[] }
  | { readonly kind: "cancelled"; readonly steps: readonly StepReport[] };

/**
 * Goes to the step's directory, made where missing as melange does, and becomes the shell that runs the script. `-P`: the
 * shell knows the directory by its real name, also where the workspace's usual path is a link.
 */
const ENTER = '[ -d "$1" ] || mkdir -p "$1"; cd -P "$1" && exec /bin/sh -e "$2"';

/** Runs the steps of the main package, then those of each subpackage, one sandbox each, until one does not succeed. */
export async function runPipeline(
  place: PipelinePlace,
  request: BuildRequest,
  watch: BuildWatch,
): Promise<PipelineEnd> {
  const all = request.recipe.packages.flatMap(({ steps }) => steps);
  const deadline = performance.now() + secondsOf(request) * 1000;
  const steps: StepReport[] = [];
  for (const [index, step] of all.entries()) {
    watch.onStep({ index: index + 1, total: all.length, label: step.label });
    const startedAt = new Date();
    const end = await runStep(place, { request, step, index, deadline }, watch);
    const exitCode = end.kind === "exited" ? end.exitCode : null;
    steps.push({ label: step.label, startedAt, finishedAt: new Date(), exitCode });
    if (end.kind === "stopped" && end.why === "cancelled") return { kind: "cancelled", steps };
    if (exitCode === 0) continue;
    const failure = await stepFailure({
      end,
      step,
      limits: request.limits,
      directory: place.workspace.box,
      log: place.log,
    });
    return { kind: "failed", failure, steps };
  }
  return { kind: "finished", steps };
}

/** The definition may ask for less time than the policy gives, never for more. */
function secondsOf({ limits, recipe }: BuildRequest): number {
  return Math.min(limits.seconds, recipe.timeoutSeconds ?? limits.seconds);
}

interface StepRun {
  readonly request: BuildRequest;
  readonly step: RecipeStep;
  readonly index: number;
  readonly deadline: number;
}

async function runStep(place: PipelinePlace, run: StepRun, watch: BuildWatch): Promise<SandboxEnd> {
  const { request, step } = run;
  const { conditions, workspace } = place;
  const onOutput = outputTo(place.log, watch);
  const script = join(workspace.scripts, String(run.index));
  await writeNew(script, step.runs, 0o644);
  if (!onOutput(Buffer.from(`--- ${step.label}\n`))) return { kind: "stopped", why: "log-limit" };
  return runInSandbox(place.host, {
    spec: {
      root: { path: place.root, access: "read-only" },
      mounts: workspace.mounts,
      shared: workspace.shared,
      script,
      uid: conditions.id,
      gid: conditions.id,
      hostname: conditions.hostname,
      environment: environmentOf(request.recipe, step, conditions),
      command: ["/bin/sh", "-c", ENTER, "/bin/sh", step.workingDirectory, SCRIPT_PATH],
    },
    limits: watchLimits(place, run),
    ...(place.cpus === undefined ? {} : { cpus: place.cpus }),
    umask: conditions.umask,
    signal: watch.signal,
    onOutput,
  });
}

function watchLimits(place: PipelinePlace, { request, deadline }: StepRun): WatchLimits {
  const { memoryBytes, processes, diskBytes } = request.limits;
  return {
    milliseconds: Math.max(deadline - performance.now(), 0),
    memoryBytes,
    processes,
    disk: { directory: place.workspace.box, bytes: diskBytes },
  };
}

/** Passes output on up to the limit. */
function outputTo(log: LogTail, watch: BuildWatch): (bytes: Uint8Array) => boolean {
  return (bytes) => {
    const allowed = bytes.subarray(0, log.room);
    if (allowed.length > 0) watch.onLog(allowed);
    return log.add(bytes);
  };
}

/** Nothing comes from the host: defaults, then the definition's variables, then the step's, then how many jobs. */
export function environmentOf(recipe: Recipe, step: RecipeStep, conditions: Conditions): Record<string, string> {
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: conditions.workspace,
    USER: "build",
    LOGNAME: "build",
    LC_ALL: conditions.locale,
    ...(conditions.locale === "C" ? {} : { LANG: conditions.locale }),
    TZ: conditions.timezone,
    SOURCE_DATE_EPOCH: String(recipe.sourceDateEpoch),
    ...recipe.environment.variables,
    ...step.environment,
    JOBS: String(conditions.cpus),
  };
}
