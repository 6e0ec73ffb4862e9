import { type Blueprint, SEED_INPUT, type Seed, type Stage, seedInput } from "./blueprint.ts";
import { Catalog } from "./catalog.ts";
import { type Checked, type Defect, formatPlace, type Located, sortDefects } from "./defect.ts";
import type { Dependency } from "./dependency.ts";
import { plannedBuild } from "./drawing.ts";
import { Fault } from "./fault.ts";
import { closureOf, levels } from "./graph.ts";
import type { InputName } from "./package.ts";
import type { ArchSurvey, Plan, PlannedBuild, PlannedStage, PlanRequest, SurveyedStage } from "./plan.ts";
import { cycleDefects, named, obstacleDefects } from "./plan-defects.ts";
import { type DraftBuild, draftStage, nobody, type Obstacle, type StageScope, stuckBuilds } from "./plan-stage.ts";
import { stageWarnings } from "./plan-warnings.ts";
import {
  type AssumedSeed,
  assumedSeed,
  assumedStage,
  candidatesOf,
  listedCandidate,
  lockedCandidate,
  type PlannedCandidate,
} from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";
import { compareText } from "./text.ts";

/**
 * Plans one arch: resolves what every build's environment asks for and puts each stage's builds in order.
 *
 * A name resolves to the stage's inputs in their order, and to the own stage only when no earlier input has it; the
 * run-time dependencies of what is chosen resolve the same way. Own-stage packages, also those that come in through
 * run-time dependencies, make their builds come first. With an unlocked seed, what nobody else gives is assumed from it.
 *
 * Defects: `name-not-provided`, `version-not-satisfied`, `environment-conflict`, `cycle`, `name-provided-twice`,
 * `bad-dependency`, `unknown-input`, `unknown-seed`. Warnings: `shadowed`, `ambiguous-provider`,
 * `undeclared-repository`. The same request, its lists in any order but that of stages and inputs, gives the same plan.
 */
export function planArch(request: PlanRequest): Checked<PlannedStage[]> {
  const { stages, defects, warnings } = surveyArch(request);
  if (defects.length > 0) return { ok: false, defects };
  const value = stages.map(({ stage, arch, inputs, builds }) => ({ stage, arch, inputs, builds }));
  return { ok: true, value, warnings };
}

/**
 * Like {@link planArch}, as far as it goes: what cannot be had is left out of the edges, what cannot be put in order is
 * told apart, and the defects stand beside. For looking at definitions, never for building them.
 */
export function surveyArch(request: PlanRequest): ArchSurvey {
  const seed = request.blueprint.seeds.find(({ name }) => name === request.seed);
  if (seed === undefined) return { stages: [], defects: [unknownSeed(request)], warnings: [] };
  const planning = startPlanning(request, seed);
  const stages = request.blueprint.stages.flatMap((stage) => planStage(stage, planning));
  const defects = [...planning.defects, ...obstacleDefects(planning.obstacles, planning.offers)];
  return { stages, defects: tidy(defects), warnings: tidy(planning.warnings) };
}

/** One plan over several arches of one blueprint and seed; arches share nothing, and defects of all are told. */
export function createPlan(requests: readonly [PlanRequest, ...PlanRequest[]]): Checked<Plan> {
  const [{ blueprint, seed }] = requests;
  if (requests.some((request) => request.seed !== seed || request.blueprint.name !== blueprint.name)) {
    throw new Fault("plan-mixed", "one plan was asked for over several blueprints or seeds");
  }
  const planned = requests.map(planArch);
  const defects = planned.flatMap((arch) => (arch.ok ? [] : arch.defects));
  if (defects.length > 0) return { ok: false, defects: tidy(defects) };
  const warnings = tidy(planned.flatMap((arch) => (arch.ok ? arch.warnings : [])));
  const stages = planned.flatMap((arch) => (arch.ok ? arch.value : []));
  return { ok: true, value: { blueprint: blueprint.name, seed, stages, warnings }, warnings };
}

/**
 * Tells for each build of a stage those of the own stage whose outputs it may resolve from: all that come before it,
 * directly or through others, by name. Whatever else happens to be built already must not be looked at: it would let the
 * schedule decide.
 */
