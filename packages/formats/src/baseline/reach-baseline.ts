import { Fault, type ReachBaseline } from "@ascent/core";
import { z } from "zod";

const FORMAT = "ascent-reach/1";

const Names = z.array(z.string().min(1));
const Document = z.strictObject({
  format: z.literal(FORMAT),
  arch: z.string().min(1),
  reached: Names,
  unreached: Names,
});

/**
 * A baseline as a file that is committed: JSON, names sorted by code units and one to a line, so that a change of one
 * definition is a change of one line and the same baseline is the same bytes everywhere.
 */
export function writeReachBaseline({ arch, reached, unreached }: ReachBaseline): string {
  const document = { format: FORMAT, arch, reached: [...reached].sort(), unreached: [...unreached].sort() };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** `file` names it in complaints. Throws Fault "baseline-unreadable". */
export function parseReachBaseline(file: string, text: string): ReachBaseline {
  const parsed = Document.safeParse(jsonOf(file, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw unreadable(file, `is no baseline of reachability${where}: ${issue?.message ?? "it has another shape"}`);
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, "is not JSON", cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): Fault {
  return new Fault("baseline-unreadable", `${file} ${why}`, {
    cause,
    wayOut: "Write it anew: ascent reach … --write FILE.",
  });
}
