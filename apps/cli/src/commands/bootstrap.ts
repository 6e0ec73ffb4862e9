import type { Client, RunView, VerdictView } from "@ascent/client";
import { type Config, homeLayout, hostArch, readConfig } from "@ascent/config";
import { type Arch, RUNGS, type Rung } from "@ascent/core";
import { type Command, Option } from "commander";
import { exportRun, inputsOption } from "../export-run.ts";
import { onInterrupt } from "../interrupt.ts";
import { archOption, blueprintOption, jobsOption } from "../options.ts";
import { type Flown, flyAll } from "../proof/fly-all.ts";
import { measuredBy, uncheckedAt } from "../proof/rungs.ts";
import { refuseForeignArch } from "../stack/foreign-arch.ts";
import { openStack } from "../stack/stack.ts";
import { EXIT, print } from "../tell.ts";
import { failureLines } from "../view/flight-view.ts";
import { terminalPaint } from "../view/paint.ts";
import { type Picture, plural } from "../view/picture.ts";
import { uncheckedLines, verdictLines } from "../view/verdict-view.ts";
import { type Telling, takePicture, tellingFor } from "../view/watch.ts";
import { refuseMissingBlueprint } from "../wanted-blueprint.ts";
import { refuseUnwritableFolder } from "../write-output.ts";

interface BootstrapOptions {
  readonly blueprint: string;
  readonly seed?: readonly string[];
  readonly require?: Rung;
  readonly arch?: Arch;
  readonly jobs?: number;
  readonly export?: string;
  readonly exportInputs?: string | true;
  readonly json?: boolean;
  readonly fresh?: boolean;
}

const EXAMPLES = `
Examples:
  ascent bootstrap                          the blueprint "tiny", to its verdict
  ascent bootstrap --export out             and leave the signed final repository in ./out
  ascent bootstrap --blueprint hello        what the tutorial builds
  ascent bootstrap --blueprint ./my-set     a folder of your own that holds bootstrap.yaml
  ascent bootstrap --require fixed-point    and rebuild what came out, up to that rung
  ascent bootstrap --seed debian --seed debian-clang
                                            from each of the seeds, then rebuilt and compared: up to "seed-independent"
  ascent bootstrap --json | jq .type        events for scripts, one JSON document a line

Exit code 0 only if the verdict holds; Ctrl-C stops cleanly, and the next start goes on where this one stopped.`;

export function addBootstrap(program: Command): void {
  program
    .command("bootstrap")
    .description("start everything that is needed, run a bootstrap to its verdict, and show progress all the way")
    .addOption(blueprintOption("blueprint to run"))
    .addOption(
      new Option(
        "--seed <name>",
        "seed to start from (default: the blueprint's first that can be reached); several times: a bootstrap from each, compared",
      ).argParser((name: string, before: readonly string[] = []) => [...before, name]),
    )
    .addOption(
      new Option("--require <rung>", "how far up packages must stand (default: as the blueprint says)").choices(RUNGS),
    )
    .addOption(archOption())
    .addOption(jobsOption())
    .option("--export <dir>", "leave repository, keys and verdict.json there (of the first seed's run)")
    .option(
      "--export-inputs [packages]",
      "with it, also what these were built with, with commas between (default: all)",
    )
    .option("--fresh", "start a new run even where an unfinished one could go on")
    .option("--json", "tell events as NDJSON on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (options: BootstrapOptions) => {
      process.exitCode = await bootstrap(readConfig(process.env), options);
    });
}

