import { relative, resolve } from "node:path";
import { sarifLog } from "@ascent/formats";
import type { Command } from "commander";
import { type Inspected, inspect } from "../inspect/inspect.ts";
import { type InspectOptions, inspectOptions } from "../inspect/options.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { findingLines, hasDefects } from "../view/findings-view.ts";
import { writeOutput } from "../write-output.ts";

interface LintOptions extends InspectOptions {
  readonly json?: boolean;
  readonly sarif?: string;
  readonly strict?: boolean;
}

const EXAMPLES = `
Examples:
  ascent lint                            the blueprint "tiny"
  ascent lint ./os --pipelines ../melange/pkg/build/pipelines
                                         a folder of melange definitions, without bootstrap.yaml
  ascent lint wolfi-upstream --param stage1=../bootstrap-stage1 --param stage2=../bootstrap-stage2
  ascent lint . --sarif lint.sarif       for a code host

Needs no service. Exit code 1 when there are defects (with --strict: or warnings). docs/defects.md explains every code.`;

export function addLint(program: Command): void {
  const command = program
    .command("lint")
    .argument("[blueprint]", "a name, or a folder: of a blueprint or of definitions", "tiny")
    .description("find what is wrong with definitions before anything is built");
  inspectOptions(command)
    .option("--json", "tell it as JSON")
    .option("--sarif <file>", "also write it as SARIF 2.1.0")
    .option("--strict", "fail on warnings too")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: LintOptions) => {
      process.exitCode = await lint(name, options);
    });
}

async function lint(name: string, options: LintOptions): Promise<number> {
  const inspected = await inspect(name, options);
  const { findings, inspection } = inspected;
  if (options.sarif !== undefined) await writeSarif(options.sarif, inspected);
  if (options.json === true) printJson({ findings });
  else print(findings.length === 0 ? "nothing found" : findingLines(findings, inspection.locate).join("\n"));
  const fails = hasDefects(findings) || (options.strict === true && findings.length > 0);
  return fails ? EXIT.failed : EXIT.ok;
}

/** Paths in it are relative to where the command runs: the top of a checkout. */
async function writeSarif(file: string, { findings, inspection }: Inspected): Promise<void> {
  const locate = (path: string) => relative(resolve("."), resolve(inspection.locate(path)));
  const log = sarifLog({ findings, version: "0.1.0", locate });
  await writeOutput(file, `${JSON.stringify(log, undefined, 2)}\n`);
}
