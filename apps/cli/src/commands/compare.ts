import type { Client, ComparisonView } from "@ascent/client";
import { Fault } from "@ascent/core";
import type { Command } from "commander";
import { serviceOptions } from "../options.ts";
import { type Differing, writeReports } from "../proof/reports.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { comparisonLines } from "../view/comparison-view.ts";
import { terminalPaint } from "../view/paint.ts";

interface CompareOptions extends ServiceOptions {
  readonly reports?: string;
}

const EXAMPLES = `
Examples:
  ascent compare 3f2a 81c0               two bootstraps from different seeds: do they end in the same bits?
  ascent compare 3f2a latest --json
  ascent compare 3f2a 81c0 --reports out and leave a report of each difference there (diffoscope's too, where installed)

What it finds is evidence on both runs; exit code 0 only if every final package is the same and the seeds are not.`;

export function addCompare(program: Command): void {
  serviceOptions(program.command("compare"))
    .argument("<run>", 'a run\'s id, its beginning, or "latest"')
    .argument("<other>", "another")
    .description("compare the final packages of two bootstraps from different seeds")
    .option("--reports <dir>", "leave a report of every difference there")
    .addHelpText("after", EXAMPLES)
    .action((first: string, second: string, options: CompareOptions) =>
      withRecords(options, async (client) => {
        process.exitCode = await compare(client, { first, second }, options);
      }),
    );
}

async function compare(
  client: Client,
  wanted: { readonly first: string; readonly second: string },
  { json, reports }: CompareOptions,
): Promise<number> {
  const [first, second] = await Promise.all([chooseRun(client, wanted.first), chooseRun(client, wanted.second)]);
  if (first.blueprint !== second.blueprint) {
    throw new Fault("runs-incomparable", `one run is of ${first.blueprint}, the other of ${second.blueprint}`, {
      wayOut: "Compare two bootstraps of one blueprint; `ascent status --all` lists the runs.",
    });
  }
  const comparison = await client.compare(first.id, second.id);
  if (json === true) printJson(comparison);
  else print(comparisonLines(comparison, terminalPaint(process.stdout)).join("\n"));
  if (reports !== undefined) {
    const where = await writeReports(client, reports, differingOf(comparison));
    if (json !== true) print(`reports are in ${where}`);
  }
  return comparison.holds ? EXIT.ok : EXIT.failed;
}

function differingOf({ arches }: ComparisonView): Differing[] {
  return arches.flatMap(({ packages }) =>
    packages.flatMap(({ name, first, second, report }) =>
      first === undefined || second === undefined || report === undefined
        ? []
        : [{ name: `${name}-${first.version}`, report, first: first.fileDigest, second: second.fileDigest }],
    ),
  );
}
