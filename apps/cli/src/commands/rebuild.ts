import type { Client, RunView } from "@ascent/client";
import { readConfig } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";
import { type Command, Option } from "commander";
import { onInterrupt } from "../interrupt.ts";
import { archOption, jobsOption } from "../options.ts";
import { tellRebuiltJson } from "../proof/climb.ts";
import { isSameBits, type RebuildWith, type Rebuilt, rebuild, tellRebuilt } from "../proof/rebuild.ts";
import { type Differing, writeReports } from "../proof/reports.ts";
import { chooseRun, isBootstrap, withRecords } from "../service.ts";
import { refuseForeignArch } from "../stack/foreign-arch.ts";
import { openStack, type Stack } from "../stack/stack.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { rebuildPlanLines } from "../view/forecast-view.ts";
import { tellingFor } from "../view/watch.ts";

interface RebuildCommand {
  readonly with: RebuildWith;
  readonly arch?: Arch;
  readonly jobs?: number;
  readonly reports?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  ascent rebuild latest                  every final package, from its recorded lock, in other surroundings
  ascent rebuild 3f2a sed gzip           these two alone
  ascent rebuild latest --with final     with the final packages as the only input: a fixed point?
  ascent rebuild latest --dry-run        what would be built again, for how long, and is everything there?
  ascent rebuild latest --reports out    and leave a report of each difference there (diffoscope's too, where installed)

Starts what it needs, as \`ascent bootstrap\` does. What comes of it is evidence on the run; exit code 0 only if all bits are
the same. Ctrl-C stops cleanly, and the same command goes on from there.`;

export function addRebuild(program: Command): void {
  program
    .command("rebuild")
    .argument("<run>", 'a run\'s id, its beginning, or "latest"')
    .argument("[package...]", "final packages (default: all of them)")
    .description("build final packages again and compare the bits")
    .addOption(
      new Option("--with <what>", "recorded: each package's own lock, surroundings varied; final: the final packages")
        .choices(["recorded", "final"])
        .default("recorded"),
    )
    .addOption(archOption())
    .addOption(jobsOption())
    .option("--reports <dir>", "leave a report of every difference there")
    .option("--dry-run", "tell what would be built again, and whether all that it needs is there; start nothing")
    .option("--json", "tell events as NDJSON on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (run: string, packages: string[], options: RebuildCommand) => {
      if (options.dryRun === true) await withRecords({}, (client) => dryRun(client, { run, packages }, options));
      else process.exitCode = await rebuildRun(run, packages, options);
    });
}

interface Named {
  readonly run: string;
  readonly packages: readonly string[];
}

/** Refused as the rebuild would be. The exit code says whether it could be done. */
async function dryRun(client: Client, { run, packages }: Named, options: RebuildCommand): Promise<void> {
  const of = await originalOf(client, await chooseRun(client, run));
  const chosen = packages.length === 0 ? {} : { packages: [...packages] };
  const plan = await client.planRebuild(of.id, { with: options.with, ...chosen });
  if (options.json === true) printJson(plan);
  else print(rebuildPlanLines(plan).join("\n"));
  process.exitCode = plan.missing.length === 0 ? EXIT.ok : EXIT.failed;
}

/** The bootstrap that is meant where a rebuild of it is named. */
async function originalOf(client: Client, run: RunView): Promise<RunView> {
  return run.purpose?.kind === "rebuild" && !isBootstrap(run) ? client.run(run.purpose.of) : run;
}

async function rebuildRun(wanted: string, packages: readonly string[], options: RebuildCommand): Promise<number> {
  if (options.arch !== undefined) await refuseForeignArch(options.arch);
  const config = readConfig(process.env);
  const interrupt = onInterrupt();
  const telling = tellingFor(options.json === true);
  const say = (line: string) => (telling === "json" ? process.stderr : process.stdout).write(`${line}\n`);
  const stack = await openStack(config, {
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    ...(options.arch === undefined ? {} : { arch: options.arch }),
    onStep: (step) => say(`· ${step}`),
  });
  try {
    const of = await bootstrapNamed(stack, wanted, options.arch ?? config.arch);
    const { signal } = interrupt;
    const chosen = packages.length === 0 ? {} : { packages: [...packages] };
    const rebuilt = await rebuild(stack.client, of, { with: options.with, ...chosen, telling, signal, say });
    if (signal.aborted) {
      say(stack.ours ? "· stopped; the same command goes on from here" : "· the rebuild goes on in the service");
      return EXIT.interrupted;
    }
    return await tell(stack.client, { of, rebuilt }, options);
  } finally {
    await stack.stop();
    interrupt.release();
  }
}

/** Throws Fault "run-unknown" and "arch-without-worker": a worker of our own builds for one arch alone. */
async function bootstrapNamed({ client, ours }: Stack, wanted: string, arch: Arch): Promise<RunView> {
  const of = await originalOf(client, await chooseRun(client, wanted));
  const foreign = ours ? of.arches.filter((each) => each !== arch) : [];
  if (foreign.length === 0) return of;
  throw new Fault(
    "arch-without-worker",
    `run ${of.id} is for ${of.arches.join(", ")}, and the worker here for ${arch}`,
    {
      wayOut: `Say --arch ${foreign[0]}, or start a worker for each arch (\`ascent up\`, \`ascent worker\`).`,
    },
  );
}

async function tell(
  client: Client,
  { of, rebuilt }: { readonly of: RunView; readonly rebuilt: Rebuilt },
  { json, reports }: RebuildCommand,
): Promise<number> {
  if (json === true) tellRebuiltJson(of, rebuilt);
  else await tellRebuilt(client, of, rebuilt);
  if (reports !== undefined) {
    const where = await writeReports(client, reports, await differingOf(client, of, rebuilt));
    if (json !== true) print(`reports are in ${where}`);
  }
  return isSameBits(rebuilt) ? EXIT.ok : EXIT.failed;
}

async function differingOf(client: Client, of: RunView, { run, evidence }: Rebuilt): Promise<Differing[]> {
  const differing: Differing[] = [];
  const { builds } = await client.builds(run.id);
  const outputs = (await Promise.all(builds.map(({ id }) => client.build(id)))).flatMap((build) => build.outputs);
  for (const { package: name, contentDigest, documents, outcome } of evidence) {
    const first = of.verdict?.packages.find((each) => each.name === name && each.contentDigest === contentDigest);
    const second = outputs.find((output) => output.name === name);
    const report = documents.length > 1 ? documents.at(-1) : undefined;
    if (outcome === "holds" || first === undefined || second === undefined || report === undefined) continue;
    const digests = { first: first.fileDigest, second: second.fileDigest };
    differing.push({ name: `${name}-${first.version}`, report, ...digests });
  }
  return differing;
}
