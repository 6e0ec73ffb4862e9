import { RESIDUE_STRENGTHS, type ResidueFinding, type ResidueStrength } from "@ascent/core";
import type { CodeSearch, Hit } from "./code-search.ts";
import type { SeedPlace } from "./fingerprint.ts";
import { baseOf } from "./seed-names.ts";
import { describe, findingIn, type Subject } from "./subject.ts";

/** From here on code that is equal was made from the same text by the same compiler, or it is the seed's. */
const PROOF = 64;
/** Objects of the seed that are told one by one per file and kind; the rest is told as a sum. */
const MOST_OBJECTS = 500;

/** A member of an archive that is being searched. */
export interface Part {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** It has been told as a whole. */
  readonly isTold: boolean;
}

interface Group {
  readonly place: SeedPlace;
  readonly part: Part | undefined;
  readonly hits: Hit[];
}

/**
 * Functions and constants of the seed's objects in a file, one finding for each object that they come from (and for each
 * member that they are in).
 */
export function searchCode(subject: Subject, search: CodeSearch, parts: readonly Part[]): ResidueFinding[] {
  const { hits, isComplete } = search.find(subject.bytes);
  const groups = new Map<string, Group>();
  for (const hit of hits) {
    const part = parts.find(({ offset, size }) => hit.at >= offset && hit.at < offset + size);
    const place = subject.seed.places[hit.body.place];
    if (place === undefined || part?.isTold === true) continue;
    const key = `${hit.body.place} ${hit.body.holds} ${part?.offset ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { place, part, hits: [hit] });
    else group.hits.push(hit);
  }
  const findings = summed(subject, [...groups.values()]);
  return isComplete ? findings : [...findings, givenUp(subject)];
}

function summed(subject: Subject, groups: readonly Group[]): ResidueFinding[] {
  const largest = [...groups].sort((a, b) => evidenceOf(b) - evidenceOf(a));
  const told = largest.slice(0, MOST_OBJECTS).map((group) => findingOf(subject, group));
  const rest = largest.slice(MOST_OBJECTS);
  const [first] = rest;
  if (first === undefined) return told;
  const size = rest.flatMap(({ hits }) => hits).reduce((sum, { body }) => sum + body.size, 0);
  const what = `Parts of ${rest.length} more of the seed's objects are in it, ${size} bytes.`;
  const strength = strongest(rest.map((group) => strengthOf(group)));
  return [...told, findingIn(subject, { kind: "linked-code", strength, what, detail: "and more", size })];
}

function strongest(strengths: readonly ResidueStrength[]): ResidueStrength {
  return RESIDUE_STRENGTHS.find((strength) => strengths.includes(strength)) ?? "hint";
}

function evidenceOf({ hits }: Group): number {
  return hits.reduce((sum, { body }) => sum + body.evidence, 0);
}

function findingOf(subject: Subject, group: Group): ResidueFinding {
  const { place, part, hits } = group;
  const holds = hits[0]?.body.holds ?? "code";
  const largest = hits.reduce((best, hit) => (hit.body.evidence > best.body.evidence ? hit : best), hits[0] as Hit);
  const size = hits.reduce((sum, { body }) => sum + body.size, 0);
  const isAssembled = hits.every(({ body }) => body.isAssembled);
  const others = hits.length === 1 ? "" : ` and ${hits.length - 1} more`;
  const where = { path: subject.path, ...(part !== undefined && { member: { name: part.name, offset: 0 } }) };
  return findingIn(where, {
    kind: holds === "code" ? "linked-code" : "linked-data",
    strength: strengthOf(group),
    what: `${largest.body.name}${others}, ${size} bytes, are those of ${describe(place)}, but for what linking fills in.`,
    detail: place.member === undefined ? baseOf(place.path) : `${baseOf(place.path)}(${place.member})`,
    place,
    offset: hits[0]?.at ?? 0,
    size,
    ...(isAssembled && { unless: { own: "upstream", name: place.package.origin } as const }),
  });
}

/** Tables of constants are often the same whoever compiles them. */
function strengthOf(group: Group): ResidueStrength {
  if (group.hits[0]?.body.holds === "constants") return "hint";
  return evidenceOf(group) >= PROOF ? "proof" : "strong";
}

function givenUp(subject: Subject): ResidueFinding {
  const what = "So much of it begins like the seed's code without being it that the search was given up.";
  return findingIn(subject, { kind: "unreadable", strength: "strong", what, detail: "search given up" });
}
