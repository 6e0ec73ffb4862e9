import pc from "picocolors";
import type { Paint } from "./picture.ts";

/** Colours and size of a terminal; no colours where there is none (or NO_COLOR says so). */
export function terminalPaint(stream: NodeJS.WriteStream): Paint {
  const colors = pc.createColors(stream.isTTY === true && process.env.NO_COLOR === undefined);
  return {
    columns: stream.columns ?? 100,
    rows: stream.rows ?? 40,
    good: colors.green,
    bad: colors.red,
    busy: colors.cyan,
    faint: colors.dim,
    bold: colors.bold,
  };
}
