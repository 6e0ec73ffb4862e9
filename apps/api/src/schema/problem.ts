import { ROLES } from "@ascent/core";
import { z } from "zod";

/** Where in a blueprint's files something is. */
export const PlaceView = z.object({ file: z.string(), line: z.int(), column: z.int() }).meta({ id: "Place" });

export const DefectView = z
  .object({
    severity: z.enum(["defect", "warning"]),
    code: z.string(),
    place: PlaceView,
    message: z.string(),
    wayOut: z.string(),
  })
  .meta({ id: "Defect" });
export type DefectView = z.infer<typeof DefectView>;

/** RFC 9457 problem details, with Ascent's stable code and the way out. */
export const Problem = z
  .object({
    type: z.string().meta({ example: "about:blank" }),
    title: z.string().meta({ example: "Not Found" }),
    status: z.int().meta({ example: 404 }),
    detail: z.string().meta({ example: "there is no run 4f6c…" }),
    code: z.string().meta({ example: "run-unknown" }),
    wayOut: z.string().optional(),
    reason: z.string().optional().meta({ description: "Of a refusal: why", example: "expired" }),
    needs: z.enum(ROLES).optional().meta({ description: "Of a refusal: the least role that would do" }),
    requestId: z.string().optional().meta({ description: "The service's log has it in every line about this request" }),
    /** Of a blueprint: what stops it, and what else was found in it. */
    defects: z.array(DefectView).optional(),
    warnings: z.array(DefectView).optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
