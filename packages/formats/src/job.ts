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

/** What the service sends itself: names of rows here as well. */
export const TickPayload = z.strictObject({ kind: z.literal("tick"), scheduleId: z.uuid() });
export type TickPayload = z.infer<typeof TickPayload>;
export const DeliveryPayload = z.strictObject({
  kind: z.literal("delivery"),
  deliveryId: z.uuid(),
  attempt: z.int().positive(),
});
export type DeliveryPayload = z.infer<typeof DeliveryPayload>;
