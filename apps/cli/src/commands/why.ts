import type { Client } from "@ascent/client";
import type { Arch } from "@ascent/core";
import { pathDot, pathSvg } from "@ascent/formats";
import type { Command } from "commander";
import { archOption, serviceOptions } from "../options.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { whyLines } from "../view/why-view.ts";
import { writeOutput } from "../write-output.ts";

interface WhyOptions extends ServiceOptions {
  readonly on: string;
  readonly run?: string;
  readonly arch?: Arch;
  readonly dot?: string;
  readonly svg?: string;
}

const EXAMPLES = `
Examples:
  ascent why sed                      how far away the seed is, and the nearest way to it
  ascent why sed --on gcc             the nearest way to a package of the seed, or of any stage
  ascent why stage3/sed --on debian --svg why.svg
  ascent why sed --on sed-4.9.tar.xz  to a source

The way is told by digest, build by build; nearest is what lies the fewest stages back.`;

export function addWhy(program: Command): void {
  serviceOptions(program.command("why"))
    .argument("<package>", "a package of the last stage, or STAGE/PACKAGE")
    .description("tell why a package depends on a seed, another package or a source, or that it never does")
    .option("--on <what>", "a seed, a package, a source or a digest", "seed")
    .option("--run <id>", "a run's id, or its beginning (default: the newest bootstrap)")
    .addOption(archOption().default(undefined, "the first that has the package"))
    .option("--dot <file>", "also write it as a graph for Graphviz")
    .option("--svg <file>", "also draw it")
    .addHelpText("after", EXAMPLES)
    .action((name: string, options: WhyOptions) => withRecords(options, (client) => tellWhy(client, name, options)));
}

async function tellWhy(client: Client, name: string, options: WhyOptions): Promise<void> {
  // A rebuild has a lineage too, but nobody means it who names none.
  const run = await chooseRun(client, options.run ?? "latest");
  const arch = options.arch === undefined ? {} : { arch: options.arch };
  const why = await client.why(run.id, { package: name, on: options.on, ...arch });
  const path = why.path ?? [];
  if (options.dot !== undefined) await writeOutput(options.dot, pathDot(why.package, path));
  if (options.svg !== undefined) await writeOutput(options.svg, pathSvg(why.package, path));
  if (options.json === true) printJson(why);
  else print(whyLines(why, terminalPaint(process.stdout)).join("\n"));
}
