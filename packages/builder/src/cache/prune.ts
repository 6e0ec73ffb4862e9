import type { Shelf, ShelfEntry } from "./shelf.ts";

export interface PruneReport {
  readonly removed: number;
  /** Bytes that are left. */
  readonly bytes: number;
}

interface Candidate {
  readonly shelf: Shelf;
  readonly entry: ShelfEntry;
}

/**
 * Removes least recently used roots and unpacked packages until they take at most `maxBytes`. A package stays as long as a
 * root shares its files: removing it would free nothing. What a running build holds stays too.
 */
export async function prune(shelves: { roots: Shelf; unpacked: Shelf }, maxBytes: number): Promise<PruneReport> {
  const roots = await shelves.roots.entries();
  const unpacked = await shelves.unpacked.entries();
  const users = countUsers(roots);
  let bytes = sum(roots) + sum(unpacked);
  let removed = 0;
  const waiting: Candidate[] = [
    ...roots.map((entry) => ({ shelf: shelves.roots, entry })),
    ...unpacked.map((entry) => ({ shelf: shelves.unpacked, entry })),
  ].sort(
    (a, b) => a.entry.usedAt - b.entry.usedAt || Number(b.shelf === shelves.roots) - Number(a.shelf === shelves.roots),
  );
  for (let next = takeFree(waiting, users); next !== undefined && bytes > maxBytes; next = takeFree(waiting, users)) {
    if (!(await next.shelf.remove(next.entry.name))) continue;
    removed += 1;
    bytes -= next.entry.bytes;
    for (const name of next.entry.shares) users.set(name, (users.get(name) ?? 1) - 1);
  }
  return { removed, bytes };
}

/** Takes out the first candidate that no root shares files with. */
function takeFree(waiting: Candidate[], users: ReadonlyMap<string, number>): Candidate | undefined {
  const index = waiting.findIndex(({ entry }) => (users.get(entry.name) ?? 0) === 0);
  return index < 0 ? undefined : waiting.splice(index, 1)[0];
}

function countUsers(roots: readonly ShelfEntry[]): Map<string, number> {
  const users = new Map<string, number>();
  for (const name of roots.flatMap((root) => root.shares)) users.set(name, (users.get(name) ?? 0) + 1);
  return users;
}

function sum(entries: readonly ShelfEntry[]): number {
  return entries.reduce((total, entry) => total + entry.bytes, 0);
}
