import type { Fault } from "@ascent/core";
import type { z } from "zod";

/** UTF-8 JSON by a schema. Throws what `malformed` makes of the first place that is wrong. */
export function readJson<T>(
  schema: z.ZodType<T>,
  bytes: Uint8Array,
  malformed: (why: string, cause: unknown) => Fault,
): T {
  const parsed = schema.safeParse(parse(bytes, malformed));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`, parsed.error);
}

function parse(bytes: Uint8Array, malformed: (why: string, cause: unknown) => Fault): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed("it is no JSON in UTF-8", cause);
  }
}
