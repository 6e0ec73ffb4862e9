import { compareAtoms } from "./catalog.ts";
import type { Place } from "./defect.ts";
import { formatDependency, parseDependency } from "./dependency.ts";
import type { Edge, PlannedBuild } from "./plan.ts";
import { type PlannedCandidate, readEach } from "./planned-candidate.ts";
import type { Recipe } from "./recipe.ts";
import type { Answer, Solution } from "./solver.ts";
import { compareText } from "./text.ts";

/** A resolved environment: what all builds have in common that ask for the same. */
export interface Drawing {
  /** Their edges, but for the places. */
  readonly lines: readonly Line[];
  /** Own-stage builds that come first, in code-unit order. */
  readonly waitsFor: readonly string[];
}

export interface Line extends Omit<Edge, "place"> {
  /** The atom of the environment that the chain to it begins with; absent below an `install_if`. */
  readonly top?: string;
}

/** Lines are drawn when somebody looks at them: to put builds in order takes none. */
export function draw({ answers }: Solution<PlannedCandidate>, stage: string): Drawing {
  let lines: readonly Line[] | undefined;
  return {
    get lines() {
      lines ??= linesIn(answers);
      return lines;
    },
    waitsFor: ownBuilds(answers, stage),
  };
}

/**
 * One line for each atom of the environment, and for each further package that a build puts out or that is only assumed. What
 * a locked seed needs of itself is left out: it makes nothing wait and its lock has it.
 */
function linesIn(answers: readonly Answer<PlannedCandidate>[]): Line[] {
  const direct = new Set<PlannedCandidate>();
  for (const answer of answers) if (isAskedDirectly(answer)) direct.add(answer.candidate);
  const drawn = answers.filter((answer) => isAskedDirectly(answer) || isFurther(answer, direct));
  return drawn.sort(compareAnswers).map(lineOf);
}

/** Builds of the stage itself whose packages are in an environment, sorted. */
function ownBuilds(answers: readonly Answer<PlannedCandidate>[], stage: string): string[] {
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
function compareAnswers(a: Answer<PlannedCandidate>, b: Answer<PlannedCandidate>): number {
  return (
    Number(a.asker !== undefined) - Number(b.asker !== undefined) ||
    compareAtoms(a.atom, b.atom) ||
    compareText(a.candidate.input, b.candidate.input) ||
    compareText(a.candidate.made?.recipe.name ?? "", b.candidate.made?.recipe.name ?? "") ||
    compareText(a.asker?.name ?? "", b.asker?.name ?? "")
  );
}

/** Filled in by hand: a plan has a hundred thousand, and spreading would be half of its time. */
function lineOf({ candidate: { input, made, assumed }, atom, asker, top }: Answer<PlannedCandidate>): Line {
  const line: { -readonly [Key in keyof Line]: Line[Key] } = { name: atom.text, input, assumed };
  if (made !== undefined) line.build = made.recipe.name;
  if (asker !== undefined) line.askedBy = asker.name;
  if (top !== undefined) line.top = top.text;
  return line;
}

/** Every atom that a build asks for itself, in its one spelling, with the first place that does. */
export function placesAsked(recipe: Recipe): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { value, place } of readEach(recipe.environment.packages, { parse: parseDependency, defects: [] })) {
    const text = formatDependency(value);
    const known = places.get(text);
    if (known === undefined || comparePlaces(place, known) < 0) places.set(text, place);
  }
  return places;
}

function comparePlaces(a: Place, b: Place): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** The edges of one build: its environment, with the places where it asks. */
export function edgesOf(recipe: Recipe, lines: readonly Line[]): Edge[] {
  const places = placesAsked(recipe);
  const elsewhere = recipe.packages[0].place;
  return lines.map((line) => edgeOf(line, (line.top === undefined ? undefined : places.get(line.top)) ?? elsewhere));
}

function edgeOf({ name, input, assumed, build, askedBy }: Line, place: Place): Edge {
  const edge: { -readonly [Key in keyof Edge]: Edge[Key] } = { name, input, assumed, place };
  if (build !== undefined) edge.build = build;
  if (askedBy !== undefined) edge.askedBy = askedBy;
  return edge;
}

/** Where a build stands in its stage. */
interface Standing {
  readonly drawing: () => Drawing;
  readonly wave: number;
  readonly remaining: number;
}

/**
 * A build whose edges are made when somebody looks at them: a plan of thousands has more than most questions ask for. With
 * getters of its own, V8 would keep each in a dictionary.
 */
export function plannedBuild(recipe: Recipe, { drawing, wave, remaining }: Standing): PlannedBuild {
  const build = new DrawnBuild(drawing) as DrawnBuild & { -readonly [Key in keyof PlannedBuild]: PlannedBuild[Key] };
  build.stage = recipe.stage;
  build.arch = recipe.arch;
  build.name = recipe.name;
  build.recipe = recipe;
  Object.defineProperties(build, DRAWN);
  build.wave = wave;
  build.remaining = remaining;
  return build;
}

class DrawnBuild {
  readonly #drawing: () => Drawing;
  #edges: readonly Edge[] | undefined;

  constructor(drawing: () => Drawing) {
    this.#drawing = drawing;
  }

  static drawingOf(build: DrawnBuild): Drawing {
    return build.#drawing();
  }

  static edgesOf(build: DrawnBuild & PlannedBuild): readonly Edge[] {
    build.#edges ??= edgesOf(build.recipe, build.#drawing().lines);
    return build.#edges;
  }
}

/** Own keys, as whoever spreads a build wants all of it. */
const DRAWN: PropertyDescriptorMap = {
  edges: {
    enumerable: true,
    get(this: DrawnBuild & PlannedBuild) {
      return DrawnBuild.edgesOf(this);
    },
  },
  waitsFor: {
    enumerable: true,
    get(this: DrawnBuild) {
      return DrawnBuild.drawingOf(this).waitsFor;
    },
  },
};

/** What {@link plannedBuild} was told. */
export function drawingOf(build: PlannedBuild): Drawing | undefined {
  return build instanceof DrawnBuild ? DrawnBuild.drawingOf(build) : undefined;
}

/** A build's edges without their places, which take longer to find than most questions. */
export function linesOf(build: PlannedBuild): readonly Omit<Edge, "place">[] {
  return drawingOf(build)?.lines ?? build.edges;
}
