import type { PackageContents } from "./contents.ts";
import type { SeedBody, SeedFingerprint, SeedNames, SeedPlace } from "./fingerprint.ts";
import { comparePlaces, type DraftBody, type Named, SeedDraft } from "./seed-draft.ts";
import { commandOf, foldersOf, plainPath, tripletsIn } from "./seed-names.ts";

/**
 * Takes a seed apart: what its files, programs, static libraries and objects can be recognised by when something of them
 * is found elsewhere. One file is in memory at a time. The outcome does not depend on the order of the packages.
 */
export async function fingerprintSeed(
  packages: AsyncIterable<PackageContents> | Iterable<PackageContents>,
): Promise<SeedFingerprint> {
  const draft = new SeedDraft();
  for await (const contents of packages) await draft.add(contents);
  return finish(draft);
}

function finish(draft: SeedDraft): SeedFingerprint {
  const aliases = aliasesOf(draft);
  const byPath = namesOfPaths(draft, aliases);
  const bodies = distinctBodies(draft.bodies);
  const named = [...Object.values(byPath), ...namedParts(draft).map(({ places }) => places)];
  const places = new Places([...named.flatMap((names) => [...names.values()]), ...bodies.map(({ place }) => place)]);
  return {
    places: places.sorted,
    files: places.indexed(draft.files.places),
    paths: places.indexed(byPath.paths),
    folders: places.indexed(byPath.folders),
    commands: places.indexed(byPath.commands),
    triplets: places.indexed(byPath.triplets),
    aliases,
    interpreters: places.indexed(draft.interpreters.places),
    libraries: places.indexed(draft.libraries.places),
    buildIds: places.indexed(draft.buildIds.places),
    comments: places.indexed(draft.comments.places),
    vendors: places.indexed(draft.vendors.places),
    bodies: withRarestWindows(bodies, places),
  };
}

function namedParts({ files, interpreters, libraries, buildIds, comments, vendors }: SeedDraft): Named[] {
  return [files, interpreters, libraries, buildIds, comments, vendors];
}

/** Links in the root folder that lead to folders: a merged /usr. */
function aliasesOf({ links }: SeedDraft): Map<string, string> {
  const nothing = new Map<string, string>();
  const inRoot = links.filter(({ path }) => !path.includes("/"));
  const found = inRoot.map(({ path, target }) => [path, plainPath(target, nothing)] as const);
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Placed = Map<string, SeedPlace>;
const placed = (): Placed => new Map();

/** Paths behind the root's links, with the folders that they are in, and what the paths tell. */
function namesOfPaths(draft: SeedDraft, aliases: ReadonlyMap<string, string>) {
  const names = { paths: placed(), folders: placed(), commands: placed(), triplets: placed() };
  for (const place of inOrder(draft.paths)) {
    const path = plainPath(place.path, aliases);
    addFirst(names.paths, [path], place);
    addFirst(names.folders, foldersOf(path), place);
    addFirst(names.commands, [commandOf(path) ?? []].flat(), place);
    addFirst(names.triplets, tripletsIn(path), place);
  }
  for (const place of inOrder(draft.folders)) {
    const path = plainPath(place.path, aliases);
    addFirst(names.folders, [path, ...foldersOf(path)], place);
    addFirst(names.triplets, tripletsIn(path), place);
  }
  // The links of a merged /usr are known by where they lead.
  for (const alias of aliases.values()) names.paths.delete(alias);
  return names;
}

function inOrder({ places }: Named): SeedPlace[] {
  return [...places.values()].sort(comparePlaces);
}

function addFirst(names: Placed, added: readonly string[], place: SeedPlace): void {
  for (const name of added) if (!names.has(name)) names.set(name, place);
}

/** Places in order, each once, and their indexes. */
class Places {
  readonly sorted: readonly SeedPlace[];
  readonly #indexes = new Map<string, number>();

  constructor(all: readonly SeedPlace[]) {
    const distinct = new Map(all.map((place) => [keyOf(place), place]));
    this.sorted = [...distinct.values()].sort(comparePlaces);
    for (const [index, place] of this.sorted.entries()) this.#indexes.set(keyOf(place), index);
  }

  indexOf(place: SeedPlace): number {
    return this.#indexes.get(keyOf(place)) ?? 0;
  }

  indexed(names: ReadonlyMap<string, SeedPlace>): SeedNames {
    const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(sorted.map(([name, place]) => [name, this.indexOf(place)]));
  }
}

function keyOf({ package: { name, version }, path, member }: SeedPlace): string {
  return `${name}\0${version}\0${path}\0${member ?? ""}`;
}

/** The same function in several objects counts as the first's. */
function distinctBodies(bodies: readonly DraftBody[]): DraftBody[] {
  const inOrder = [...bodies].sort((a, b) => comparePlaces(a.place, b.place));
  const distinct = new Map<string, DraftBody>();
  for (const body of inOrder) {
    const key = `${body.digest} ${body.size} ${body.masks.join(" ")}`;
    if (!distinct.has(key)) distinct.set(key, body);
  }
  return [...distinct.values()];
}

/** Each is looked for by the window that fewest others have: common beginnings of functions would be found everywhere. */
function withRarestWindows(bodies: readonly DraftBody[], places: Places): SeedBody[] {
  const counts = new Map<number, number>();
  for (const { hash } of bodies.flatMap(({ windows }) => windows)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const rarity = (hash: number): number => counts.get(hash) ?? 0;
  return bodies.flatMap(({ windows, place, ...body }): SeedBody[] => {
    const [best] = [...windows].sort((a, b) => rarity(a.hash) - rarity(b.hash) || a.at - b.at);
    if (best === undefined) return [];
    return [{ ...body, place: places.indexOf(place), windowHash: best.hash, windowAt: best.at }];
  });
}