async function bootstrap(config: Config, options: BootstrapOptions): Promise<number> {
  if (options.arch !== undefined) await refuseForeignArch(options.arch);
  if (options.export !== undefined) await refuseUnwritableFolder(options.export);
  await refuseMissingBlueprint(config, options.blueprint);
  const interrupt = onInterrupt();
  const telling = tellingFor(options.json === true);
  const say = (line: string) => (telling === "json" ? process.stderr : process.stdout).write(`${line}\n`);
  const stack = await openStack(config, {
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    ...(options.arch === undefined ? {} : { arch: options.arch }),
    onStep: (step) => say(`· ${step}`),
  });
  say(`· dashboard: ${stack.client.endpoint.url}/ (its token: ${homeLayout(config.home).token})`);
  try {
    const { signal } = interrupt;
    const wanted = { ...options, arches: [options.arch ?? hostArch()], seeds: options.seed ?? [] };
    const flown = await flyAll(stack.client, wanted, { telling, signal, say });
    if (signal.aborted) return interrupted(stack.ours, say);
    return await conclude(stack.client, flown, { ...options, telling, ours: stack.ours });
  } finally {
    await stack.stop();
    interrupt.release();
  }
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

/** The first run is the one whose packages people use; one that failed is told instead. */
async function conclude(client: Client, flown: Flown, options: BootstrapOptions & Ending): Promise<number> {
  const run = flown.runs.find(({ state }) => state !== "succeeded") ?? flown.first;
  const { verdict } = run;
  const measured = verdict === undefined ? undefined : measuredBy(verdict, flown.required);
  // The verdict is told first: an export that fails must not hide it.
  if (options.telling !== "json") await tellEnd(client, { run, verdict: measured, flown }, options);
  const { where, failure } = await exportFirst(client, flown.first, options);
  if (options.telling === "json") tellEndJson(flown, { run, verdict: measured, exported: where });
  else if (where !== undefined) print(`exported to ${where}`);
  if (failure !== undefined) throw failure;
  return run.state === "succeeded" && measured?.holds === true ? EXIT.ok : EXIT.failed;
}

async function exportFirst(
  client: Client,
  run: RunView,
  { export: directory, exportInputs }: BootstrapOptions,
): Promise<{ readonly where?: string; readonly failure?: unknown }> {
  if (directory === undefined || run.verdict === undefined) return {};
  try {
    return { where: await exportRun(client, run, { directory, ...inputsOption(exportInputs) }) };
  } catch (failure) {
    return { failure };
  }
}

interface Concluded {
  readonly run: RunView;
  readonly verdict: VerdictView | undefined;
}

function tellEndJson(flown: Flown, { run, verdict, exported }: Concluded & { readonly exported: string | undefined }) {
  const runs = flown.runs.map(({ id }) => id);
  print(JSON.stringify({ type: "verdict", runId: run.id, state: run.state, verdict, exported, runs }));
}

async function tellEnd(
  client: Client,
  { run, verdict, flown }: Concluded & { readonly flown: Flown },
  { telling, ours, require }: BootstrapOptions & Ending,
): Promise<void> {
  const picture = await takePicture(client, run.id);
  // The live view shows failures already.
  if (telling === "lines") tellFailures(picture);
  for (const { failure } of run.preparation) {
    if (failure !== undefined) print(`✘ ${failure.message}\n  ${failure.wayOut ?? ""}`);
  }
  if (verdict === undefined) return print(`✘ run ${run.id} ${run.state}`);
  const asked = require !== undefined || flown.runs.length > 1;
  const who = asked ? "was asked for" : "the blueprint requires";
  print(["", ...verdictLines(verdict, terminalPaint(process.stdout), who)].join("\n"));
  if (!verdict.holds) tellMissing(verdict, flown);
  tellCache(picture);
  tellRepository(client, picture, ours);
}

/** Rungs that nobody has looked at, with why; one of them takes more than one seed. */
function tellMissing(verdict: VerdictView, { runs }: Flown): void {
  for (const line of uncheckedLines(verdict)) print(line);
  const open = uncheckedAt(verdict, "seed-independent").length > 0;
  if (verdict.required !== "seed-independent" || runs.length > 1 || !open) return;
  print("  Another seed is needed for that: give --seed several times, or compare two runs with `ascent compare`.");
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
