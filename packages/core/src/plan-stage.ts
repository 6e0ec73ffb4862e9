import type { Atom, Catalog } from "./catalog.ts";
import type { Defect, Place } from "./defect.ts";
import { type Dependency, parseDependency } from "./dependency.ts";
import { type Drawing, draw, placesAsked } from "./drawing.ts";
import type { InputName } from "./package.ts";
import { assumedCandidate, type PlannedCandidate, readEach } from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";
import { solve } from "./solve.ts";
import type { Answer, Problem, Solution } from "./solver.ts";

/** A stage with everything that its builds may resolve from. */
export interface StageScope {
  readonly stage: string;
  readonly inputs: readonly InputName[];
  /** One build per name, by name. */
  readonly recipes: readonly Recipe[];
  /** The inputs in order, the own stage last. */
  readonly catalog: Catalog<PlannedCandidate>;
}

/** One build's environment, resolved as far as the plan can know; or why it cannot be. */
export interface DraftBuild {
  readonly recipe: Recipe;
  readonly drawing: Drawing;
}

export interface Obstacle {
  readonly scope: StageScope;
  readonly recipe: Recipe;
  readonly problem: Problem<PlannedCandidate>;
  /** Where the build asks for the atom at the top of the chain. */
  readonly place: Place;
}

export interface Drafts {
  readonly builds: readonly DraftBuild[];
  readonly obstacles: readonly Obstacle[];
}

/** Resolves every build of a stage; `assume` answers what nobody gives. */
export function draftStage(scope: StageScope, defects: Defect[]): Drafts {
  const drafts: (DraftBuild | readonly Obstacle[])[] = [];
  for (const alike of askingAlike(scope, defects)) draftAlike(scope, alike, drafts);
  const builds = drafts.filter((draft): draft is DraftBuild => !Array.isArray(draft));
  return { builds, obstacles: drafts.flatMap((draft) => (Array.isArray(draft) ? draft : [])) };
}

/** Resolves one environment for all that ask for it. */
function draftAlike(
  scope: StageScope,
  alike: readonly [Asking, ...Asking[]],
  drafts: (DraftBuild | readonly Obstacle[])[],
): void {
  const [{ wanted }] = alike;
  const solved = solve(scope.catalog, wanted);
  const drawing = solved.ok ? draw(solved.solution, scope.stage) : undefined;
  for (const { index, recipe } of alike) {
    if (drawing !== undefined) drafts[index] = { recipe, drawing };
    if (!solved.ok) drafts[index] = solved.problems.map((problem) => obstacle(problem, { scope, recipe, wanted }));
  }
}

interface Asking {
  /** Position among the stage's recipes. */
  readonly index: number;
  readonly recipe: Recipe;
  readonly wanted: Wanted;
}

/** Of thousands of builds, half ask for an environment that another asked for: to the letter, so the answer is the same. */
function askingAlike(scope: StageScope, defects: Defect[]): Iterable<readonly [Asking, ...Asking[]]> {
  const asking = scope.recipes.map((recipe, index): Asking => {
    return { index, recipe, wanted: wantedBy(recipe, { scope, defects }) };
  });
  const alike = new Map<string, [Asking, ...Asking[]]>();
  for (const one of asking) {
    const key = one.wanted.map(({ text }) => text).join(" ");
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [one]);
    else others.push(one);
  }
  return alike.values();
}

/** Stands for what nobody gives, so that the rest of an environment can be told. */
const NOBODY: InputName = "";

export function nobody({ name }: Dependency): PlannedCandidate {
  return assumedCandidate(NOBODY, { name, depends: [] });
}

/**
 * The builds behind obstacles, with the edges that they have all the same. The scope's catalog assumes what is missing;
 * where packages exclude each other, only that is known which the build itself asks for.
 */
export function stuckBuilds(obstacles: readonly Obstacle[], scope: StageScope): DraftBuild[] {
  return [...new Set(obstacles.map(({ recipe }) => recipe))].map((recipe) => {
    const wanted = wantedBy(recipe, { scope, defects: [] });
    const solved = solve(scope.catalog, wanted);
    const { lines, waitsFor } = draw(solved.ok ? solved.solution : directSolution(scope, wanted), scope.stage);
    return { recipe, drawing: { lines: lines.filter(({ input }) => input !== NOBODY), waitsFor } };
  });
}

function directSolution({ catalog }: StageScope, wanted: Wanted): Solution<PlannedCandidate> {
  const answers: Answer<PlannedCandidate>[] = [];
  for (const atom of wanted) {
    const [first] = atom.dependency.conflict ? [] : catalog.choicesFor(atom);
    if (first !== undefined) answers.push({ atom, candidate: first, isNew: true, top: atom });
  }
  return { answers };
}

/** Every atom that a build asks for itself, each once. */
type Wanted = readonly Atom<PlannedCandidate>[];

function wantedBy(recipe: Recipe, { scope, defects }: { scope: StageScope; defects: Defect[] }): Wanted {
  const read = readEach(recipe.environment.packages, { parse: parseDependency, defects });
  return [...new Set(read.map(({ value }) => scope.catalog.atom(value)))];
}

interface Asker {
  readonly scope: StageScope;
  readonly recipe: Recipe;
  readonly wanted: Wanted;
}

function obstacle(problem: Problem<PlannedCandidate>, { scope, recipe, wanted }: Asker): Obstacle {
  const place = placeOf(problem, { scope, recipe, wanted }) ?? recipe.packages[0].place;
  return { scope, recipe, problem, place };
}

/**
 * Where the unanswered atom is written: in this definition, or in that of the planned package whose run-time dependency
 * it is. A seed's package has no place: the atom that led to it stands for it.
 */
function placeOf(problem: Problem<PlannedCandidate>, { scope, recipe, wanted }: Asker): Place | undefined {
  if (problem.kind === "too-hard") return undefined;
  const { atom, asker } = problem.demand;
  if (asker === undefined) return placesAsked(recipe).get(atom.text);
  const runtime = readEach(asker.made?.output.runtime ?? [], { parse: parseDependency, defects: [] });
  const written = runtime.find(({ value }) => scope.catalog.atom(value) === atom);
  return written?.place ?? topOfChain(problem.chain, { scope, recipe, wanted });
}

function topOfChain([top]: readonly PlannedCandidate[], { scope, recipe, wanted }: Asker): Place | undefined {
  const asked = wanted.find((atom) => top !== undefined && scope.catalog.choicesFor(atom).includes(top));
  return asked === undefined ? undefined : placesAsked(recipe).get(asked.text);
}
