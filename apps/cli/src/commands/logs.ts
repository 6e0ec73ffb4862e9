import type { BuildView, Client } from "@ascent/client";
import type { Arch } from "@ascent/core";
import type { Command } from "commander";
import { buildUnknown } from "../build-unknown.ts";
import { onInterrupt } from "../interrupt.ts";
import { archOption, serviceOptions } from "../options.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { printJson } from "../tell.ts";
import { followLog } from "../view/follow-log.ts";

interface LogOptions extends ServiceOptions {
  readonly run?: string;
  readonly stage?: string;
  readonly arch?: Arch;
  readonly follow?: boolean;
}

const EXAMPLES = `
Examples:
  ascent logs musl                    of the newest run, the last stage that has begun to build it
  ascent logs -f tcc --stage stage3   as it is written
  ascent logs sed --run 3f2a | less
  ascent logs bash --json | jq -r .log  the build beside it; with -f a document a line, of what is new`;

export function addLogs(program: Command): void {
  serviceOptions(program.command("logs"))
    .argument("<package>", "the package whose build's log to show")
    .description("show the log of a build")
    .option("-f, --follow", "go on as it is written, until the attempt ends")
    .option("--run <id>", "a run's id, or its beginning (default: the newest)")
    .option("--stage <name>", "the stage (default: the last one that has begun to build it)")
    .addOption(archOption())
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: LogOptions) => {
      await withRecords(options, (client) => showLog(client, name, options));
    });
}

async function showLog(client: Client, name: string, options: LogOptions): Promise<void> {
  const build = await chooseBuild(client, name, options);
  const isJson = options.json === true;
  if (options.follow !== true) {
    const log = await client.log(build.id);
    if (isJson) printJson({ build, log });
    else process.stdout.write(log);
    return;
  }
  const interrupt = onInterrupt();
  for await (const log of followLog(client, build.id, interrupt.signal)) {
    process.stdout.write(isJson ? `${JSON.stringify({ buildId: build.id, log })}\n` : log);
  }
  interrupt.release();
}

async function chooseBuild(client: Client, name: string, options: LogOptions): Promise<BuildView> {
  const run = await chooseRun(client, options.run);
  const { builds } = await client.builds(run.id);
  const matching = builds.filter(
    (build) =>
      build.name === name &&
      (options.stage === undefined || build.stage === options.stage) &&
      (options.arch === undefined || build.arch === options.arch),
  );
  const begun = matching.filter((build) => build.startedAt !== undefined);
  const chosen = (begun.length > 0 ? begun : matching).at(-1);
  if (chosen !== undefined) return chosen;
  throw buildUnknown(run, builds, `${name}${inStage(options)}`);
}

function inStage(options: LogOptions): string {
  return options.stage === undefined ? "" : ` in ${options.stage}`;
}
