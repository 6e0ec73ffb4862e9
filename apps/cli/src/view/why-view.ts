import type { WhyStepView, WhyView } from "@ascent/client";
import type { Paint } from "./picture.ts";

/** Generations whose locks the rung "resolved" looks at: a package's own build and those of the stage before. */
const RESOLVED_LOOKS_AT = 2;

/** The way from a package back to what was asked for, a line per build; or that there is none. */
export function whyLines(why: WhyView, paint: Paint): string[] {
  const { name, version, stage, arch } = why.package;
  const what = `${name}-${version} (${stage}, ${arch})`;
  const last = why.path?.at(-1);
  if (why.path === undefined || last === undefined) {
    return [`${paint.good("never")}: ${what} does not go back to ${why.on}; ${builds(why.looked)} looked at`];
  }
  const near = last.generation < RESOLVED_LOOKS_AT;
  return [
    `${paint.bold(what)} goes back to ${why.on}, ${generations(last.generation)} away:`,
    "",
    ...table(why.path).map((line) => `  ${line}`),
    "",
    near
      ? paint.bad(`That is within what the rung "resolved" looks at.`)
      : `${paint.good("Never")} within the rung "resolved", which looks at a package's own build and those of one stage before.`,
  ];
}

function generations(count: number): string {
  if (count === 0) return "no generation";
  return count === 1 ? "1 generation" : `${count} generations`;
}

function builds(count: number): string {
  return count === 1 ? "1 build was" : `${count} builds were`;
}

function table(path: readonly WhyStepView[]): string[] {
  const rows = path.map((step) => {
    const { stage, build, name, version, input, contentDigest, digest } = step;
    const used = version === undefined ? name : `${name}-${version}`;
    const from = input === undefined ? "" : ` of ${input}`;
    return [`${stage}/${build}`, `used ${used}${from}`, `as ${roleOf(step)}`, (contentDigest ?? digest).slice(0, 19)];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}

function roleOf({ role, part }: WhyStepView): string {
  if (role === "environment") return part ?? "tool";
  return role === "file" ? "file beside the definition" : role;
}
