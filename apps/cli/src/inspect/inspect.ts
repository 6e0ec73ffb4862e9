import { createDirectoryBlueprints, type Inspection, readInspection } from "@ascent/blueprints";
import { readConfig } from "@ascent/config";
import {
  type Arch,
  type ArchSurvey,
  type Blueprint,
  type Defect,
  Fault,
  type LintContext,
  lint,
  type PlanRequest,
  type SurveyedStage,
  sortDefects,
  surveyArch,
  uniqueDefects,
} from "@ascent/core";
import { lintContext, type Survey, type SurveyedArch, sha256, surveyBlueprint } from "@ascent/formats";
import { openCache } from "./cache.ts";
import { readIndexes } from "./indexes.ts";
import type { InspectOptions } from "./options.ts";

/** A blueprint or folder, looked at as far as that goes. */
export interface Inspected {
  readonly inspection: Inspection;
  /** Absent where bootstrap.yaml itself cannot be understood. */
  readonly looked?: Looked;
  /** Everything that was found, defects and warnings, sorted. */
  readonly findings: readonly Defect[];
}

export interface Looked {
  readonly blueprint: Blueprint;
  readonly seed: string;
  /** By arch, then stage, as the blueprint has them. */
  readonly stages: readonly SurveyedStage[];
}

/** Reads, plans and checks. Faults: those of `readInspection` and `readIndexes`. */
export async function inspect(name: string, options: InspectOptions): Promise<Inspected> {
  const directories = readConfig(process.env).stages;
  const cache = openCache(name, options, directories);
  const inspection = await readInspection({
    name,
    directories,
    parameters: options.param ?? new Map(),
    ...(options.pipelines === undefined ? {} : { pipelines: options.pipelines }),
    ...(cache === undefined ? {} : { known: cache.files }),
  });
  const pipelines = await createDirectoryBlueprints({ directories }).pipelines();
  const request = { files: inspection.files, pipelines, hash: sha256 };
  const survey = surveyBlueprint({ ...request, ...(cache === undefined ? {} : { known: cache.known(request) }) });
  if (!survey.ok) return { inspection, findings: survey.defects };
  const plan = (request: PlanRequest) => cache?.plan(request) ?? surveyArch(request);
  const { context, ...found } = await look({ survey: survey.value, plan, plain: inspection.plain }, options);
  cache?.save(survey.value, context);
  return { inspection, ...found };
}

interface Found extends Pick<Inspected, "findings"> {
  readonly looked: Looked;
  readonly context: LintContext;
}

interface Request {
  readonly survey: Survey;
  readonly plan: (request: PlanRequest) => ArchSurvey;
  readonly plain: boolean;
}

async function look({ survey, plan, plain }: Request, options: InspectOptions): Promise<Found> {
  const { blueprint } = survey;
  if (blueprint.stages.every(({ assumed }) => assumed === true)) throw nothingGiven(blueprint);
  const seed = options.seed ?? blueprint.seeds[0]?.name ?? "";
  const arches: SurveyedArch[] = [];
  const findings: Defect[] = [...survey.defects, ...(plain ? [] : survey.warnings)];
  for (const arch of options.arch === undefined ? blueprint.arches : [options.arch]) {
    const surveyed = await lookAtArch({ survey, plan }, { arch, seed, indexes: options.index ?? new Map() });
    arches.push(surveyed);
    findings.push(...surveyed.defects, ...surveyed.plan.defects, ...surveyed.plan.warnings);
  }
  const stages = arches.flatMap(({ plan }) => plan.stages);
  const context = lintContext(survey, arches);
  findings.push(...lint(context));
  return { looked: { blueprint, seed, stages }, findings: sortDefects(uniqueDefects(findings)), context };
}

function nothingGiven({ name, stages }: Blueprint): Fault {
  const open = stages.map((stage) => stage.name).join(", ");
  return new Fault(
    "parameter-missing",
    `no definitions of ${name} were given: those of ${open} are in folders elsewhere`,
    {
      wayOut: "Name them with --param NAME=FOLDER; parameters: in its bootstrap.yaml tells what each is.",
    },
  );
}

interface ArchLook {
  readonly arch: Arch;
  readonly seed: string;
  readonly indexes: ReadonlyMap<string, string>;
}

async function lookAtArch({ survey, plan: make }: Omit<Request, "plain">, { arch, seed, indexes: wanted }: ArchLook) {
  const { blueprint } = survey;
  const indexes = await readIndexes(wanted, { blueprint, arch });
  const { recipes, defects } = survey.recipesFor(arch);
  const plan = make({ blueprint, seed, arch, recipes, indexes, offer: { kind: "assumed" } });
  // The planner tells these too, over everything that a stage makes.
  return { recipes, plan, defects: defects.filter(({ code }) => code !== "name-provided-twice") };
}
