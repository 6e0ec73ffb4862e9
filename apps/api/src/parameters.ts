import { z } from "zod";

/** What a Postgres `integer` holds. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** A number in a header or a query. */
export const Whole = z
  .string()
  .regex(/^\d{1,10}$/, "must be a whole number")
  .transform(Number)
  .pipe(z.int().max(MAX_INTEGER));

export const IdParams = z.object({ id: z.uuid() });
