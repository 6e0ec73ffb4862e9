import {
  type Atom,
  type Candidate,
  type Catalog,
  candidateGives,
  descending,
  namesOf,
  sortedAtoms,
} from "./catalog.ts";
import { isUnknowable } from "./open-names.ts";
import { type Problem, type Solution, Solver } from "./solver.ts";
import { StraightSearch } from "./straight-search.ts";
import { compareText } from "./text.ts";

export type Solved<C extends Candidate> =
  | { readonly ok: true; readonly solution: Solution<C> }
  | { readonly ok: false; readonly problems: readonly [Problem<C>, ...Problem<C>[]] };

/**
 * Finds the packages that answer `wanted` and all that they need, then those whose `install_if` came true; or why that
 * cannot be: every atom that nobody answers, or else the first clash that no other choice mends.
 */
export function solve<C extends Candidate>(catalog: Catalog<C>, wanted: readonly Atom<C>[]): Solved<C> {
  const straight = catalog.hasConditional() ? undefined : straightIn(catalog).solve(wanted);
  if (straight !== undefined) return { ok: true, solution: straight };
  const solver = new Solver(catalog, wanted);
  const problem = solver.run();
  if (problem !== undefined) {
    const [first = problem, ...others] = unansweredAtoms(catalog, wanted);
    return { ok: false, problems: [first, ...others] };
  }
  if (catalog.hasConditional()) addConditional(catalog, solver);
  return { ok: true, solution: solver.solution() };
}

/** The first problem that {@link solve} would tell; undefined where it finds an environment, which is not put down. */
export function problemOf<C extends Candidate>(
  catalog: Catalog<C>,
  wanted: readonly Atom<C>[],
): Problem<C> | undefined {
  if (!catalog.hasConditional() && straightIn(catalog).finds(wanted)) return undefined;
  const problem = new Solver(catalog, wanted).run();
  return problem === undefined ? undefined : (unansweredAtoms(catalog, wanted)[0] ?? problem);
}

/** One for each catalog: what it knows of packages and atoms holds for every environment. */
const straightSearches = new WeakMap<object, unknown>();

function straightIn<C extends Candidate>(catalog: Catalog<C>): StraightSearch<C> {
  const known = straightSearches.get(catalog) as StraightSearch<C> | undefined;
  if (known !== undefined) return known;
  const search = new StraightSearch(catalog);
  straightSearches.set(catalog, search);
  return search;
}

interface Asked<C extends Candidate> {
  readonly atom: Atom<C>;
  readonly chain: readonly C[];
}

/** Follows first choices only and lists what nobody answers: people mend all missing names in one go. */
function unansweredAtoms<C extends Candidate>(catalog: Catalog<C>, wanted: readonly Atom<C>[]): Problem<C>[] {
  const problems: Problem<C>[] = [];
  const queue: Asked<C>[] = sortedAtoms(wanted).map((atom) => ({ atom, chain: [] }));
  const seenAtoms = new Set<Atom<C>>();
  const seenChoices = new Set<C>();
  for (const asked of queue) {
    if (seenAtoms.has(asked.atom) || saysNothing(catalog, asked)) continue;
    seenAtoms.add(asked.atom);
    const choice = catalog.choicesFor(asked.atom)[0];
    if (choice === undefined) problems.push(unanswered(asked));
    else if (!seenChoices.has(choice)) {
      seenChoices.add(choice);
      const chain = [...asked.chain, choice];
      queue.push(...catalog.dependsOf(choice).map((atom) => ({ atom, chain })));
    }
  }
  return problems;
}

function saysNothing<C extends Candidate>(catalog: Catalog<C>, { atom, chain }: Asked<C>): boolean {
  const asker = chain.at(-1);
  return atom.dependency.conflict || (asker !== undefined && isUnknowable(asker, atom, catalog));
}

function unanswered<C extends Candidate>({ atom, chain }: Asked<C>): Problem<C> {
  const asker = chain.at(-1);
  return { kind: "unanswered", demand: asker === undefined ? { atom } : { atom, asker }, chain };
}

/**
 * apk's `install_if`: a package whose every condition holds comes along by itself. It never widens an environment: its
 * input is no later than that of some package behind each of its conditions (a stage's zlib does not bring in the
 * seed's zlib-doc, even where both have one version), and it is left out where it clashes with what was asked for.
 */
function addConditional<C extends Candidate>(catalog: Catalog<C>, solver: Solver<C>): void {
  const pool = new Set<C>();
  let looked = 0;
  for (;;) {
    const chosen = solver.selection.chosen();
    for (const candidate of chosen.slice(looked)) {
      for (const conditional of conditionalOn(candidate, catalog)) pool.add(conditional);
    }
    looked = chosen.length;
    const ready = [...pool].filter((one) => isTriggered(one, catalog, solver));
    const next = ready.sort((a, b) => compareConditional(a, b, catalog))[0];
    if (next === undefined) return;
    pool.delete(next);
    if (!solver.selection.has(next)) solver.tryAdd(next);
  }
}

function conditionalOn<C extends Candidate>(candidate: C, catalog: Catalog<C>): C[] {
  return namesOf(candidate).flatMap(({ name }) => catalog.conditionalOn(name));
}

function isTriggered<C extends Candidate>(candidate: C, catalog: Catalog<C>, solver: Solver<C>): boolean {
  const group = catalog.groupOf(candidate);
  return candidate.installIf.every((condition) => {
    const holders = solver.selection.holders(condition.name).filter((one) => candidateGives(one, condition));
    return condition.conflict ? holders.length === 0 : holders.some((one) => catalog.groupOf(one) >= group);
  });
}

function compareConditional<C extends Candidate>(a: C, b: C, catalog: Catalog<C>): number {
  return (
    catalog.groupOf(a) - catalog.groupOf(b) ||
    compareText(a.name, b.name) ||
    descending(a.version, b.version) ||
    compareText(a.identity, b.identity)
  );
}