export function buildsBefore(stage: PlannedStage): (name: string) => string[] {
  const before = new Map(stage.builds.map((build) => [build.name, build.waitsFor]));
  return (name) => closureOf(before, name);
}

interface Planning {
  readonly blueprint: Blueprint;
  readonly seed: Seed;
  readonly recipes: ReadonlyMap<string, readonly Recipe[]>;
  readonly arch: PlanRequest["arch"];
  /** What each input gives: the seed, then one stage after the other as it is planned. */
  readonly offers: Map<InputName, readonly PlannedCandidate[]>;
  /** Inputs that give, at last, whatever nobody else has. */
  readonly assume: Map<InputName, (dependency: Dependency) => PlannedCandidate>;
  readonly indexes: NonNullable<PlanRequest["indexes"]>;
  readonly defects: Defect[];
  readonly warnings: Defect[];
  readonly obstacles: Obstacle[];
}

function startPlanning(request: PlanRequest, seed: Seed): Planning {
  const { blueprint, recipes, arch, indexes = new Map() } = request;
  const defects: Defect[] = [];
  const input = seedInput(seed.name);
  const { candidates, assume } = seedOffer(request, { seed, defects });
  const offers = new Map([[input, candidates]]);
  const assuming = new Map(assume === undefined ? [] : [[input, assume]]);
  return { blueprint, seed, recipes, arch, indexes, offers, assume: assuming, defects, warnings: [], obstacles: [] };
}

function seedOffer(
  { offer, indexes }: PlanRequest,
  { seed, defects }: { readonly seed: Seed; readonly defects: Defect[] },
): { candidates: readonly PlannedCandidate[]; assume?: AssumedSeed["assume"] } {
  if (offer.kind === "locked") return { candidates: offer.packages.map(lockedCandidate) };
  const records = indexes?.get(SEED_INPUT);
  const assumed = assumedSeed(seed, defects);
  if (records === undefined) return assumed;
  const listed = records.map((record) => listedCandidate(seedInput(seed.name), record));
  const names = new Set(listed.map(({ name }) => name));
  const aliases = assumed.candidates.filter(({ name, depends }) => depends.length > 0 && !names.has(name));
  return { candidates: [...listed, ...aliases] };
}

function planStage(stage: Stage, planning: Planning): SurveyedStage[] {
  if (stage.assumed === true) return trustStage(stage, planning);
  const inputs = inputNames(stage, planning);
  const all = sortedRecipes(planning.recipes.get(stage.name) ?? []);
  const recipes = all.filter((recipe, index) => recipe.name !== all[index - 1]?.name);
  const own = ownCandidates(stage, { recipes: all, defects: planning.defects });
  const groups = [...inputs.map((input) => planning.offers.get(input) ?? []), own];
  const assume = inputs.flatMap((input) => planning.assume.get(input) ?? []).at(-1);
  const scope: StageScope = { stage: stage.name, inputs, recipes, catalog: new Catalog(groups, assume) };
  const { builds, obstacles } = draftStage(scope, planning.defects);
  // Where something is assumed, the scope is as lenient as can be.
  const lenient = () => (assume === undefined ? { ...scope, catalog: new Catalog(groups, nobody) } : scope);
  const stuck = obstacles.length === 0 ? [] : stuckBuilds(obstacles, lenient());
  const drafts = [...builds, ...stuck];
  const cycles = cycleDefects(stage.name, drafts);
  planning.obstacles.push(...obstacles);
  planning.defects.push(...cycles);
  planning.warnings.push(...stageWarnings(stage, scope, planning));
  planning.offers.set(stage.name, own);
  const blocked = stuck.map(({ recipe }) => recipe.name).sort();
  return [{ stage: stage.name, arch: planning.arch, inputs, blocked, ...inOrder(drafts) }];
}

/** A stage that was not given: what an index lists of it, or whatever is asked of it. */
function trustStage({ name }: Stage, { offers, assume, indexes }: Planning): [] {
  const records = indexes.get(name);
  offers.set(name, records?.map((record) => listedCandidate(name, record)) ?? []);
  if (records === undefined) assume.set(name, assumedStage(name));
  return [];
}

