import { ARCHES, RUNGS, type Verdict } from "@ascent/core";
import { z } from "zod";
import { digestText } from "../digest-text.ts";
import { parseProofJson } from "./manifest.ts";

const Finding = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("holds"), evidence: z.string() }),
  z.strictObject({ state: z.literal("fails"), reasons: z.array(z.string()) }),
  z.strictObject({ state: z.literal("not-checked"), why: z.string() }),
]);

const VerdictFile = z.strictObject({
  blueprint: z.string(),
  seed: z.string(),
  required: z.enum(RUNGS),
  holds: z.boolean(),
  packages: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      arch: z.enum(ARCHES),
      fileDigest: digestText,
      contentDigest: digestText,
      findings: z.record(z.enum(RUNGS), Finding),
      rung: z.enum(RUNGS).exactOptional(),
    }),
  ),
});

/** Reads a `verdict.json`. Throws Fault "proof-malformed". */
export function parseVerdictFile(bytes: Uint8Array): Verdict {
  return parseProofJson(VerdictFile, bytes, "verdict.json");
}
