import { isSeedInput } from "./blueprint.ts";
import { type Dependency, formatDependency, type Provision } from "./dependency.ts";
import type { InputName } from "./package.ts";
import { compareText } from "./text.ts";
import { compareVersions, satisfies } from "./version.ts";

/** A package as the solver sees it: offered by an input, or planned and not built yet. */
export interface Candidate {
  readonly name: string;
  /** Absent where only its name is known (an unlocked seed's package): it satisfies atoms without a constraint. */
  readonly version?: string;
  readonly input: InputName;
  readonly depends: readonly Dependency[];
  readonly provides: readonly Provision[];
  readonly installIf: readonly Dependency[];
  readonly priority: number;
  /** True before it is built: dependencies and provisions that are generated from its files are not known yet. */
  readonly pending: boolean;
  /** Tells apart two candidates of the same name, version and input, whatever order they came in. */
  readonly identity: string;
}

/** One name that a candidate goes by; `owned` names (its own, and versioned provisions) belong to one package only. */
export interface Giver<C extends Candidate> {
  readonly candidate: C;
  /** Position of the candidate's input among the inputs. */
  readonly group: number;
  readonly version: string | undefined;
  readonly own: boolean;
}

/** A dependency atom, once per catalog. */
export interface Atom<C extends Candidate> {
  /** Its one spelling (`formatDependency`). */
  readonly text: string;
  readonly dependency: Dependency;
  /** All that satisfy it, hidden or not, each once, by input and then best first; found when first asked for. */
  fitting: readonly C[] | undefined;
  /** Those of them that are there, of the first input that has any; found when first asked for. */
  choices: readonly C[] | undefined;
}

/**
 * The lookup maps over ordered groups of candidates (an earlier group wins). Built once, then asked for many
 * environments; what it learns about an atom is kept. The order inside a group does not matter.
 */
export class Catalog<C extends Candidate> {
  readonly #givers = new Map<string, Giver<C>[]>();
  readonly #conditional = new Map<string, C[]>();
  readonly #groups = new Map<C, number>();
  readonly #atoms = new Map<string, Atom<C>>();
  readonly #byDependency = new Map<Dependency, Atom<C>>();
  readonly #atomsByName = new Map<string, Atom<C>[]>();
  readonly #depends = new Map<C, readonly Atom<C>[]>();
  readonly #conflicts = new Map<C, readonly Atom<C>[]>();
  #assume: ((dependency: Dependency) => C | undefined) | undefined;
  #changes = 0;
  /** Those that count as not there. */
  readonly #hidden = new Set<C>();

  /** `assume` answers atoms that no group satisfies. */
  constructor(groups: readonly (readonly C[])[], assume?: (dependency: Dependency) => C | undefined) {
    this.#assume = assume;
    for (const [group, candidates] of groups.entries()) {
      for (const candidate of candidates) this.#add(candidate, group);
    }
  }

  /** How often something was added: while it is the same, so are all choices. */
  get changes(): number {
    return this.#changes;
  }

  /** Candidates that come to a group later: what is known of the names that they go by is found anew. */
  add(candidates: Iterable<C>, group: number): void {
    this.#changes += 1;
    for (const candidate of candidates) this.#add(candidate, group);
  }

  /**
   * Takes these for not there until they are revealed, and all others for there; and from now on asks `assume` for what nobody
   * gives. To look at one catalog as it fills up, time and again, takes less than to fill it.
   */
  hide(candidates: Iterable<C>, assume: (dependency: Dependency) => C | undefined): void {
    this.#assume = assume;
    this.revealAll();
    for (const candidate of candidates) this.#hidden.add(candidate);
  }

