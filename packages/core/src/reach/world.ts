import { type Atom, Catalog } from "../catalog.ts";
import type { Defect } from "../defect.ts";
import { type Dependency, parseDependency } from "../dependency.ts";
import { GENERATED } from "../open-names.ts";
import { candidatesOf, type PlannedCandidate, readEach } from "../planned-candidate.ts";
import type { Recipe } from "../recipe.ts";
import { compareText } from "../text.ts";

/** What a question is asked about: what is given, in the order of the inputs, and what could be built. */
export interface WorldSource {
  /** In the order of the inputs. */
  readonly given: readonly (readonly PlannedCandidate[])[];
  readonly recipes: readonly Recipe[];
  /**
   * `pool`: all packages, given and built, are in one repository and the best version wins, as apk resolves.
   * `inputs-first`: as a stage of a blueprint resolves, what is built answers only what no input does.
   */
  readonly order: "pool" | "inputs-first";
  /** Answers what nobody else gives: a seed that is not locked yet. */
  readonly assume?: (dependency: Dependency) => PlannedCandidate | undefined;
}

/** A definition and what its build asks for; numbers are positions in the world's other lists. */
export interface WorldDefinition {
  readonly recipe: Recipe;
  /** Atoms of the build environment, conflicts (`!name`) left out. */
  readonly wants: readonly number[];
  /** The packages that it puts out. */
  readonly outputs: readonly number[];
  /** Everything that the environment asks for, conflicts too, as the solver is asked; and the same as one text. */
  readonly asked: readonly Atom<PlannedCandidate>[];
  readonly environment: string;
}

export interface WorldAtom {
  readonly atom: Atom<PlannedCandidate>;
  /** Packages that may answer, best first: those of the first group that has any. */
  readonly options: readonly number[];
}

export interface WorldCandidate {
  readonly candidate: PlannedCandidate;
  /** Atoms of its run-time dependencies, conflicts left out. */
  readonly needs: readonly number[];
  /** The definition that puts it out; absent for what is given or assumed. */
  readonly definition?: number;
}

/** Everything by number, so that a question about thousands of definitions takes milliseconds. */
export interface World {
  /** By name, in code-unit order: no list depends on the order of files. */
  readonly definitions: readonly WorldDefinition[];
  readonly candidates: readonly WorldCandidate[];
  readonly atoms: readonly WorldAtom[];
  /** All that is given or could be built; how far a build of everything comes is looked at by hiding what is not built. */
  readonly catalog: Catalog<PlannedCandidate>;
  /** What answers an atom that nobody gives, if anything does. */
  assumed(dependency: Dependency): PlannedCandidate | undefined;
  /** `bad-dependency`, and `name-provided-twice` for definitions of one name, of which the first by file counts. */
  readonly defects: readonly Defect[];
}

/** Numbers everything and finds the options of every atom by the resolver's own rules. */
export function createWorld(source: WorldSource): World {
  const defects: Defect[] = [];
  const recipes = uniqueRecipes(source.recipes, defects);
  const outputs = recipes.map((recipe) => candidatesOf(recipe, defects));
  const assumptions = new Map<string, PlannedCandidate>();
  const assume = (dependency: Dependency) => assumedFor(dependency, source, assumptions);
  const built = outputs.flat();
  const groups = source.order === "pool" ? [[...source.given.flat(), ...built]] : [...source.given, built];
  const catalog = new Catalog(groups, assume);
  const numbers = new Numbering(catalog);
  for (const candidate of source.given.flat()) numbers.candidate(candidate);
  const made = outputs.map((candidates, index) => candidates.map((one) => numbers.candidate(one, index)));
  const definitions = recipes.map((recipe, index) => {
    const read = readEach(recipe.environment.packages, { parse: parseDependency, defects });
    const asked = read.map(({ value }) => catalog.atom(value));
    const environment = asked.map(({ text }) => text).join(" ");
    return { recipe, asked, environment, wants: numbers.numbersOf(asked), outputs: made[index] ?? [] };
  });
  const candidates = numbers.finish();
  const assumed = ({ name }: Dependency) => assumptions.get(name);
  return { definitions, candidates, atoms: numbers.atoms, catalog, assumed, defects };
}

/**
 * A name of `so:`, `cmd:` or `pc:` that nobody declares may come out of any build, and nobody can know before: it stops
 * nothing, and is told. Whatever else nobody gives, the seed may be taken to have.
 */
function assumedFor(dependency: Dependency, source: WorldSource, known: Map<string, PlannedCandidate>) {
  const { name } = dependency;
  const before = known.get(name);
  if (before !== undefined) return before;
  const candidate = GENERATED.test(name) ? generated(name) : source.assume?.(dependency);
  if (candidate !== undefined) known.set(name, candidate);
  return candidate;
}

function generated(name: string): PlannedCandidate {
  return {
    name,
    input: "some build",
    depends: [],
    provides: [],
    installIf: [],
    priority: 0,
    pending: true,
    identity: "",
    assumed: true,
  };
}

/** By name; of several definitions of one name the first by file. */
function uniqueRecipes(recipes: readonly Recipe[], defects: Defect[]): Recipe[] {
  const sorted = [...recipes].sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.definition.file, b.definition.file),
  );
  return sorted.filter((recipe, index) => {
    const before = sorted[index - 1];
    if (before?.name !== recipe.name) return true;
    defects.push({
      severity: "defect",
      code: "name-provided-twice",
      place: recipe.packages[0].place,
      message: `${before.definition.file} makes the package ${recipe.name} too, so this file is left out.`,
      wayOut: "Rename one of the packages, or remove one of the two files.",
    });
    return false;
  });
}

class Numbering {
  readonly atoms: WorldAtom[] = [];
  readonly #candidates: { readonly candidate: PlannedCandidate; readonly definition?: number }[] = [];
  readonly #catalog: Catalog<PlannedCandidate>;
  readonly #numbers = new Map<PlannedCandidate, number>();
  readonly #atomNumbers = new Map<Atom<PlannedCandidate>, number>();

  constructor(catalog: Catalog<PlannedCandidate>) {
    this.#catalog = catalog;
  }

  candidate(candidate: PlannedCandidate, definition?: number): number {
    const known = this.#numbers.get(candidate);
    if (known !== undefined) return known;
    const number = this.#candidates.length;
    this.#candidates.push(definition === undefined ? { candidate } : { candidate, definition });
    this.#numbers.set(candidate, number);
    return number;
  }

  /** Conflicts left out, each once. */
  numbersOf(atoms: readonly Atom<PlannedCandidate>[]): number[] {
    const found: number[] = [];
    for (const atom of atoms) {
      if (atom.dependency.conflict) continue;
      const number = this.#atom(atom);
      if (!found.includes(number)) found.push(number);
    }
    return found;
  }

  #atom(atom: Atom<PlannedCandidate>): number {
    const known = this.#atomNumbers.get(atom);
    if (known !== undefined) return known;
    const options = this.#catalog.choicesFor(atom).map((choice) => this.candidate(choice));
    const number = this.atoms.length;
    this.atoms.push({ atom, options });
    this.#atomNumbers.set(atom, number);
    return number;
  }

  /** With the run-time dependencies of every candidate, also of those that are assumed on the way. */
  finish(): WorldCandidate[] {
    const finished: WorldCandidate[] = [];
    for (const { candidate, definition } of this.#candidates) {
      const needs = this.numbersOf(candidate.depends.map((dependency) => this.#catalog.atom(dependency)));
      finished.push(definition === undefined ? { candidate, needs } : { candidate, needs, definition });
    }
    return finished;
  }
}
