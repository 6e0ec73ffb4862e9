/** Code-unit order: locale collation differs between hosts and would change what is hashed. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sorts by code units on a text taken from each element; the input is left alone. */
export function sortedBy<T>(items: Iterable<T>, text: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareText(text(a), text(b)));
}

/** JSON with the keys of every object in code-unit order and no white space: what digests of values are taken over. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    held !== null && typeof held === "object" && !Array.isArray(held) ? withSortedKeys(held) : held,
  );
}

function withSortedKeys(held: object): Record<string, unknown> {
  return Object.fromEntries(sortedBy(Object.entries(held), ([key]) => key));
}
