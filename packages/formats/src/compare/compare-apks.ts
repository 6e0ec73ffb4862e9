import type { PkgInfo } from "../apk/pkginfo.ts";
import { compareContent } from "./compare-content.ts";
import { sameBytes } from "./compare-plain.ts";
import { type Difference, type Pair, pairUp, unlike, withCauses } from "./difference.ts";
import { type ApkContents, type EntryFacts, type OpenApk, readContents, readFiles } from "./read-contents.ts";

/** What is held of both packages at most, to look into files; the others are told by their sizes. */
const HELD_BYTES = 256 * 1024 * 1024;

/**
 * Everything that two packages do not have in common but their signatures, from the outside in: files first, then what only
 * sums them up (the SBOM, the control file's checksum), which is marked as following. Empty for packages of the same
 * content. Each is read twice at most, and of both no more than 256 MiB are held.
 * Throws what reading an apk throws.
 */
export async function compareApks(packages: {
  readonly first: OpenApk;
  readonly second: OpenApk;
}): Promise<readonly Difference[]> {
  const first = await readContents(packages.first);
  const second = await readContents(packages.second);
  const pair = { at: [], first: first.entries, second: second.entries };
  const { both, differences } = pairUp(pair);
  const found = [
    ...differences,
    ...both.flatMap(compareFacts),
    ...(await compareFiles(both.filter(hasOtherContent), packages)),
    ...order(pair, differences),
    ...compareControl({ at: [], first, second }),
  ];
  return withCauses(found.map(asFollower));
}

/** Of packages with the same files: the archive lists them in another order. */
function order({ at, first, second }: Pair<ApkContents["entries"]>, missing: readonly Difference[]): Difference[] {
  if (missing.length > 0) return [];
  const [mine, theirs] = [[...first.keys()], [...second.keys()]];
  const index = mine.findIndex((path, place) => path !== theirs[place]);
  if (index < 0) return [];
  return unlike("order", { at, first: mine[index], second: theirs[index] });
}

/** The SBOM holds a checksum of every file. */
function asFollower(difference: Difference): Difference {
  const isSbom = /^var\/lib\/db\/sbom\/[^/]+\.spdx\.json$/.test(difference.at[0] ?? "");
  return isSbom && (difference.kind === "text" || difference.kind === "bytes")
    ? { ...difference, follows: true }
    : difference;
}

function compareFacts({ at, first, second }: Pair<EntryFacts>): Difference[] {
  const mode = (facts: EntryFacts) => facts.mode.toString(8).padStart(4, "0");
  const attributes = new Set([...Object.keys(first.attributes), ...Object.keys(second.attributes)]);
  return [
    ...unlike("type", { at, first: first.type, second: second.type }),
    ...unlike("mode", { at, first: mode(first), second: mode(second) }),
    ...unlike("owner", { at, first: first.owner, second: second.owner }),
    ...unlike("time", { at, first: String(first.time), second: String(second.time) }),
    ...unlike("link", { at, first: first.linkTarget, second: second.linkTarget }),
    ...[...attributes].flatMap((name) =>
      unlike("attribute", {
        at: [...at, name.replace(/^SCHILY\.xattr\./, "")],
        first: hex(first.attributes[name]),
        second: hex(second.attributes[name]),
      }),
    ),
  ];
}

function hex(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString("hex");
}

type FilePair = Pair<EntryFacts> & { readonly name: string };

function hasOtherContent({ first, second }: FilePair): boolean {
  return first.digest !== undefined && second.digest !== undefined && first.digest !== second.digest;
}

async function compareFiles(
  pairs: readonly FilePair[],
  packages: { readonly first: OpenApk; readonly second: OpenApk },
): Promise<Difference[]> {
  if (pairs.length === 0) return [];
  const chosen = smallest(pairs);
  const first = await readFiles(packages.first, chosen);
  const second = await readFiles(packages.second, chosen);
  return pairs.flatMap(({ at, name, first: mine, second: theirs }) => {
    const [before, after] = [first.get(name), second.get(name)];
    if (before !== undefined && after !== undefined) return compareContent({ at, first: before, second: after });
    const sizes = { first: `${mine.size} bytes`, second: `${theirs.size} bytes` };
    return [{ at, kind: "bytes", ...sizes, note: "too large to be looked into" } satisfies Difference];
  });
}

/** As many of the files as may be held at once. */
function smallest(pairs: readonly FilePair[]): Set<string> {
  const sized = pairs.map(({ name, first, second }) => ({ name, bytes: first.size + second.size }));
  const chosen: typeof sized = [];
  let held = 0;
  for (const file of sized.sort((a, b) => a.bytes - b.bytes)) {
    held += file.bytes;
    if (held > HELD_BYTES) break;
    chosen.push(file);
  }
  return new Set(chosen.map(({ name }) => name));
}

function compareControl({ at, first, second }: Pair<ApkContents>): Difference[] {
  const scripts = new Set([...Object.keys(first.scripts), ...Object.keys(second.scripts)]) as Set<
    keyof ApkContents["scripts"]
  >;
  const found = [
    ...compareInfo({ at, first: first.info, second: second.info }),
    ...[...scripts].flatMap((name) =>
      unlike("script", { at: [name], first: first.scripts[name], second: second.scripts[name] }),
    ),
  ];
  if (found.length > 0 || sameBytes(first.control, second.control)) return found;
  return [{ at, kind: "packing", note: "the control segment is compressed or laid out otherwise" }];
}

/** Fields that come of the files. */
const SUMMED_UP: ReadonlySet<string> = new Set(["dataHash", "size"]);

function compareInfo({ at, first, second }: Pair<PkgInfo>): Difference[] {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]) as Set<keyof PkgInfo>;
  return [...keys].flatMap((key) =>
    unlike("control", { at: [...at, key], first: shown(first[key]), second: shown(second[key]) }).map((difference) =>
      SUMMED_UP.has(key) ? { ...difference, follows: true as const } : difference,
    ),
  );
}

function shown(value: PkgInfo[keyof PkgInfo]): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "object" ? value.map(String).join(" ") : String(value);
}