/** The order of a blueprint's definitions decides nothing. */
function sortedRecipes(recipes: readonly Recipe[]): Recipe[] {
  return [...recipes].sort((a, b) => compareText(a.name, b.name) || compareText(a.definition.file, b.definition.file));
}

/** `seed` replaced by the run's seed; what is neither that nor an earlier stage is a defect and left out. */
function inputNames(stage: Stage, { seed, offers, defects }: Planning): InputName[] {
  return stage.inputs.flatMap((input) => {
    if (input.value === SEED_INPUT) return [seedInput(seed.name)];
    if (offers.has(input.value) && input.value !== seedInput(seed.name)) return [input.value];
    defects.push(unknownInput(stage, { input, known: [...offers.keys()].slice(1) }));
    return [];
  });
}

interface OwnStage {
  readonly recipes: readonly Recipe[];
  readonly defects: Defect[];
}

/** What the stage's own builds put out; a name that two of them give is a defect and counts for the first. */
function ownCandidates(stage: Stage, { recipes, defects }: OwnStage): PlannedCandidate[] {
  const given = new Map<string, PlannedCandidate>();
  for (const candidate of recipes.flatMap((recipe) => candidatesOf(recipe, defects))) {
    const other = given.get(candidate.name);
    if (other === undefined) given.set(candidate.name, candidate);
    else defects.push(providedTwice(stage, candidate, other));
  }
  return [...given.values()];
}

/** Waves, what remains after each build, and the order in which a stage is built. */
function inOrder(drafts: readonly DraftBuild[]): Pick<SurveyedStage, "builds" | "unordered"> {
  const found = levels(new Map(drafts.map(({ recipe, drawing }) => [recipe.name, drawing.waitsFor])));
  const builds = drafts.map(({ recipe, drawing }) => {
    const { wave = 0, height = 0 } = found.get(recipe.name) ?? {};
    return plannedBuild(recipe, { drawing: () => drawing, wave, remaining: height + 1 });
  });
  // What is in a loop, or waits for one, is in no wave.
  const isOrdered = ({ name }: PlannedBuild) => found.get(name)?.wave !== undefined;
  const ordered = builds.filter(isOrdered);
  const unordered = builds.filter((build) => !isOrdered(build));
  return {
    builds: ordered.sort((a, b) => a.wave - b.wave || b.remaining - a.remaining || compareText(a.name, b.name)),
    unordered: unordered.sort((a, b) => compareText(a.name, b.name)),
  };
}

/** Sorted, each once: the same slip is met by many builds and by every arch. */
function tidy(defects: readonly Defect[]): Defect[] {
  const unique = new Map(defects.map((defect) => [JSON.stringify(defect), defect]));
  return sortDefects(unique.values());
}

function unknownSeed({ blueprint, seed }: PlanRequest): Defect {
  const known = named(blueprint.seeds.map(({ name }) => name));
  return {
    severity: "defect",
    code: "unknown-seed",
    place: blueprint.place,
    message: `The blueprint ${blueprint.name} declares no seed named ${seed}.`,
    wayOut: known === "" ? "Declare a seed." : `Choose one of: ${known}.`,
  };
}

function unknownInput(stage: Stage, { input, known }: { input: Located<string>; known: readonly string[] }): Defect {
  return {
    severity: "defect",
    code: "unknown-input",
    place: input.place,
    message: `${stage.name} takes from ${input.value}, which is neither the seed nor an earlier stage.`,
    wayOut: `Write ${[SEED_INPUT, ...known].join(" or ")}.`,
  };
}

function providedTwice(stage: Stage, candidate: PlannedCandidate, other: PlannedCandidate): Defect {
  const elsewhere = other.made?.output.place;
  return {
    severity: "defect",
    code: "name-provided-twice",
    place: candidate.made?.output.place ?? stage.place,
    message: `Two packages of ${stage.name} have the name ${candidate.name}; the other is at ${elsewhere === undefined ? other.input : formatPlace(elsewhere)}.`,
    wayOut: "Rename one of them, or take one of the two definitions out of the stage.",
  };
}
