import {
  type Defect,
  fullVersion,
  type PlannedBuild,
  prebuiltUses,
  type SharedBuilds,
  type StageSummary,
  type SurveyedStage,
  sharedBuilds,
  summarizeStage,
} from "@ascent/core";
import type { Looked } from "../inspect/inspect.ts";
import { plural } from "./picture.ts";

/** Names in one line; the rest is counted. */
const NAMED = 12;

/** A plan for a person: each stage in numbers and in order, then what the arches share. What has open defects is marked. */
export function planLines(looked: Looked, findings: readonly Defect[]): string[] {
  const { blueprint, seed, stages } = looked;
  const defects = findings.filter(({ severity }) => severity === "defect");
  const defective = new Set(defects.map(({ place }) => place.file));
  const lines = stages.flatMap((stage) => ["", ...stageLines(stage, defective)]);
  const missing = blueprint.stages.filter(({ assumed }) => assumed === true).map(({ name }) => name);
  const arches = new Set(stages.map(({ arch }) => arch));
  return [
    `${blueprint.name} from the seed ${seed}`,
    ...(missing.length === 0 ? [] : [`not given, so taken on trust: ${missing.join(", ")}`]),
    ...prebuiltLines(looked),
    ...lines,
    ...(arches.size > 1 ? ["", sharedLine([...arches], sharedBuilds(stages))] : []),
  ];
}

/** Binaries that the blueprint accepts as sources: each once, with the builds that take it. */
function prebuiltLines({ blueprint, stages }: Looked): string[] {
  const byAddress = new Map<string, { readonly builds: Set<string>; readonly reason: string }>();
  for (const { address, build, stage, reason } of prebuiltUses(blueprint, stages)) {
    const known = byAddress.get(address) ?? { builds: new Set(), reason };
    known.builds.add(`${stage}/${build}`);
    byAddress.set(address, known);
  }
  if (byAddress.size === 0) return [];
  const lines = [...byAddress].map(([address, { builds, reason }]) => {
    return `  ${address} for ${some([...builds])}: ${reason}`;
  });
  return [`${plural(lines.length, "prebuilt source")}, each a seed of its own:`, ...lines];
}

function stageLines(stage: SurveyedStage, defective: ReadonlySet<string>): string[] {
  const summary = summarizeStage(stage);
  const blocked = new Set(stage.blocked);
  return [
    `${stage.stage} ${stage.arch}  (from ${stage.inputs.join(", ")})`,
    `  ${numbers(summary)}`,
    ...(summary.longest.length > 1 ? [`  longest path: ${summary.longest.join(" → ")}`] : []),
    ...[...summary.assumed].map(
      ([input, names]) => `  assumed from ${input}: ${plural(names.length, "name")}: ${some(names)}`,
    ),
    ...stage.builds.map((build) => buildLine(build, { mark: `${build.wave + 1}.`, blocked, defective })),
    ...(stage.unordered.length === 0 ? [] : ["  in no order, as they wait for each other or for such:"]),
    ...stage.unordered.map((build) => buildLine(build, { mark: "-.", blocked, defective })),
  ];
}

function numbers({ builds, packages, waves, edges, roots }: StageSummary): string {
  const parts = [
    `${plural(builds, "build")} of ${plural(packages, "package")}`,
    plural(waves, "wave"),
    `${plural(edges, "edge")} inside the stage`,
    `${roots} wait for nothing`,
  ];
  return parts.join(", ");
}

function some(names: readonly string[]): string {
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more (--json lists all)` : "";
  return `${names.slice(0, NAMED).join(", ")}${rest}`;
}

interface Marked {
  readonly mark: string;
  readonly blocked: ReadonlySet<string>;
  /** Definition files with defects. */
  readonly defective: ReadonlySet<string>;
}

function buildLine(build: PlannedBuild, { mark, blocked, defective }: Marked): string {
  const { name, recipe, waitsFor } = build;
  const waits = waitsFor.length === 0 ? "" : `  after ${waitsFor.join(", ")}`;
  const broken = defective.has(recipe.definition.file) ? "  HAS DEFECTS" : "";
  const stuck = blocked.has(name) ? "  CANNOT BE BUILT" : broken;
  return `  ${mark} ${`${name}-${fullVersion(recipe)}`.padEnd(28)} ${takes(build)}${waits}${stuck}`;
}

/** `tcc, musl from stage1; busybox (for make) from seed:debian`. */
function takes(build: PlannedBuild): string {
  const byInput = new Map<string, Set<string>>();
  for (const { input, name, askedBy } of build.edges) {
    const reason = askedBy === undefined ? name : `${name} (for ${askedBy})`;
    byInput.set(input, (byInput.get(input) ?? new Set()).add(reason));
  }
  return [...byInput].map(([input, names]) => `${[...names].join(", ")} from ${input}`).join("; ");
}

function sharedLine(arches: readonly string[], { builds, sameRecipe, sameEdges, differing }: SharedBuilds): string {
  const apart = differing.length === 0 ? "" : `; not so ${some(differing)}`;
  return `${arches.join(" and ")} share ${sameEdges} of ${plural(builds, "build")} with all their edges${apart}; ${sameRecipe} have the same scripts to the letter.`;
}
