import { type Drawing, drawingOf, type Line, plannedBuild } from "./drawing.ts";
import { countingNames, outlineOf } from "./outline.ts";
import type { ArchSurvey, PlannedBuild, PlanRequest, SurveyedStage } from "./plan.ts";
import { fullVersion, type Recipe } from "./recipe.ts";

/**
 * A plan as it can be kept as text, and taken again while nothing has changed that it depends on. Most changes are of that
 * kind: another version, another step, a comment. What is looked at at once is apart from what few look at.
 */
export interface KeptPlan<T extends Texts = Texts> {
  readonly head: string;
  /** What the planner looked at in each recipe. */
  readonly outlines: T;
  /** Resolved environments. */
  readonly drawings: T;
}

/** A list of texts that need not be there before they are asked for. */
export interface Texts {
  at(index: number): string | undefined;
}

interface Head extends Pick<ArchSurvey, "defects" | "warnings"> {
  /** Names whose versions decide something. */
  readonly counting: readonly string[];
  /** Every recipe of every stage. */
  readonly recipes: readonly KeptRecipe[];
  readonly stages: readonly KeptStage[];
  /** What drawings name by number. */
  readonly words: readonly string[];
}

type KeptRecipe = readonly [stage: string, file: string, digest: string, version: string, ...packages: string[]];
/** Its recipe and drawing by number. */
type KeptBuild = readonly [recipe: number, drawing: number, wave: number, remaining: number];

interface KeptStage extends Pick<SurveyedStage, "stage" | "inputs" | "blocked"> {
  readonly builds: readonly KeptBuild[];
  readonly unordered: readonly KeptBuild[];
}

/** Only what definitions say is compared: with a seed's packages or an index at hand, a plan is made anew. */
function isKeepable({ offer, indexes }: PlanRequest): boolean {
  return offer.kind === "assumed" && (indexes?.size ?? 0) === 0;
}

/** In: a request, and the plan that `surveyArch` made of it. Undefined where it cannot be kept. */
export function keepPlan(
  request: PlanRequest,
  { stages, defects, warnings }: ArchSurvey,
): KeptPlan<string[]> | undefined {
  if (!isKeepable(request)) return undefined;
  const counting = countingNames(request);
  const recipes = recipesOf(request);
  const numbers = new Map(recipes.map((recipe, index) => [recipe, index]));
  const drawings = new Numbered<Drawing | undefined>();
  const words = new Numbered<string>();
  const keep = (build: PlannedBuild): KeptBuild => {
    return [numbers.get(build.recipe) ?? -1, drawings.of(drawingOf(build)), build.wave, build.remaining];
  };
  const kept = stages.map(({ stage, inputs, blocked, builds, unordered }): KeptStage => {
    return { stage, inputs, blocked, builds: builds.map(keep), unordered: unordered.map(keep) };
  });
  const drawn = drawings.all.map((drawing) => encodeDrawing(drawing ?? NOTHING, words));
  const head: Head = {
    counting: [...counting],
    recipes: recipes.map(keptRecipe),
    stages: kept,
    words: words.all,
    defects,
    warnings,
  };
  const outlines = recipes.map((recipe) => outlineOf(recipe, counting));
  return { head: JSON.stringify(head), outlines, drawings: drawn };
}

const NOTHING: Drawing = { lines: [], waitsFor: [] };

function keptRecipe(recipe: Recipe): KeptRecipe {
  const { stage, definition, packages } = recipe;
  return [stage, definition.file, definition.digest, fullVersion(recipe), ...packages.map(({ name }) => name)];
}

function recipesOf({ recipes }: PlanRequest): Recipe[] {
  return [...recipes.values()].flat();
}

/**
 * The plan that `surveyArch` would make of the request; undefined where that must be found out. In: what {@link keepPlan} kept
 * of an earlier request for the same blueprint (but for its lists of definitions), pipelines, seed and arch.
 */
export function recallPlan(request: PlanRequest, { head, outlines, drawings }: KeptPlan): ArchSurvey | undefined {
  if (!isKeepable(request)) return undefined;
  const { stages, words, defects, warnings, ...before } = JSON.parse(head) as Head;
  const recipes = new Comparison({ defects, warnings, ...before }, outlines).recipes(recipesOf(request));
  if (recipes === undefined) return undefined;
  const known = new Map<number, Drawing>();
  const drawing = (number: number): Drawing => {
    const found = known.get(number) ?? decodeDrawing(drawings.at(number) ?? "", words);
    known.set(number, found);
    return found;
  };
  const restore = ([recipe, number, wave, remaining]: KeptBuild): PlannedBuild[] => {
    const found = recipes[recipe];
    return found === undefined ? [] : [plannedBuild(found, { drawing: () => drawing(number), wave, remaining })];
  };
  const { arch } = request;
  const restored = stages.map(({ stage, inputs, blocked, builds, unordered }): SurveyedStage => {
    return { stage, arch, inputs, blocked, builds: builds.flatMap(restore), unordered: unordered.flatMap(restore) };
  });
  return { stages: restored, defects, warnings };
}