  /** Those that were hidden are there. */
  reveal(candidates: Iterable<C>): void {
    this.#changes += 1;
    for (const candidate of candidates) {
      if (!this.#hidden.delete(candidate)) continue;
      for (const { name } of namesOf(candidate)) {
        for (const atom of this.#atomsByName.get(name) ?? []) atom.choices = undefined;
      }
    }
  }

  revealAll(): void {
    this.#changes += 1;
    this.#hidden.clear();
    for (const atom of this.#atoms.values()) atom.choices = undefined;
  }

  #add(candidate: C, group: number): void {
    this.#groups.set(candidate, group);
    for (const { name, version, own } of namesOf(candidate)) {
      push(this.#givers, name, { candidate, group, own, version });
      for (const atom of this.#atomsByName.get(name) ?? []) {
        atom.fitting = undefined;
        atom.choices = undefined;
      }
    }
    for (const condition of candidate.installIf) {
      if (!condition.conflict) push(this.#conditional, condition.name, candidate);
    }
  }

  /** Everything that goes by a name, whatever its version. */
  givers(name: string): readonly Giver<C>[] {
    const givers = this.#givers.get(name) ?? [];
    return this.#hidden.size === 0 ? givers : givers.filter(({ candidate }) => !this.#hidden.has(candidate));
  }

  names(): Iterable<string> {
    return this.#givers.keys();
  }

  /** Has any candidate an `install_if`? Definitions cannot write one. */
  hasConditional(): boolean {
    for (const name of this.#conditional.keys()) if (this.conditionalOn(name).length > 0) return true;
    return false;
  }

  /** Candidates whose `install_if` speaks of this name. */
  conditionalOn(name: string): readonly C[] {
    return (this.#conditional.get(name) ?? []).filter((candidate) => !this.#hidden.has(candidate));
  }

  /** Position of the candidate's input; candidates that were assumed come last. */
  groupOf(candidate: C): number {
    return this.#groups.get(candidate) ?? Number.MAX_SAFE_INTEGER;
  }

  atom(dependency: Dependency): Atom<C> {
    // What is written alike is mostly one object, and then need not be spelled out.
    const known = this.#byDependency.get(dependency);
    if (known !== undefined) return known;
    const text = formatDependency(dependency);
    const atom = this.#atoms.get(text) ?? this.#newAtom(text, dependency);
    this.#byDependency.set(dependency, atom);
    return atom;
  }

  #newAtom(text: string, dependency: Dependency): Atom<C> {
    const atom: Atom<C> = { text, dependency, fitting: undefined, choices: undefined };
    this.#atoms.set(text, atom);
    push(this.#atomsByName, dependency.name, atom);
    return atom;
  }

  /** A candidate's dependencies, in code-unit order, so that the order they were written in decides nothing. */
  dependsOf(candidate: C): readonly Atom<C>[] {
    const known = this.#depends.get(candidate);
    if (known !== undefined) return known;
    const asked = candidate.depends.map((dependency) => this.atom(dependency));
    const atoms = asked.length < 2 ? asked : sortedAtoms(asked);
    this.#depends.set(candidate, atoms);
    return atoms;
  }

  /** Those of its dependencies that say what must not be there (`!name`). */
  conflictsOf(candidate: C): readonly Atom<C>[] {
    const known = this.#conflicts.get(candidate);
    if (known !== undefined) return known;
    const atoms = this.dependsOf(candidate).filter(({ dependency }) => dependency.conflict);
    this.#conflicts.set(candidate, atoms);
    return atoms;
  }

  /**
   * The packages that may answer an atom: those of the first input that has any satisfying one, best first. Later inputs
   * are not looked at.
   */
  choicesFor(atom: Atom<C>): readonly C[] {
    atom.choices ??= this.#findChoices(atom);
    return atom.choices;
  }

  #findChoices(atom: Atom<C>): readonly C[] {
    atom.fitting ??= this.#findFitting(atom.dependency);
    const there = this.#hidden.size === 0 ? atom.fitting : atom.fitting.filter((one) => !this.#hidden.has(one));
    const [first] = there;
    if (first === undefined) return this.#assumedFor(atom.dependency);
    if (there.length === 1) return there;
    const group = this.groupOf(first);
    return there.filter((one) => this.groupOf(one) === group);
  }

  #findFitting(dependency: Dependency): readonly C[] {
    const fitting: Giver<C>[] = [];
    for (const giver of this.#givers.get(dependency.name) ?? []) {
      if (gives(giver.candidate.input, giver.version, dependency)) fitting.push(giver);
    }
    if (fitting.length > 1) fitting.sort((a, b) => a.group - b.group || compareGivers(a, b));
    return [...new Set(fitting.map((giver) => giver.candidate))];
  }

  #assumedFor(dependency: Dependency): readonly C[] {
    const assumed = this.#assume?.(dependency);
    return assumed === undefined || !isTagged(assumed.input, dependency.tag) ? [] : [assumed];
  }
}

/** In the order of their texts. */
export function compareAtoms(a: Atom<Candidate>, b: Atom<Candidate>): number {
  return compareText(a.text, b.text);
}

/** Sorted by text, each once. */
export function sortedAtoms<C extends Candidate>(atoms: Iterable<Atom<C>>): Atom<C>[] {
  return [...new Set(atoms)].sort(compareAtoms);
}

interface GivenName {
  readonly name: string;
  readonly version: string | undefined;
  readonly own: boolean;
}

/** Kept per candidate: every search asks for the same names again. */
const givenNames = new WeakMap<Candidate, readonly GivenName[]>();

/** A candidate's own name first, then what it provides. */
export function namesOf(candidate: Candidate): readonly GivenName[] {
  const known = givenNames.get(candidate);
  if (known !== undefined) return known;
  const { name, version, provides } = candidate;
  const names: GivenName[] = [{ name, version, own: true }];
  for (const provision of provides) names.push({ name: provision.name, version: provision.version, own: false });
  givenNames.set(candidate, names);
  return names;
}

/** Does a candidate, under any of its names, satisfy a dependency (the `!` is left out of account)? */
export function candidateGives(candidate: Candidate, dependency: Dependency): boolean {
  return namesOf(candidate).some(
    ({ name, version }) => name === dependency.name && gives(candidate.input, version, dependency),
  );
}

function gives(input: InputName, version: string | undefined, { constraint, tag }: Dependency): boolean {
  if (!isTagged(input, tag)) return false;
  if (constraint === undefined) return true;
  return version !== undefined && satisfies(version, constraint);
}

/** `name@tag`: the tag names an input, as the blueprint does: a stage, or `seed`. */
function isTagged(input: InputName, tag: string | undefined): boolean {
  return tag === undefined || input === tag || (tag === "seed" && isSeedInput(input));
}

/**
 * Best first: the package that has the name itself, higher provider_priority, higher version under that name, name by
 * code units. (apk leaves a tie between unversioned provisions to the user; here it must not depend on anything, so the
 * name decides, and the planner warns.)
 */
function compareGivers<C extends Candidate>(a: Giver<C>, b: Giver<C>): number {
  return (
    Number(b.own) - Number(a.own) ||
    b.candidate.priority - a.candidate.priority ||
    descending(a.version, b.version) ||
    compareText(a.candidate.name, b.candidate.name) ||
    descending(a.candidate.version, b.candidate.version) ||
    compareText(a.candidate.identity, b.candidate.identity)
  );
}

/** Higher versions first, none last; texts that compare equal (`1.0`, `1.00`) by code units. */
export function descending(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareVersions(b, a) || compareText(a, b);
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
