import type { ResidueFinding } from "@ascent/core";
import { entryOffset } from "../elf/entry.ts";
import type { CodeSearch, Hit } from "./code-search.ts";
import { baseOf } from "./seed-names.ts";
import { describe, findingIn, type Subject } from "./subject.ts";
import { type Group, type Part, type Weighed, weighCode } from "./weigh-code.ts";

/** Objects of the seed that are told one by one per file and kind; the rest is told as a sum. */
const MOST_OBJECTS = 500;

/**
 * Functions and constants of the seed's objects in a file, one finding for each object that they come from (and for each
 * member that they are in).
 */
export function searchCode(subject: Subject, search: CodeSearch, parts: readonly Part[]): ResidueFinding[] {
  const { hits, isComplete } = search.find(subject.bytes);
  const groups = new Map<string, Group & { readonly hits: Hit[] }>();
  for (const hit of hits) {
    const part = parts.find(({ offset, size }) => hit.at >= offset && hit.at < offset + size);
    const place = subject.seed.places[hit.body.place];
    if (place === undefined || part?.isTold === true) continue;
    const key = `${hit.body.place} ${hit.body.holds} ${part?.offset ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { place, part, hits: [hit] });
    else group.hits.push(hit);
  }
  const weighed = weighCode([...groups.values()], search, entryOffset(subject.bytes));
  const findings = summed(subject, weighed);
  return isComplete ? findings : [...findings, givenUp(subject)];
}

/** `largest`: what says most comes first. */
function summed(subject: Subject, largest: readonly Weighed[]): ResidueFinding[] {
  const told = largest.slice(0, MOST_OBJECTS).map((group) => findingOf(subject, group));
  const rest = largest.slice(MOST_OBJECTS);
  const [first] = rest;
  if (first === undefined) return told;
  const size = rest.flatMap(({ hits }) => hits).reduce((sum, { body }) => sum + body.size, 0);
  const what = `Parts of ${rest.length} more of the seed's objects are in it, ${size} bytes.`;
  const { strength } = first;
  return [...told, findingIn(subject, { kind: "linked-code", strength, what, detail: "and more", size })];
}

function findingOf(subject: Subject, group: Weighed): ResidueFinding {
  const { place, part, hits, strength, isStart } = group;
  const holds = hits[0]?.body.holds ?? "code";
  const largest = hits.reduce((best, hit) => (hit.body.evidence > best.body.evidence ? hit : best), hits[0] as Hit);
  const size = hits.reduce((sum, { body }) => sum + body.size, 0);
  // Nobody can write in C where a program begins: that is assembly, whatever tables it has.
  const isAssembled = isStart || hits.every(({ body }) => body.isAssembled);
  const others = hits.length === 1 ? "" : ` and ${hits.length - 1} more`;
  const begins = isStart ? ", with which the program begins," : "";
  const where = { path: subject.path, ...(part !== undefined && { member: { name: part.name, offset: 0 } }) };
  return findingIn(where, {
    kind: holds === "code" ? "linked-code" : "linked-data",
    strength,
    what: `${largest.body.name}${others}, ${size} bytes${begins} are those of ${describe(place)}, but for what linking fills in.`,
    detail: place.member === undefined ? baseOf(place.path) : `${baseOf(place.path)}(${place.member})`,
    place,
    offset: hits[0]?.at ?? 0,
    size,
    ...(isAssembled && { unless: { own: "upstream", name: place.package.origin } as const }),
  });
}

function givenUp(subject: Subject): ResidueFinding {
  const what = "So much of it begins like the seed's code without being it that the search was given up.";
  return findingIn(subject, { kind: "unreadable", strength: "strong", what, detail: "search given up" });
}
