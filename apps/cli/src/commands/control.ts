import type { Client, RunView } from "@ascent/client";
import { Fault } from "@ascent/core";
import type { Command } from "commander";
import { buildUnknown } from "../build-unknown.ts";
import { serviceOptions } from "../options.ts";
import { chooseRun, findClient, type ServiceOptions } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";

interface ControlOptions extends ServiceOptions {
  readonly run?: string;
  readonly stage?: string;
  readonly build?: string;
  readonly package?: string;
}

/** `retry` and `cancel`, of whole runs or of parts of them. */
export function addControlCommands(program: Command): void {
  addRetry(program);
  addCancel(program);
}

function addRetry(program: Command): void {
  serviceOptions(program.command("retry"))
    .argument("[package]", "only the builds of this package (default: all that failed or were cancelled)")
    .option("--run <id>", "a run's id, or its beginning (default: the newest)")
    .option("--stage <name>", "only builds of this stage")
    .option("--build <id>", "only this build")
    .description("try failed and cancelled builds again; what they blocked waits again")
    .addHelpText("after", "\nExamples:\n  ascent retry\n  ascent retry musl --run 3f2a\n  ascent retry --stage stage2")
    .action(async (name: string | undefined, options: ControlOptions) => {
      process.exitCode = await retry(await findClient(options), name, options);
    });
}

async function retry(client: Client, name: string | undefined, options: ControlOptions): Promise<number> {
  const run = await chooseRun(client, options.run);
  const { retried } = await client.retryWork(run.id, scopeOf({ ...options, ...(name && { package: name }) }));
  if (retried === 0 && name !== undefined) await refuseUnknown(client, run, name);
  if (options.json === true) printJson({ runId: run.id, retried });
  else print(retried === 0 ? "nothing to retry" : `${retried} of run ${run.id.slice(0, 8)} go again`);
  return EXIT.ok;
}

function addCancel(program: Command): void {
  serviceOptions(program.command("cancel"))
    .argument("[run]", "a run's id, or its beginning (default: the newest)")
    .option("--stage <name>", "only builds of this stage; the run goes on with what does not wait for them")
    .option("--package <name>", "only builds of this package")
    .option("--build <id>", "only this build")
    .description("stop a run, or a part of it; what is built stays in the cache")
    .addHelpText(
      "after",
      "\nExamples:\n  ascent cancel\n  ascent cancel 3f2a\n  ascent cancel --stage stage2 --package gcc",
    )
    .action(async (id: string | undefined, options: ControlOptions) => {
      const client = await findClient(options);
      process.exitCode = await cancel(client, await chooseRun(client, id), options);
    });
}

/** Where nothing came of it: for want of such a package? A run's id is none. Throws Fault "build-unknown". */
async function refuseUnknown(client: Client, run: RunView, name: string): Promise<void> {
  const { builds } = await client.builds(run.id);
  if (!builds.some((build) => build.name === name)) throw buildUnknown(run, builds, name);
}

async function cancel(client: Client, of: RunView, options: ControlOptions): Promise<number> {
  const scope = scopeOf(options);
  if (Object.keys(scope).length > 0) return cancelPart(client, of, { scope, json: options.json === true });
  const run = await client.cancel(of.id);
  if (options.json === true) printJson(run);
  else print(`run ${run.id.slice(0, 8)} is ${run.finishedAt === undefined ? "being cancelled" : run.state}`);
  return EXIT.ok;
}

interface Part {
  readonly scope: ReturnType<typeof scopeOf>;
  readonly json: boolean;
}

async function cancelPart(client: Client, run: RunView, { scope, json }: Part): Promise<number> {
  const { cancelled } = await client.cancelWork(run.id, scope);
  if (cancelled === 0 && scope.package !== undefined) await refuseUnknown(client, run, scope.package);
  if (json) printJson({ runId: run.id, cancelled });
  else print(cancelled === 0 ? "nothing to cancel" : `${cancelled} of run ${run.id.slice(0, 8)} cancelled`);
  return EXIT.ok;
}

/** Throws Fault "bad-options". */
function scopeOf({ stage, package: name, build }: ControlOptions) {
  if (build !== undefined && (stage !== undefined || name !== undefined)) {
    throw new Fault("bad-options", "--build names one build: it goes with neither a package nor --stage", {
      wayOut: "Name either the build, or its package and stage.",
    });
  }
  return {
    ...(build !== undefined && { build }),
    ...(stage !== undefined && { stage }),
    ...(name !== undefined && { package: name }),
  };
}
