import { createHash } from "node:crypto";
import type { Digest } from "@ascent/core";

/** SHA-256 of a text: gives tests digests that are real, distinct and the same each time. */
export function digestOf(text: string): Digest {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
