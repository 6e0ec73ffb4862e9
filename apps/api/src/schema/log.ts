import { z } from "zod";

export const LogLine = z
  .object({
    line: z.int().min(1).meta({ description: "Its number, from 1 on", example: 12 }),
    text: z.string().meta({ description: "As it was written, colours and all", example: "checking for gcc... tcc" }),
    isMatch: z
      .boolean()
      .optional()
      .meta({ description: "It holds what was searched for, and is not there as context" }),
  })
  .meta({ id: "LogLine" });

export const LogLines = z
  .object({
    attempt: z.int().min(1).optional().meta({ description: "Whose log it is; absent while there is none", example: 1 }),
    lines: z.array(LogLine),
    next: z.int().min(1).optional().meta({ description: "Where to go on as `from`; absent at the end", example: 201 }),
  })
  .meta({ id: "LogLines" });
