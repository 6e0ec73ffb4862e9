import type { Client, RunView } from "@ascent/client";
import type { Arch } from "@ascent/core";
import { type Command, InvalidArgumentError } from "commander";
import { onInterrupt } from "../interrupt.ts";
import { archOption, blueprintOption, serviceOptions } from "../options.ts";
import { chooseRun, findClient, type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { flightLines } from "../view/flight-view.ts";
import { forecastLines } from "../view/forecast-view.ts";
import { terminalPaint } from "../view/paint.ts";
import { elapsed, plural } from "../view/picture.ts";
import { verdictLines } from "../view/verdict-view.ts";
import { takePicture, tellingFor, watchRun } from "../view/watch.ts";

/** `run` and `status`. */
export function addRunCommands(program: Command): void {
  addRun(program);
  addStatus(program);
}

function addRun(program: Command): void {
  serviceOptions(program.command("run"))
    .description("start a run in the service")
    .addOption(blueprintOption())
    .option("--seed <name...>", "seeds to try, in order (default: the blueprint's order)")
    .addOption(archOption())
    .option("--priority <0-10>", "how urgent it is among other runs (default: 5)", wholeNumber)
    .option("--key <text>", "idempotency key: the same key starts only one run")
    .option("--dry-run", "tell what it would build, take from the cache and last; start nothing")
    .option("--watch", "follow it to its end; the exit code is then the verdict's")
    .addHelpText(
      "after",
      "\nExamples:\n  ascent run --blueprint hello --watch\n  ascent run --seed debian --key nightly-2026-01-31\n  ascent run --dry-run --json | jq .forecast",
    )
    .action(async (options: ServiceOptions & RunOptions) => {
      process.exitCode = await run(await findClient(options), options);
    });
}

interface RunOptions {
  readonly blueprint: string;
  readonly seed?: string[];
  readonly arch?: Arch;
  readonly key?: string;
  readonly priority?: number;
  readonly watch?: boolean;
  readonly dryRun?: boolean;
}

async function run(client: Client, options: ServiceOptions & RunOptions): Promise<number> {
  const { blueprint, seed, arch, key, priority } = options;
  const request = {
    blueprint,
    ...(priority !== undefined && { priority }),
    ...(seed && { seeds: seed }),
    ...(arch && { arches: [arch] }),
  };
  if (options.dryRun === true) return dryRun(client, request, options.json === true);
  const started = await client.startRun(request, key);
  if (options.json !== true) tellWarnings(started.warnings.length, blueprint);
  if (options.watch === true) return watch(client, started.run.id, options.json === true);
  if (options.json === true) printJson(started);
  else print(`${started.created ? "started" : "already started"} run ${started.run.id}; \`ascent status\` shows it`);
  return EXIT.ok;
}

/** Refused as the run would be; nothing is written. */
async function dryRun(client: Client, request: Parameters<Client["plan"]>[0], json: boolean): Promise<number> {
  const plan = await client.plan(request);
  if (json) printJson(plan);
  else {
    tellWarnings(plan.warnings.length, plan.blueprint);
    print(forecastLines(plan).join("\n"));
  }
  return EXIT.ok;
}

/** A run goes on in spite of them, so they are counted, and told in full by the command that is for them. */
function tellWarnings(count: number, blueprint: string): void {
  if (count > 0) process.stderr.write(`${plural(count, "warning")}: \`ascent lint ${blueprint}\` tells them\n`);
}

async function watch(client: Client, runId: string, json: boolean): Promise<number> {
  const interrupt = onInterrupt();
  const ended = await watchRun(client, runId, { telling: tellingFor(json), signal: interrupt.signal });
  interrupt.release();
  if (interrupt.signal.aborted) return EXIT.interrupted;
  if (ended.verdict !== undefined && !json)
    print(verdictLines(ended.verdict, terminalPaint(process.stdout)).join("\n"));
  return ended.verdict?.holds === true ? EXIT.ok : EXIT.failed;
}

function addStatus(program: Command): void {
  serviceOptions(program.command("status"))
    .argument("[run]", "a run's id, or its beginning (default: the newest)")
    .description("show how far a run has come")
    .option("--all", "list the newest runs instead")
    .addHelpText(
      "after",
      "\nExamples:\n  ascent status\n  ascent status 3f2a --json | jq .stages\n  ascent status --all",
    )
    .action(async (id: string | undefined, options: ServiceOptions & { readonly all?: boolean }) => {
      await withRecords(options, async (client) => {
        if (options.all === true) await listRuns(client, options);
        else await showRun(client, await chooseRun(client, id), options);
      });
    });
}

async function listRuns(client: Client, options: ServiceOptions): Promise<void> {
  const { runs } = await client.runs();
  if (options.json === true) return printJson(runs);
  for (const run of runs) {
    const end = run.finishedAt === undefined ? new Date() : new Date(run.finishedAt);
    print(
      `${run.id}  ${run.state.padEnd(10)} ${run.blueprint.padEnd(12)} ${run.arches.join(" ")}  ${elapsed(run.createdAt, end)}`,
    );
  }
  if (runs.length === 0) print("no runs yet; start one: ascent run");
}

async function showRun(client: Client, run: RunView, options: ServiceOptions): Promise<void> {
  const picture = await takePicture(client, run.id);
  if (options.json === true) return printJson({ run: picture.run, stages: picture.stages, builds: picture.builds });
  const paint = terminalPaint(process.stdout);
  print(flightLines(picture, paint).join("\n"));
  if (picture.run.verdict !== undefined) print(["", ...verdictLines(picture.run.verdict, paint)].join("\n"));
  else print(`\n${picture.run.state}`);
}

function wholeNumber(text: string): number {
  if (/^(\d|10)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 10.");
}
