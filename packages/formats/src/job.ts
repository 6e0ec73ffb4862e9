import { z } from "zod";

/** What travels in the queue: names of rows, never their content. */
export const JobPayload = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("build"), buildId: z.uuid(), attempt: z.int().positive() }),
  z.strictObject({
    kind: z.literal("seed"),
    runId: z.uuid(),
    arch: z.enum(["x86_64", "aarch64"]),
    attempt: z.int().positive(),
  }),
]);
export type JobPayload = z.infer<typeof JobPayload>;
