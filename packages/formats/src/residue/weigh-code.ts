import { RESIDUE_STRENGTHS, type ResidueStrength } from "@ascent/core";
import type { CodeSearch, Hit } from "./code-search.ts";
import type { SeedPlace } from "./fingerprint.ts";

/** A member of an archive that is being searched. */
export interface Part {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** It has been told as a whole. */
  readonly isTold: boolean;
}

/** What of one of the seed's objects stands in a file (or in one member of it). */
export interface Group {
  readonly place: SeedPlace;
  readonly part: Part | undefined;
  /** At least one; all code, or all constants. */
  readonly hits: readonly Hit[];
}

export interface Weighed extends Group {
  readonly strength: ResidueStrength;
  /** The file is a program that begins with it. */
  readonly isStart: boolean;
  readonly evidence: number;
}

/*
 * Bytes that linking leaves alone. Two C libraries by one compiler have small functions in common although they have no
 * text in common: `fscanf` is nothing but what every function with variable arguments begins with. Measured
 * (docs/residue.md): none of those has more than 201, and all of a libc together 1,235. A library that was linked brings
 * what its functions call: thousands.
 */

/** From here on nobody writes the same twice: one function proves by itself. */
const ALONE = 256;
/** What of one seed package must be in a file so that small functions of that package are no coincidence. */
const TOGETHER = 4096;
/** Of objects that are linked as wholes, and of functions among many others of the package. */
const SMALL = 64;

/**
 * How much it says that parts of the seed's objects are in a file: `proof` for what is large by itself, for a start object
 * that is there whole or that the program begins with (`entry`: its offset in the file), and for what comes with much else
 * of its package; otherwise what is there may be equal by nature. What says most comes first.
 */
export function weighCode(groups: readonly Group[], search: CodeSearch, entry: number | undefined): Weighed[] {
  const byPackage = new Map<string, number>();
  for (const { place, hits } of groups.filter(isCode)) {
    const { name } = place.package;
    byPackage.set(name, (byPackage.get(name) ?? 0) + evidenceOf(hits));
  }
  const weighed = groups.map((group): Weighed => {
    const evidence = evidenceOf(group.hits);
    const isStart = isCode(group) && group.hits.some(({ at }) => at === entry);
    const isTogether = (byPackage.get(group.place.package.name) ?? 0) >= TOGETHER;
    const isWhole = group.place.member === undefined && group.hits.length === search.bodiesOf(group.hits[0]);
    const about = { evidence, isTogether, isWhole };
    return { ...group, evidence, isStart, strength: isCode(group) ? strengthOf(about, isStart) : "hint" };
  });
  return weighed.sort((a, b) => rank(a) - rank(b) || b.evidence - a.evidence);
}

interface About {
  readonly evidence: number;
  readonly isTogether: boolean;
  /** A `.o` file by itself, as start objects are: linkers take it whole, and so it is there. */
  readonly isWhole: boolean;
}

function strengthOf({ evidence, isTogether, isWhole }: About, isStart: boolean): ResidueStrength {
  if (isStart || evidence >= ALONE) return "proof";
  if (evidence >= SMALL && (isTogether || isWhole)) return "proof";
  return isTogether ? "strong" : "hint";
}

function rank({ isStart, strength }: Weighed): number {
  return isStart ? -1 : RESIDUE_STRENGTHS.indexOf(strength);
}

/** Tables of constants are often the same whoever compiles them. */
function isCode({ hits }: Group): boolean {
  return hits[0]?.body.holds === "code";
}

function evidenceOf(hits: readonly Hit[]): number {
  return hits.reduce((sum, { body }) => sum + body.evidence, 0);
}
