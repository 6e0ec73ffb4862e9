import { type Digest, isDigest } from "@ascent/core";
import { z } from "zod";

/** As in all of Ascent's formats: a digest is spelled one way only. */
export const digestText = z.custom<Digest>(
  (value) => typeof value === "string" && isDigest(value),
  "must be sha256: and 64 lower-case hex digits",
);
