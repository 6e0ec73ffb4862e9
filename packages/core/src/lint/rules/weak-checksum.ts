import { allTexts, type BuildText } from "../context.ts";
import type { LintRule } from "../rule.ts";

const WEAK = /\b(?:md5sum|sha1sum)\s+(?:-[a-z]*c\b|--check\b)/g;
const WEAK_INPUT = /^expected-(?:md5|sha1)$/;

export const weakChecksum: LintRule = {
  code: "weak-checksum",
  severity: "warning",
  perDefinition: true,
  title: "Checksum by MD5 or SHA-1",
  why: "Both can be forged, so it does not say which bytes these are.",
  wayOut: "Use SHA-256: expected-sha256 of uses: fetch, or sha256sum -c in a script.",
  *check(context) {
    for (const { text } of allTexts(context)) {
      if (text.kind === "input" && WEAK_INPUT.test(text.key)) {
        yield { place: text.placeAt(0), message: `A source is checked by ${text.key.slice("expected-".length)}` };
      }
      if (text.kind === "script" && text.value.includes("sum")) yield* weakChecks(text);
    }
  },
};

function* weakChecks(text: BuildText) {
  for (const { index } of text.value.matchAll(WEAK)) {
    yield { place: text.placeAt(index), message: "A script checks what it has by a weak hash" };
  }
}
