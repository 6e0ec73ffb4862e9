import type { AuditView } from "@ascent/client";
import type { Paint } from "./picture.ts";

/** What an audit found: the head to write down, or every problem with its record and rows. */
export function auditLines(audit: AuditView, paint: Paint): string[] {
  const { head, since, problems, problemCount } = audit;
  const lines = problems.flatMap(({ position, record, rows, message }) => {
    const at = position === undefined ? "" : `record ${position}, `;
    const where = rows === undefined ? [] : [`    ${paint.faint(rows)}`];
    return [`${paint.bad("✗")} ${at}${record === undefined ? "" : `${record}: `}${message}`, ...where];
  });
  if (problemCount > problems.length) lines.push(`… and ${problemCount - problems.length} more`);
  if (since !== undefined) lines.push(`${paint.good("✓")} record ${since.position} is the one that was written down`);
  const count = head?.position ?? 0;
  if (audit.holds) lines.push(`${paint.good("✓")} ${counted(count, "record")}, each as it was written`);
  else lines.push(paint.bad(`${counted(problemCount, "problem")} in ${counted(count, "record")}`));
  if (head !== undefined) lines.push("", `head: ${head.digest}`);
  return lines;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
