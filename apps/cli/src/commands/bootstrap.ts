import type { Client, RunView } from "@ascent/client";
import { type Config, hostArch, readConfig } from "@ascent/config";
import type { Arch } from "@ascent/core";
import type { Command } from "commander";
import { exportRun } from "../export-run.ts";
import { onInterrupt } from "../interrupt.ts";
import { archOption, countOption } from "../options.ts";
import { refuseForeignArch } from "../stack/foreign-arch.ts";
import { openStack } from "../stack/stack.ts";
import { EXIT, print } from "../tell.ts";
import { failureLines } from "../view/flight-view.ts";
import { terminalPaint } from "../view/paint.ts";
import { type Picture, plural } from "../view/picture.ts";
import { verdictLines } from "../view/verdict-view.ts";
import { type Telling, takePicture, tellingFor, watchRun } from "../view/watch.ts";

interface BootstrapOptions {
  readonly blueprint: string;
  readonly seed?: string;
  readonly arch?: Arch;
  readonly jobs?: number;
  readonly export?: string;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

const EXAMPLES = `
Examples:
  ascent bootstrap                          the blueprint "tiny", to its verdict
  ascent bootstrap --export out             and leave the signed final repository in ./out
  ascent bootstrap --blueprint hello        what the tutorial builds
  ascent bootstrap --blueprint ./my-set     a folder of your own that holds bootstrap.yaml
  ascent bootstrap --json | jq .type        events for scripts, one JSON document a line

Exit code 0 only if the verdict holds; Ctrl-C stops cleanly, and the next start goes on where this one stopped.`;

export function addBootstrap(program: Command): void {
  program
    .command("bootstrap")
    .description("start everything that is needed, run a bootstrap to its verdict, and show progress all the way")
    .option("--blueprint <name>", "blueprint to run: a name, or a folder (with a /)", "tiny")
    .option("--seed <name>", "seed to start from (default: the blueprint's first that can be reached)")
    .addOption(archOption())
    .addOption(countOption("--jobs <n>", "builds at once (default: the number of processors)"))
    .option("--export <dir>", "leave repository, keys and verdict.json there")
    .option("--fresh", "start a new run even where an unfinished one could go on")
    .option("--json", "tell events as NDJSON on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (options: BootstrapOptions) => {
      process.exitCode = await bootstrap(readConfig(process.env), options);
    });
}

async function bootstrap(config: Config, options: BootstrapOptions): Promise<number> {
  if (options.arch !== undefined) await refuseForeignArch(options.arch);
  const interrupt = onInterrupt();
  const telling = tellingFor(options.json === true);
  const say = (line: string) => (telling === "json" ? process.stderr : process.stdout).write(`${line}\n`);
  const stack = await openStack(config, {
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    ...(options.arch === undefined ? {} : { arch: options.arch }),
    onStep: (step) => say(`· ${step}`),
  });
  try {
    const started = await startOrResume(stack.client, options);
    say(`· ${started.resumed ? "going on with" : "started"} run ${started.run.id}`);
    const run = await watchRun(stack.client, started.run.id, { telling, signal: interrupt.signal });
    if (interrupt.signal.aborted) return interrupted(stack.ours, say);
    return await conclude(stack.client, run, { ...options, telling, ours: stack.ours });
  } finally {
    await stack.stop();
    interrupt.release();
  }
}

/** The newest unfinished run of the same blueprint (same files), seed and arch goes on; otherwise a new one starts. */
async function startOrResume(client: Client, options: BootstrapOptions) {
  const arches = [options.arch ?? hostArch()];
  const seeds = options.seed === undefined ? undefined : [options.seed];
  const unfinished = options.fresh === true ? undefined : await unfinishedRun(client, { ...options, arches, seeds });
  if (unfinished !== undefined) return { run: unfinished, resumed: true };
  const { run } = await client.startRun({
    blueprint: options.blueprint,
    arches,
    ...(seeds === undefined ? {} : { seeds }),
  });
  return { run, resumed: false };
}

async function unfinishedRun(
  client: Client,
  wanted: {
    readonly blueprint: string;
    readonly arches: readonly Arch[];
    readonly seeds: readonly string[] | undefined;
  },
): Promise<RunView | undefined> {
  const { blueprints } = await client.blueprints();
  const blueprint = blueprints.find((known) => known.name === wanted.blueprint);
  const seeds = wanted.seeds ?? blueprint?.seeds.map((seed) => seed.name);
  const same = (run: RunView) =>
    run.finishedAt === undefined &&
    run.purpose?.kind !== "rebuild" &&
    run.blueprintDigest === blueprint?.digest &&
    String(run.arches) === String(wanted.arches) &&
    String(run.seeds) === String(seeds);
  return (await client.runs(20)).runs.find(same);
}

function interrupted(ours: boolean, say: (line: string) => void): number {
  say(
    ours
      ? "· stopped; the same command goes on from here"
      : "· the run goes on in the service; `ascent status` shows it",
  );
  return EXIT.interrupted;
}

interface Ending {
  readonly telling: Telling;
  /** Whether the service ends with this command. */
  readonly ours: boolean;
}

async function conclude(client: Client, run: RunView, options: BootstrapOptions & Ending): Promise<number> {
  const json = options.telling === "json";
  const where =
    options.export === undefined || run.verdict === undefined
      ? undefined
      : await exportRun(client, run, options.export);
  if (json)
    print(JSON.stringify({ type: "verdict", runId: run.id, state: run.state, verdict: run.verdict, exported: where }));
  else await tellEnd(client, run, options);
  if (where !== undefined && !json) print(`exported to ${where}`);
  return run.state === "succeeded" && run.verdict?.holds === true ? EXIT.ok : EXIT.failed;
}

async function tellEnd(client: Client, run: RunView, { telling, ours }: Ending): Promise<void> {
  const picture = await takePicture(client, run.id);
  // The live view shows failures already.
  if (telling === "lines") tellFailures(picture);
  for (const { failure } of run.preparation) {
    if (failure !== undefined) print(`✘ ${failure.message}\n  ${failure.wayOut ?? ""}`);
  }
  if (run.verdict === undefined) return print(`✘ run ${run.id} ${run.state}`);
  print(["", ...verdictLines(run.verdict, terminalPaint(process.stdout))].join("\n"));
  tellCache(picture);
  tellRepository(client, picture, ours);
}

/** A service that this command started ends with it; then the path alone is worth telling. */
function tellRepository(client: Client, { run, stages }: Picture, ours: boolean): void {
  const path = `/repos/${run.id}/${stages.at(-1)?.stage ?? "final"}`;
  print(
    ours ? `repository: ${path} of \`ascent up\`; --export DIR copies it` : `repository: ${client.endpoint.url}${path}`,
  );
}

function tellFailures(picture: Picture): void {
  const failed = picture.builds.filter((build) => build.state === "failed");
  for (const build of failed) print(failureLines(build, picture, terminalPaint(process.stdout)).join("\n"));
}

function tellCache({ builds }: Picture): void {
  const cached = builds.filter((build) => build.cached).length;
  if (cached === builds.length) print("everything came from the cache: nothing has changed");
  else if (cached > 0) print(`${plural(cached, "build")} of ${builds.length} came from the cache`);
}
