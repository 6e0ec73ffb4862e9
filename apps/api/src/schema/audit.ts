import { z } from "zod";
import { DigestText } from "./run.ts";

const HeadView = z.object({ position: z.int(), digest: DigestText }).meta({ id: "RecordHead" });

export const AuditView = z
  .object({
    holds: z.boolean(),
    head: HeadView.optional().meta({ description: "Newest record: write its digest down elsewhere" }),
    since: HeadView.optional().meta({ description: "The record that was asked for" }),
    problems: z.array(
      z.object({
        kind: z.enum(["broken", "changed", "unrecorded", "head-lost"]),
        position: z.int().optional(),
        record: z.string().optional(),
        rows: z.string().optional(),
        message: z.string(),
      }),
    ),
    problemCount: z.int().meta({ description: "All that were found; at most 100 are listed" }),
  })
  .meta({ id: "Audit" });
export type AuditView = z.infer<typeof AuditView>;
