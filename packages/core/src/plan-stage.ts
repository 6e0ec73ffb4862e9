import type { Atom, Catalog } from "./catalog.ts";
import type { Defect, Located, Place } from "./defect.ts";
import { type Dependency, parseDependency } from "./dependency.ts";
import type { InputName } from "./package.ts";
import type { Edge } from "./plan.ts";
import { assumedCandidate, type PlannedCandidate, readEach } from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";
import { type Solved, solve } from "./solve.ts";
import type { Demand, Problem, Solution } from "./solver.ts";
import { compareText } from "./text.ts";

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
  readonly edges: readonly Edge[];
  /** Own-stage builds that come first, in code-unit order. */
  readonly waitsFor: readonly string[];
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
  const builds: DraftBuild[] = [];
  const obstacles: Obstacle[] = [];
  const solveOnce = rememberingSolve(scope.catalog);
  for (const recipe of scope.recipes) {
    const wanted = wantedBy(recipe, { scope, defects });
    const solved = solveOnce([...wanted.keys()]);
    if (solved.ok) builds.push(draftBuild(recipe, { scope, wanted, solution: solved.solution }));
    else obstacles.push(...solved.problems.map((problem) => obstacle(problem, { scope, recipe, wanted })));
  }
  return { builds, obstacles };
}

/** Of thousands of builds, half ask for an environment that another asked for: to the letter, so the answer is the same. */
function rememberingSolve(catalog: Catalog<PlannedCandidate>) {
  const known = new Map<string, Solved<PlannedCandidate>>();
  return (atoms: readonly Atom<PlannedCandidate>[]): Solved<PlannedCandidate> => {
    const key = atoms
      .map(({ text }) => text)
      .sort()
      .join(" ");
    const solved = known.get(key) ?? solve(catalog, atoms);
    known.set(key, solved);
    return solved;
  };
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
    const solved = solve(scope.catalog, [...wanted.keys()]);
    const solution = solved.ok ? solved.solution : directSolution(scope, wanted);
    const draft = draftBuild(recipe, { scope, wanted, solution });
    return { ...draft, edges: draft.edges.filter(({ input }) => input !== NOBODY) };
  });
}

function directSolution({ catalog }: StageScope, wanted: Wanted): Solution<PlannedCandidate> {
  const answers = new Map<Atom<PlannedCandidate>, PlannedCandidate>();
  const chosen = new Map<PlannedCandidate, Demand<PlannedCandidate>>();
  for (const atom of wanted.keys()) {
    const [first] = atom.dependency.conflict ? [] : catalog.choicesFor(atom);
    if (first === undefined) continue;
    answers.set(atom, first);
    chosen.set(first, { atom });
  }
  return { answers, chosen };
}

type Wanted = ReadonlyMap<Atom<PlannedCandidate>, Place>;

/** Every atom that the build asks for itself, with the first place that does. */
function wantedBy(recipe: Recipe, { scope, defects }: { scope: StageScope; defects: Defect[] }): Wanted {
  const read: Located<Dependency>[] = readEach(recipe.environment.packages, { parse: parseDependency, defects });
  const wanted = new Map<Atom<PlannedCandidate>, Place>();
  for (const { value, place } of read) {
    const atom = scope.catalog.atom(value);
    const known = wanted.get(atom);
    if (known === undefined || comparePlaces(place, known) < 0) wanted.set(atom, place);
  }
  return wanted;
}

function comparePlaces(a: Place, b: Place): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

interface Resolved {
  readonly scope: StageScope;
  readonly wanted: Wanted;
  readonly solution: Solution<PlannedCandidate>;
}

function draftBuild(recipe: Recipe, resolved: Resolved): DraftBuild {
  const { wanted, solution } = resolved;
  const drawing = drawings.get(solution) ?? draw(resolved);
  drawings.set(solution, drawing);
  const edges = drawing.lines.map((line) => {
    return edgeTo(line, (line.top === undefined ? undefined : wanted.get(line.top)) ?? recipe.packages[0].place);
  });
  return { recipe, edges, waitsFor: drawing.waitsFor };
}

/** What all builds have in common that ask for the same environment: their edges but for the places. */
interface Drawing {
  readonly lines: readonly Line[];
  readonly waitsFor: readonly string[];
}

