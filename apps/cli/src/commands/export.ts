import type { Command } from "commander";
import { exportRun, inputsOption } from "../export-run.ts";
import { serviceOptions } from "../options.ts";
import { chooseJudgedRun, type ServiceOptions, withRecords } from "../service.ts";
import { print, printJson } from "../tell.ts";

const EXAMPLES = `
Examples:
  ascent export out             the newest bootstrap that has a verdict
  ascent export out 3f2a        a certain one, with what rebuilds and comparisons have shown since
  ascent export out --export-inputs   with what its packages were built with: \`ascent verify out --rebuild sed\` needs no more
  ascent verify out`;

interface ExportOptions extends ServiceOptions {
  readonly exportInputs?: string | true;
}

export function addExport(program: Command): void {
  serviceOptions(program.command("export"))
    .argument("<dir>", "where to; files that are there are replaced")
    .argument("[run]", "a run's id, or its beginning (default: the newest with a verdict)")
    .description("leave a run's final packages there, with all by which its verdict can be checked")
    .option("--export-inputs [packages]", "also what these were built with, with commas between them (default: all)")
    .addHelpText("after", EXAMPLES)
    .action(async (directory: string, id: string | undefined, options: ExportOptions) => {
      await withRecords(options, async (client) => {
        const run = await chooseJudgedRun(client, id);
        const where = await exportRun(client, run, { directory, ...inputsOption(options.exportInputs) });
        if (options.json === true) printJson({ runId: run.id, exported: where });
        else print(`exported run ${run.id.slice(0, 8)} to ${where}; \`ascent verify\` checks it`);
      });
    });
}
