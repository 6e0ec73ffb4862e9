import { type Atom, type Catalog, compareAtoms, sortedAtoms } from "./catalog.ts";
import type { Defect, Located, Place } from "./defect.ts";
import { type Dependency, parseDependency } from "./dependency.ts";
import type { InputName } from "./package.ts";
import type { Edge } from "./plan.ts";
import { assumedCandidate, type PlannedCandidate, readEach } from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";
import { solve } from "./solve.ts";
import type { Answer, Problem, Solution } from "./solver.ts";
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
  const solved = solve(scope.catalog, [...wanted.keys()]);
  const drawing = solved.ok ? draw({ scope, wanted, solution: solved.solution }) : undefined;
  for (const { index, recipe, wanted } of alike) {
    if (drawing !== undefined) drafts[index] = draftBuild(recipe, wanted, drawing);
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
  scope.catalog.rankAtoms();
  const alike = new Map<string, [Asking, ...Asking[]]>();
  for (const one of asking) {
    const key = sortedAtoms(one.wanted.keys())
      .map(({ rank }) => rank)
      .join(" ");
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
    const solved = solve(scope.catalog, [...wanted.keys()]);
    const solution = solved.ok ? solved.solution : directSolution(scope, wanted);
    const draft = draftBuild(recipe, wanted, draw({ scope, wanted, solution }));
    return { ...draft, edges: draft.edges.filter(({ input }) => input !== NOBODY) };
  });
}

function directSolution({ catalog }: StageScope, wanted: Wanted): Solution<PlannedCandidate> {
  const answers: Answer<PlannedCandidate>[] = [];
  for (const atom of wanted.keys()) {
    const [first] = atom.dependency.conflict ? [] : catalog.choicesFor(atom);
    if (first !== undefined) answers.push({ atom, candidate: first, isNew: true, top: atom });
  }
  return { answers };
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

function draftBuild(recipe: Recipe, wanted: Wanted, { lines, waitsFor }: Drawing): DraftBuild {
  const elsewhere = recipe.packages[0].place;
  const edges = lines.map((line) => edgeTo(line, (line.top && wanted.get(line.top)) ?? elsewhere));
  return { recipe, edges, waitsFor };
}

/** What all builds have in common that ask for the same environment: their edges but for the places. */
interface Drawing {
  readonly lines: readonly Line[];
  readonly waitsFor: readonly string[];
}

interface Line {
  readonly candidate: PlannedCandidate;
  readonly atom: Atom<PlannedCandidate>;
  readonly asker?: PlannedCandidate;
  /** The atom of the environment that the chain to it begins with; of no environment below an `install_if`. */
  readonly top: Atom<PlannedCandidate> | undefined;
}

/**
 * One line for each atom of the environment, and for each further package that a build puts out or that is only assumed. What
 * a locked seed needs of itself is left out: it makes nothing wait and its lock has it.
 */
function draw({ solution, scope }: Resolved): Drawing {
  const { answers } = solution;
  const direct = new Set<PlannedCandidate>();
  for (const answer of answers) if (isAskedDirectly(answer)) direct.add(answer.candidate);
  const lines = answers.filter((answer) => isAskedDirectly(answer) || isFurther(answer, direct));
  return { lines: lines.sort(compareLines), waitsFor: ownBuilds(solution, scope) };
}

/** Builds of the stage itself whose packages are in an environment, sorted. */
function ownBuilds({ answers }: Solution<PlannedCandidate>, { stage }: StageScope): string[] {
  const own = new Set<string>();
  for (const { isNew, candidate } of answers) {
    if (isNew && candidate.made !== undefined && candidate.input === stage) own.add(candidate.made.recipe.name);
  }
  return [...own].sort();
}

function isFurther({ isNew, candidate }: Answer<PlannedCandidate>, direct: ReadonlySet<PlannedCandidate>): boolean {
  return isNew && (candidate.made !== undefined || candidate.assumed) && !direct.has(candidate);
}

function isAskedDirectly({ asker, conditional }: Answer<PlannedCandidate>): boolean {
  return asker === undefined && conditional === undefined;
}

/** What the definition asks itself first; then by atom, answer and asker. */
function compareLines(a: Line, b: Line): number {
  return (
    Number(a.asker !== undefined) - Number(b.asker !== undefined) ||
    compareAtoms(a.atom, b.atom) ||
    compareText(a.candidate.input, b.candidate.input) ||
    compareText(a.candidate.made?.recipe.name ?? "", b.candidate.made?.recipe.name ?? "") ||
    compareText(a.asker?.name ?? "", b.asker?.name ?? "")
  );
}

/** Filled in by hand: a plan has hundreds of thousands, and spreading would be half of its time. */
function edgeTo({ candidate: { input, made, assumed }, atom, asker }: Line, place: Place): Edge {
  const edge: { -readonly [Key in keyof Edge]: Edge[Key] } = { name: atom.text, input, assumed, place };
  if (made !== undefined) edge.build = made.recipe.name;
  if (asker !== undefined) edge.askedBy = asker.name;
  return edge;
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