/** Tells whether the recipes of today ask and give what the kept ones did. */
class Comparison {
  readonly #head: Omit<Head, "stages" | "words">;
  readonly #outlines: Texts;
  readonly #counting: ReadonlySet<string>;
  readonly #toldFiles: ReadonlySet<string>;
  readonly #toldText: string;

  constructor(head: Omit<Head, "stages" | "words">, outlines: Texts) {
    const told = [...head.defects, ...head.warnings];
    this.#head = head;
    this.#outlines = outlines;
    this.#counting = new Set(head.counting);
    this.#toldFiles = new Set(told.map(({ place }) => place.file));
    this.#toldText = told.map(({ message, wayOut }) => `${message}\n${wayOut}`).join("\n");
  }

  /** In the order of the kept ones; undefined where one is new, gone, or not alike. */
  recipes(today: readonly Recipe[]): Recipe[] | undefined {
    const byFile = new Map(today.map((recipe) => [keyOf(recipe.stage, recipe.definition.file), recipe]));
    if (today.length !== this.#head.recipes.length || byFile.size !== today.length) return undefined;
    const found: Recipe[] = [];
    for (const [index, kept] of this.#head.recipes.entries()) {
      const recipe = byFile.get(keyOf(kept[0], kept[1]));
      if (recipe === undefined || !this.#isAlike(recipe, kept, index)) return undefined;
      found.push(recipe);
    }
    return found;
  }

  #isAlike(recipe: Recipe, kept: KeptRecipe, index: number): boolean {
    if (recipe.definition.digest === kept[2]) return true;
    return !this.#isToldOf(recipe, kept) && outlineOf(recipe, this.#counting) === this.#outlines.at(index);
  }

  /** Do findings point to a place in it, which may have moved, or name a version that it has no more? */
  #isToldOf(recipe: Recipe, [, file, , version, ...packages]: KeptRecipe): boolean {
    if (this.#toldFiles.has(file) || this.#toldText.includes(`${file}:`)) return true;
    return version !== fullVersion(recipe) && packages.some((name) => this.#toldText.includes(`${name}-${version}`));
  }
}

function keyOf(stage: string, file: string): string {
  return `${stage} ${file}`;
}

/** Gives each thing a number, in the order of asking. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<T, number>();

  of(thing: T): number {
    const known = this.#numbers.get(thing);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.#numbers.set(thing, number);
    this.all.push(thing);
    return number;
  }
}

/** Words by number; -1 where there is none. */
type LineRow = readonly [name: number, input: number, assumed: 0 | 1, build: number, askedBy: number, top: number];
type DrawingRow = readonly [waitsFor: readonly number[], ...lines: LineRow[]];

function encodeDrawing({ lines, waitsFor }: Drawing, words: Numbered<string>): string {
  const optional = (word: string | undefined) => (word === undefined ? -1 : words.of(word));
  const rows = lines.map(({ name, input, assumed, build, askedBy, top }): LineRow => {
    return [words.of(name), words.of(input), assumed ? 1 : 0, optional(build), optional(askedBy), optional(top)];
  });
  return JSON.stringify([waitsFor.map((name) => words.of(name)), ...rows] satisfies DrawingRow);
}

function decodeDrawing(text: string, words: readonly string[]): Drawing {
  const [waitsFor, ...rows] = JSON.parse(text) as DrawingRow;
  const word = (number: number) => words[number] ?? "";
  return { lines: rows.map((row) => decodeLine(row, word)), waitsFor: waitsFor.map(word) };
}

function decodeLine([name, input, assumed, build, askedBy, top]: LineRow, word: (number: number) => string): Line {
  const line: { -readonly [Key in keyof Line]: Line[Key] } = {
    name: word(name),
    input: word(input),
    assumed: assumed === 1,
  };
  if (build >= 0) line.build = word(build);
  if (askedBy >= 0) line.askedBy = word(askedBy);
  if (top >= 0) line.top = word(top);
  return line;
}
