import { z } from "zod";
import { ArchName, DigestText } from "./run.ts";

export const WhyStepView = z
  .object({
    /** Of the build that used it. */
    stage: z.string(),
    build: z.string(),
    buildId: z.string(),
    role: z.enum(["environment", "source", "definition", "file"]),
    part: z.enum(["compiler", "linker", "shell", "build tool", "library", "tool"]).optional(),
    /** Package name, URI or path. */
    name: z.string(),
    version: z.string().optional(),
    digest: DigestText,
    contentDigest: DigestText.optional(),
    /** `seed:NAME`, or the stage that offered it. */
    input: z.string().optional(),
    madeBy: z.string().optional(),
    generation: z.int(),
  })
  .meta({ id: "WhyStep" });
export type WhyStepView = z.infer<typeof WhyStepView>;

export const WhyView = z
  .object({
    package: z.object({
      name: z.string(),
      version: z.string(),
      arch: ArchName,
      stage: z.string(),
      contentDigest: DigestText,
    }),
    on: z.string(),
    /** The nearest way, build by build; absent when the package does not go back to it at all. */
    path: z.array(WhyStepView).readonly().optional(),
    /** Builds that were looked at. */
    looked: z.int(),
  })
  .meta({ id: "Why" });
export type WhyView = z.infer<typeof WhyView>;
