import { canonicalJson } from "@ascent/core";
import { z } from "zod";
import type { Provenance } from "../attestation/index.ts";
import { parseProofJson } from "./manifest.ts";

/** What of a normalised recipe is looked at by itself; the rest counts through the build key alone. */
const Head = z.object({
  name: z.string(),
  version: z.string(),
  epoch: z.int(),
  stage: z.string(),
  arch: z.string(),
  files: z.array(z.object({ path: z.string(), digest: z.string() })),
  packages: z
    .array(z.object({ name: z.string(), description: z.string(), url: z.string(), license: z.string() }))
    .min(1),
  sources: z.array(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("fetch"), uri: z.string(), algorithm: z.string(), expected: z.string() }),
      z.object({ kind: z.literal("git"), repository: z.string(), commit: z.string() }),
    ]),
  ),
});
export type RecipeHead = Readonly<z.infer<typeof Head>>;

/** Reads the recipe that a provenance holds, as far as others than its builder look at it. Throws Fault "proof-malformed". */
export function recipeHead({ recipe }: Pick<Provenance, "recipe">): RecipeHead {
  return parseProofJson(Head, new TextEncoder().encode(canonicalJson(recipe ?? null)), "the recipe of an attestation");
}
