import {
  type ArchSurvey,
  type Blueprint,
  type Defect,
  lint,
  type PlannedStage,
  sortDefects,
  surveyArch,
  uniqueDefects,
} from "@ascent/core";
import {
  lintContext,
  parametersNotGiven,
  type Survey,
  type SurveyedArch,
  sha256,
  surveyBlueprint,
} from "@ascent/formats";
import { type Choice, choose } from "./choose.ts";
import type { BlueprintFiles } from "./ports.ts";

/** A blueprint that may be run, or everything that is wrong with it: one slip does not hide the rest. */
export type Preflight =
  | {
      readonly ok: true;
      readonly blueprint: Blueprint;
      readonly choice: Choice;
      /** For the first of the seeds; by arch, then in the blueprint's order. */
      readonly stages: readonly PlannedStage[];
      readonly warnings: readonly Defect[];
    }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly defects: readonly Defect[];
  readonly warnings: readonly Defect[];
}

export interface PreflightRequest {
  readonly files: BlueprintFiles;
  /** Ascent's own: name → YAML text. */
  readonly pipelines: ReadonlyMap<string, string>;
  /** Seeds and arches, where not all of the blueprint's are meant. */
  readonly wanted: Parameters<typeof choose>[1];
}

/**
 * Reads, plans and checks a blueprint as `ascent lint` does, before anything is built: for every seed that may be used in
 * the end, each of them not locked yet. Faults: those of `choose`.
 */
export function preflight({ files, pipelines, wanted }: PreflightRequest): Preflight {
  const surveyed = surveyBlueprint({ files, pipelines, hash: sha256 });
  if (!surveyed.ok) return { ok: false, defects: surveyed.defects, warnings: [] };
  const survey = surveyed.value;
  const { blueprint } = survey;
  const choice = choose(survey, wanted);
  const looked = choice.arches.map((arch) => lookAtArch(survey, arch, choice.seeds));
  const own = [...survey.defects, ...survey.warnings, ...parametersNotGiven(blueprint)];
  const linted = lint(lintContext(survey, looked));
  const findings = sortDefects(uniqueDefects([...own, ...looked.flatMap((arch) => arch.findings), ...linted]));
  const defects = findings.filter(({ severity }) => severity === "defect");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  if (defects.length > 0) return { ok: false, defects, warnings };
  return { ok: true, blueprint, choice, stages: looked.flatMap(({ plan }) => planned(plan)), warnings };
}

function lookAtArch(survey: Survey, arch: Choice["arches"][number], seeds: readonly string[]) {
  const { blueprint } = survey;
  const { recipes, defects } = survey.recipesFor(arch);
  const offer = { kind: "assumed" } as const;
  const plans = seeds.map((seed) => surveyArch({ blueprint, seed, arch, recipes, offer }));
  // The planner tells these too, over everything that a stage makes.
  const unread = defects.filter(({ code }) => code !== "name-provided-twice");
  const findings = [...unread, ...plans.flatMap((plan) => [...plan.defects, ...plan.warnings])];
  const plan = plans[0] ?? { stages: [], defects: [], warnings: [] };
  return { recipes, plan, findings } satisfies SurveyedArch & { readonly findings: readonly Defect[] };
}

/** Without defects there is nothing that a survey knows beyond a plan. */
function planned({ stages }: ArchSurvey): PlannedStage[] {
  return stages.map(({ stage, arch, inputs, builds }) => ({ stage, arch, inputs, builds }));
}
