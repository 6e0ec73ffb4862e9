/** One thing that two packages do not have in common. */
export interface Difference {
  /** From the outside in: a file of the package, a member of an archive, a section. Empty: the package itself. */
  readonly at: readonly string[];
  readonly kind: DifferenceKind;
  /** In the first package, as text for a person; absent where it has nothing there. */
  readonly first?: string;
  readonly second?: string;
  /** More about it: how many bytes, near what. */
  readonly note?: string;
  /** It only says that something else differs: a checksum over it. */
  readonly follows?: true;
}

export type DifferenceKind =
  /** A field of the package's control file. */
  | "control"
  /** A script that runs when the package is installed. */
  | "script"
  /** Only one of the two has it. */
  | "missing"
  | "type"
  | "mode"
  | "owner"
  | "time"
  | "link"
  | "attribute"
  /** Of an archive's members, or a table's entries. */
  | "order"
  | "size"
  | "text"
  | "bytes"
  /** What is inside is the same: it is compressed or laid out otherwise. */
  | "packing";

/** Two things under one name, to be told apart; `at` as in `Difference`. */
export interface Pair<T> {
  readonly at: readonly string[];
  readonly first: T;
  readonly second: T;
}

/** When all that is left only follows from something else, then it does not. */
export function withCauses(differences: readonly Difference[]): readonly Difference[] {
  if (differences.some(({ follows }) => follows === undefined)) return differences;
  return differences.map(({ follows: _, ...difference }) => difference);
}

/** Two texts of one kind, when they are not the same. */
export function unlike(kind: DifferenceKind, { at, first, second }: Pair<string | undefined>): Difference[] {
  if (first === second) return [];
  return [{ at, kind, ...(first === undefined ? {} : { first }), ...(second === undefined ? {} : { second }) }];
}

export interface NamedPairs<T> {
  readonly both: readonly (Pair<T> & { readonly name: string })[];
  readonly differences: readonly Difference[];
}

/** Pairs what has the same name; what only one of the two has is a difference. In the order of the first, then the second. */
export function pairUp<T>({ at, first, second }: Pair<ReadonlyMap<string, T>>): NamedPairs<T> {
  const both: (Pair<T> & { name: string })[] = [];
  const differences: Difference[] = [];
  for (const [name, mine] of first) {
    const theirs = second.get(name);
    if (theirs === undefined) differences.push({ at: [...at, name], kind: "missing", first: "is there" });
    else both.push({ name, at: [...at, name], first: mine, second: theirs });
  }
  for (const name of second.keys()) {
    if (!first.has(name)) differences.push({ at: [...at, name], kind: "missing", second: "is there" });
  }
  return { both, differences };
}

/** Names made unique by their number where they come more than once: `a`, `a (2)`. */
export function byName<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T> {
  const named = new Map<string, T>();
  const seen = new Map<string, number>();
  for (const thing of things) {
    const name = nameOf(thing);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    named.set(count === 1 ? name : `${name} (${count})`, thing);
  }
  return named;
}
