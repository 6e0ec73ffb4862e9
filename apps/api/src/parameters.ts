import { z } from "zod";
import { NameText } from "./schema/run.ts";

/** What a Postgres `integer` holds. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** A number from `minimum` to `maximum` in a header or a query, described as what it is and not as its digits. */
export function whole({ minimum = 0, maximum = MAX_INTEGER } = {}) {
  return z
    .string()
    .regex(/^\d{1,10}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))
    .meta({ type: "integer", minimum, maximum, pattern: undefined });
}

/** Any number that a Postgres `integer` holds. */
export const Whole = whole();

/** Whoever sends the same key again with the same request gets what the first time made (repeats.ts). */
export const IdempotencyHeader = z.object({
  "idempotency-key": NameText.max(200).optional().meta({
    description:
      "The same request again with the same key, within a day, is not done again: it is answered as the first one was",
    example: "nightly-2026-01-05",
  }),
});

export const IdParams = z.object({ id: z.uuid() });
