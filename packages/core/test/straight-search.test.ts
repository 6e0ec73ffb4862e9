import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, Catalog } from "../src/catalog.ts";
import { parseDependency, parseProvision } from "../src/dependency.ts";
import { explain } from "../src/explain.ts";
import { solve } from "../src/solve.ts";
import { Solver } from "../src/solver.ts";
import { StraightSearch } from "../src/straight-search.ts";

const NAMES = ["a", "b", "c", "d", "e", "so:f"];
const atom = fc.constantFrom(...NAMES, ...NAMES, "a<2", "b=1", "c>=2", "!d", "!e<2");
const provision = fc.constantFrom("so:f", "so:f", "d", "e=1", "g");

const candidate = fc.record({
  name: fc.constantFrom(...NAMES.slice(0, 5)),
  version: fc.constantFrom("1", "2"),
  input: fc.constantFrom("stage1", "stage2"),
  depends: fc.array(atom, { maxLength: 3 }),
  provides: fc.array(provision, { maxLength: 2 }),
  priority: fc.nat({ max: 1 }),
  pending: fc.boolean(),
});

const shelves = fc.array(candidate, { minLength: 4, maxLength: 12 });

interface Draft extends Pick<Candidate, "name" | "version" | "input" | "priority" | "pending"> {
  readonly depends: readonly string[];
  readonly provides: readonly string[];
}

function candidatesFrom(drafts: readonly Draft[]): Candidate[] {
  return drafts.map((draft, index) => ({
    ...draft,
    depends: draft.depends.map(parseDependency),
    provides: draft.provides.map(parseProvision),
    installIf: [],
    identity: String(index),
  }));
}

/** What each search says of several environments, asked one after the other of the same catalog. */
function bothSay(drafts: readonly Draft[], environments: readonly (readonly string[])[]) {
  const candidates = candidatesFrom(drafts);
  const inputs = ["stage1", "stage2"].map((input) => candidates.filter((one) => one.input === input));
  const catalog = new Catalog(inputs);
  const search = new StraightSearch(catalog);
  return environments.map((wanted) => {
    const atoms = wanted.map((text) => catalog.atom(parseDependency(text)));
    const solver = new Solver(catalog, atoms);
    const full = solver.run() === undefined ? solver.solution().answers : undefined;
    const straight = search.solve(atoms)?.answers;
    expect(search.finds(atoms)).toBe(straight !== undefined);
    return { straight, full };
  });
}

const environments = fc.array(fc.array(atom, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

test("where the straight search finds an environment, the solver finds the same, in the same order", () => {
  let found = 0;
  fc.assert(
    fc.property(shelves, environments, (drafts, wanted) => {
      for (const { straight, full } of bothSay(drafts, wanted)) {
        if (straight === undefined) continue;
        found += 1;
        expect(straight).toEqual(full);
      }
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(100);
});

test("a package that comes to the catalog later is seen by the next search", () => {
  const [old, fresh] = candidatesFrom(
    ["1", "2"].map((version) => {
      return { name: "a", version, input: "stage1", depends: [], provides: [], priority: 0, pending: true };
    }),
  );
  const catalog = new Catalog<Candidate>([old === undefined ? [] : [old]]);
  const search = new StraightSearch(catalog);
  const atoms = [catalog.atom(parseDependency("a"))];
  expect(search.solve(atoms)?.answers.map((answer) => answer.candidate)).toEqual([old]);
  catalog.add(fresh === undefined ? [] : [fresh], 0);
  expect(search.solve(atoms)?.answers.map((answer) => answer.candidate)).toEqual([fresh]);
});

test("a catalog of which part is hidden says what one without it would, and says all again once that is revealed", () => {
  const hidden = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(shelves, environments, hidden, (drafts, wanted, isHidden) => {
      const candidates = candidatesFrom(drafts);
      const groups = (ones: readonly Candidate[]) =>
        ["stage1", "stage2"].map((input) => ones.filter((one) => one.input === input));
      const nobody = () => undefined;
      const whole = new Catalog(groups(candidates), nobody);
      const before = wanted.map((texts) => answersIn(whole, texts));
      whole.hide(
        candidates.filter((_, index) => isHidden[index]),
        nobody,
      );
      const part = new Catalog(groups(candidates.filter((_, index) => !isHidden[index])), nobody);
      expect(wanted.map((texts) => answersIn(whole, texts))).toEqual(wanted.map((texts) => answersIn(part, texts)));
      whole.reveal(candidates.filter((one) => one.input === "stage1"));
      whole.revealAll();
      expect(wanted.map((texts) => answersIn(whole, texts))).toEqual(before);
    }),
  );
});

function answersIn(catalog: Catalog<Candidate>, texts: readonly string[]) {
  const solved = solve(
    catalog,
    texts.map((text) => catalog.atom(parseDependency(text))),
  );
  if (!solved.ok) return explain(solved.problems[0], { catalog, inputs: [] });
  return solved.solution.answers.map(({ atom: asked, candidate: chosen }) => [asked.text, chosen]);
}
