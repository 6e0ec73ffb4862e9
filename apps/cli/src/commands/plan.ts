import { createDirectoryBlueprints } from "@ascent/blueprints";
import { readConfig } from "@ascent/config";
import { type Arch, fullVersion, type Plan } from "@ascent/core";
import { planBlueprint } from "@ascent/engine";
import type { Command } from "commander";
import { archOption } from "../options.ts";
import { defectLines, EXIT, print, printJson } from "../tell.ts";

interface PlanOptions {
  readonly seed?: string;
  readonly arch?: Arch;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  ascent plan                       the blueprint "tiny", for each of its arches
  ascent plan hello --arch x86_64
  ascent plan ./my-set --json       a folder of your own, for scripts

Needs no service. Exit code 1 when the blueprint has defects.`;

export function addPlan(program: Command): void {
  program
    .command("plan")
    .argument("[blueprint]", "a name, or a folder (with a /)", "tiny")
    .description("show what a run would build, in order, and why in that order; builds nothing")
    .option("--seed <name>", "plan for this seed (default: the blueprint's first)")
    .addOption(archOption())
    .option("--json", "tell it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (blueprint: string, options: PlanOptions) => {
      process.exitCode = await plan(blueprint, options);
    });
}

async function plan(name: string, options: PlanOptions): Promise<number> {
  const blueprints = createDirectoryBlueprints({ directories: readConfig(process.env).stages });
  const planned = await planBlueprint(blueprints, name, {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.arch === undefined ? {} : { arches: [options.arch] }),
  });
  if (!planned.ok) {
    if (options.json === true) printJson({ defects: planned.defects });
    else process.stderr.write(`${defectLines(planned.defects).join("\n")}\n`);
    return EXIT.failed;
  }
  if (options.json === true) printJson(planned.value);
  else print([...planLines(planned.value), ...defectLines(planned.warnings)].join("\n"));
  return EXIT.ok;
}

function planLines(plan: Plan): string[] {
  const lines = plan.stages.flatMap((stage) => [
    "",
    `${stage.stage} ${stage.arch}  (from ${stage.inputs.join(", ")})`,
    ...stage.builds.map((build) => {
      const { name, recipe, waitsFor } = build;
      const waits = waitsFor.length === 0 ? "" : `  after ${waitsFor.join(", ")}`;
      return `  ${build.wave + 1}. ${`${name}-${fullVersion(recipe)}`.padEnd(28)}${takes(build)}${waits}`;
    }),
  ]);
  return [`${plan.blueprint} from the seed ${plan.seed}`, ...lines];
}

/** `tcc, musl from stage1; busybox from seed:debian`. */
function takes(build: Plan["stages"][number]["builds"][number]): string {
  const byInput = new Map<string, Set<string>>();
  for (const { input, name } of build.edges) byInput.set(input, (byInput.get(input) ?? new Set()).add(name));
  return [...byInput].map(([input, names]) => `${[...names].join(", ")} from ${input}`).join("; ");
}
