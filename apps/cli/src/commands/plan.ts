import { prebuiltUses, sharedBuilds, summarizeStage } from "@ascent/core";
import { planDot, planSvg } from "@ascent/formats";
import type { Command } from "commander";
import type { Against } from "../against/against.ts";
import { type Inspected, inspect, type Looked } from "../inspect/inspect.ts";
import { type InspectOptions, inspectOptions } from "../inspect/options.ts";
import { serviceOptions } from "../options.ts";
import type { ServiceOptions } from "../service.ts";
import { defectLines, EXIT, print, printJson } from "../tell.ts";
import { againstLines } from "../view/against-view.ts";
import { hasDefects, onDisk } from "../view/findings-view.ts";
import { planLines } from "../view/plan-view.ts";
import { writeOutput } from "../write-output.ts";

interface PlanOptions extends InspectOptions, ServiceOptions {
  readonly against?: string;
  readonly dot?: string;
  readonly svg?: string;
}

const EXAMPLES = `
Examples:
  ascent plan                       the blueprint "tiny", for each of its arches
  ascent plan hello --arch x86_64
  ascent plan ./my-set --json       a folder of your own, for scripts
  ascent plan ../os --pipelines ../melange/pkg/build/pipelines
                                    a folder of melange definitions, without bootstrap.yaml
  ascent plan wolfi-upstream --param stage1=../bootstrap-stage1 --svg plan.svg
  ascent plan tiny --against latest what a run would rebuild, and why, beside the newest run of it

Needs no service; --against asks the one that runs, or what an earlier one on this host recorded. Exit code 1 when there are defects; what can be planned in spite of them is shown.`;

export function addPlan(program: Command): void {
  const command = program
    .command("plan")
    .argument("[blueprint]", "a name, or a folder: of a blueprint or of definitions", "tiny")
    .description("show what a run would build, in order, and why in that order; builds nothing");
  inspectOptions(serviceOptions(command))
    .option("--against <run>", 'compare with what a run recorded: its id, the beginning of one, or "latest"')
    .option("--dot <file>", "also write it as a graph for Graphviz")
    .option("--svg <file>", "also draw it")
    .addHelpText("after", EXAMPLES)
    .action(async (blueprint: string, options: PlanOptions) => {
      process.exitCode = await plan(blueprint, options);
    });
}

async function plan(name: string, options: PlanOptions): Promise<number> {
  const { against: wanted } = options;
  const against = wanted === undefined ? undefined : await beside(name, { ...options, against: wanted });
  const inspected = against?.inspected ?? (await inspect(name, options));
  const { looked, findings } = inspected;
  if (looked !== undefined && options.dot !== undefined) await writeOutput(options.dot, planDot(looked.stages));
  if (looked !== undefined && options.svg !== undefined) await writeOutput(options.svg, planSvg(looked.stages));
  if (options.json === true) printJson({ ...document(inspected), ...(against && { against: comparisonOf(against) }) });
  else tell(inspected, against);
  return hasDefects(findings) ? EXIT.failed : EXIT.ok;
}

/** Loaded when asked for: what talks to services takes longer to load than a plan to make. */
async function beside(name: string, options: PlanOptions & { readonly against: string }): Promise<Against> {
  const { planAgainst } = await import("../against/against.ts");
  return planAgainst(name, options);
}

function tell({ looked, findings, inspection }: Inspected, against: Against | undefined): void {
  if (against !== undefined) print(againstLines(against).join("\n"));
  else if (looked !== undefined) print(planLines(looked, findings).join("\n"));
  const told = onDisk(findings, inspection.locate);
  const warnings = told.filter(({ severity }) => severity === "warning");
  const defects = told.filter(({ severity }) => severity === "defect");
  if (warnings.length > 0) print(`\n${defectLines(warnings).join("\n")}`);
  if (defects.length > 0) process.stderr.write(`\n${defectLines(defects).join("\n")}\n`);
}

function comparisonOf({ earlier: { run, seed }, comparison, seedPinned }: Against) {
  const { id, state, createdAt } = run;
  return { run: id, state, createdAt, seed, seedPinned, ...comparison };
}

/** The same whatever the machine: files are named as the blueprint has them. */
function document({ looked, findings }: Inspected) {
  const defects = findings.filter(({ severity }) => severity === "defect");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  if (looked === undefined) return { defects, warnings };
  const { blueprint, seed, stages } = looked;
  const numbers = stages.map((stage) => summaryOf(stage));
  const shared = sharedBuilds(stages);
  const prebuilt = prebuiltUses(blueprint, stages);
  return { blueprint: blueprint.name, seed, prebuilt, stages, summary: numbers, shared, defects, warnings };
}

function summaryOf(stage: Looked["stages"][number]) {
  const { assumed, ...numbers } = summarizeStage(stage);
  return { stage: stage.stage, arch: stage.arch, ...numbers, assumed: Object.fromEntries(assumed) };
}
