import type { Atom, Candidate, Catalog } from "./catalog.ts";

/** A name that no package has and more than one gives. */
export function isOpen<C extends Candidate>({ dependency }: Atom<C>, choices: readonly C[]): boolean {
  const [first] = choices;
  if (first === undefined || choices.length === 1 || first.name === dependency.name) return false;
  return choices.some(({ name }) => name !== first.name);
}

/** What only scanning files brings out. */
export const GENERATED = /^(?:so|cmd|pc):/;

/**
 * A package that is not built yet may name what only scanning its files, or another's, will bring out (`so:`, `cmd:`,
 * `pc:`): while nobody is known to give it, it says nothing.
 */
export function isUnknowable<C extends Candidate>(asker: C, atom: Atom<C>, catalog: Catalog<C>): boolean {
  return asker.pending && GENERATED.test(atom.text) && catalog.choicesFor(atom).length === 0;
}
