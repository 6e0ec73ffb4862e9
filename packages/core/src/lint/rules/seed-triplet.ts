import { allTexts, type BuildText, takesSeed } from "../context.ts";
import type { LintRule } from "../rule.ts";

/** Alpine's triplets; Debian's folders for libraries of one arch. */
// Bounded: a script may be one line of a megabyte.
const MACHINE = /(?:[A-Za-z0-9_]{1,40}|\$\([^()\n]{0,80}\)|\$\{\{[^{}\n]{0,80}\}\}|\$\{?[A-Za-z0-9_]{1,40}\}?)/.source;
const FOLDER = /\/(?:usr\/)?(?:lib|include)\/(?:x86_64|aarch64)-linux-gnu\b/.source;
const TRIPLET = new RegExp(`${MACHINE}?-?alpine-linux-[a-z]+|${FOLDER}`, "g");
const HINT = /alpine-linux-|-linux-gnu/;

export const seedTriplet: LintRule = {
  code: "seed-triplet",
  severity: "warning",
  perDefinition: true,
  title: "Triplet or path of the seed in a stage without the seed",
  why: "The build is told that it runs on a system that is not there any more, and may look for its compiler and libraries.",
  wayOut: "Use the variables host.triplet.gnu and build.arch, or drop the option.",
  *check(context) {
    for (const { definition, text } of allTexts(context)) {
      if (HINT.test(text.value) && !definition.stages.every(takesSeed)) yield* triplets(text);
    }
  },
};

function* triplets(text: BuildText) {
  for (const { 0: found, index } of text.value.matchAll(TRIPLET)) {
    if (isComment(text.value, index)) continue;
    yield { place: text.placeAt(index), message: `This says ${found}, which is the seed's` };
  }
}

function isComment(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 1000), offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return /^\s*#/.test(line);
}