interface Line {
  readonly candidate: PlannedCandidate;
  readonly name: string;
  readonly askedBy: string | undefined;
  /** The atom of the environment that the chain to it begins with; absent below an `install_if`. */
  readonly top: Atom<PlannedCandidate> | undefined;
}

const drawings = new WeakMap<Solution<PlannedCandidate>, Drawing>();

function draw(resolved: Resolved): Drawing {
  const { solution, scope } = resolved;
  const own = new Set<string>();
  for (const { input, made } of solution.chosen.keys()) {
    if (made !== undefined && input === scope.stage) own.add(made.recipe.name);
  }
  const lines = [...directLines(resolved), ...chainedLines(resolved)];
  return { lines: lines.sort(compareLines), waitsFor: [...own].sort() };
}

/** What the definition asks itself first; then by atom, answer and asker. */
function compareLines(a: Line, b: Line): number {
  return (
    Number(a.askedBy !== undefined) - Number(b.askedBy !== undefined) ||
    compareText(a.name, b.name) ||
    compareText(a.candidate.input, b.candidate.input) ||
    compareText(a.candidate.made?.recipe.name ?? "", b.candidate.made?.recipe.name ?? "") ||
    compareText(a.askedBy ?? "", b.askedBy ?? "")
  );
}

function directLines({ wanted, solution }: Resolved): Line[] {
  return [...wanted.keys()].flatMap((atom) => {
    const candidate = solution.answers.get(atom);
    return candidate === undefined ? [] : [{ candidate, name: atom.text, askedBy: undefined, top: atom }];
  });
}

/**
 * One line for each further package that a build puts out or that is only assumed. What a locked seed needs of itself is
 * left out: it makes nothing wait and its lock has it.
 */
function chainedLines({ wanted, solution }: Resolved): Line[] {
  const direct = new Set([...wanted.keys()].map((atom) => solution.answers.get(atom)));
  const lines: Line[] = [];
  for (const [candidate, demand] of solution.chosen) {
    if (direct.has(candidate) || (candidate.made === undefined && !candidate.assumed)) continue;
    lines.push({ candidate, name: demand.atom.text, askedBy: demand.asker?.name, top: topAtom(demand, solution) });
  }
  return lines;
}

/** Filled in by hand: a plan has hundreds of thousands, and spreading would be half of its time. */
function edgeTo({ candidate: { input, made, assumed }, name, askedBy }: Line, place: Place): Edge {
  const edge: { -readonly [Key in keyof Edge]: Edge[Key] } = { name, input, assumed, place };
  if (made !== undefined) edge.build = made.recipe.name;
  if (askedBy !== undefined) edge.askedBy = askedBy;
  return edge;
}

/** The atom that the chain of a demand begins with; undefined below an `install_if`. */
function topAtom(
  demand: Demand<PlannedCandidate>,
  { chosen }: Solution<PlannedCandidate>,
): Atom<PlannedCandidate> | undefined {
  let at: Demand<PlannedCandidate> | undefined = demand;
  while (at?.asker !== undefined) at = chosen.get(at.asker);
  return at?.atom;
}

function obstacle(
  problem: Problem<PlannedCandidate>,
  { scope, recipe, wanted }: { scope: StageScope; recipe: Recipe; wanted: Wanted },
): Obstacle {
  const place = placeOf(problem, { scope, wanted }) ?? recipe.packages[0].place;
  return { scope, recipe, problem, place };
}

/**
 * Where the unanswered atom is written: in this definition, or in that of the planned package whose run-time dependency
 * it is. A seed's package has no place: the atom that led to it stands for it.
 */
function placeOf(
  problem: Problem<PlannedCandidate>,
  { scope, wanted }: { scope: StageScope; wanted: Wanted },
): Place | undefined {
  if (problem.kind === "too-hard") return undefined;
  const { atom, asker } = problem.demand;
  if (asker === undefined) return wanted.get(atom);
  const runtime = readEach(asker.made?.output.runtime ?? [], { parse: parseDependency, defects: [] });
  const written = runtime.find(({ value }) => scope.catalog.atom(value) === atom);
  return written?.place ?? topOfChain(problem.chain, { scope, wanted });
}

function topOfChain(
  [top]: readonly PlannedCandidate[],
  { scope, wanted }: { scope: StageScope; wanted: Wanted },
): Place | undefined {
  for (const [atom, place] of wanted) {
    if (top !== undefined && scope.catalog.choicesFor(atom).includes(top)) return place;
  }
  return undefined;
}
