import type { VerdictView } from "@ascent/client";
import { RUNGS } from "@ascent/core";
import type { Paint } from "./picture.ts";

/** Who asked for the rung. */
export type Requirer = "the blueprint requires" | "was asked for";

type PackageVerdict = VerdictView["packages"][number];

/** The verdict as a table: a row per final package, a column per rung, then what speaks against a rung that fails. */
export function verdictLines(verdict: VerdictView, paint: Paint, who: Requirer = "the blueprint requires"): string[] {
  const width = Math.max(...verdict.packages.map((pkg) => pkg.name.length + pkg.version.length + 1), 7) + 2;
  const titles = titlesWithin(paint.columns - width - 2);
  return [
    paint.bold(`Verdict: ${verdict.blueprint} from the seed ${verdict.seed}`),
    "",
    `  ${"package".padEnd(width)}${paint.faint(titles.join("  "))}`,
    ...verdict.packages.map((pkg) => row(pkg, { width, titles }, paint)),
    ...(titles[0] === RUNGS[0] ? [] : RUNGS.map((rung, index) => paint.faint(`  ${titles[index]} ${rung}`))),
    "",
    ...reasons(verdict).map((reason) => `  ${paint.bad("✘")} ${reason}`),
    conclusion(verdict, paint, who),
  ];
}

/** What heads the columns: the rungs' names or, where the terminal has no room for them, numbers that are explained below. */
function titlesWithin(columns: number): readonly string[] {
  return RUNGS.join("  ").length <= columns ? RUNGS : RUNGS.map((_, index) => String(index + 1));
}

interface Columns {
  /** Of the first one, in characters. */
  readonly width: number;
  readonly titles: readonly string[];
}

/** Without a blank at its end, which a terminal of just that width would wrap. */
function row(pkg: PackageVerdict, { width, titles }: Columns, paint: Paint): string {
  const cells = RUNGS.map((rung, index) => {
    const rest = index === RUNGS.length - 1 ? "" : " ".repeat((titles[index] ?? rung).length + 1);
    const finding = pkg.findings[rung];
    if (finding?.state === "holds") return `${paint.good("✔")}${rest}`;
    return finding?.state === "fails" ? `${paint.bad("✘")}${rest}` : `${paint.faint("·")}${rest}`;
  });
  return `  ${`${pkg.name}-${pkg.version}`.padEnd(width)}${cells.join("")}`;
}

/** Rungs up to the required one that nobody has looked at, each with why and for which packages. */
export function uncheckedLines({ packages, required }: VerdictView): string[] {
  const asked = RUNGS.slice(0, RUNGS.indexOf(required) + 1);
  return asked.flatMap((rung) => {
    const open = new Map<string, string[]>();
    for (const { name, findings } of packages) {
      const finding = findings[rung];
      if (finding?.state === "not-checked") open.set(finding.why, [...(open.get(finding.why) ?? []), name]);
    }
    return [...open].map(([why, names]) => `  "${rung}" was not checked of ${names.join(", ")}: ${why}`);
  });
}

const SHOWN_REASONS = 2;

function reasons(verdict: VerdictView): string[] {
  return verdict.packages.flatMap((pkg) =>
    RUNGS.flatMap((rung) => {
      const finding = pkg.findings[rung];
      return finding?.state === "fails" ? failing(pkg.name, rung, finding.reasons) : [];
    }),
  );
}

/** The first reasons, with digests cut to what tells them apart; `verdict.json` has all of it. */
function failing(name: string, rung: string, reasons: readonly string[]): string[] {
  const shown = reasons.slice(0, SHOWN_REASONS).map((why) => `${name} is not ${rung}: ${shortDigests(why)}`);
  const hidden = reasons.length - shown.length;
  return hidden > 0 ? [...shown, `… and ${hidden} more reasons why ${name} is not ${rung}`] : shown;
}

function shortDigests(text: string): string {
  return text.replaceAll(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, "sha256:$1…");
}

function conclusion(verdict: VerdictView, paint: Paint, who: Requirer): string {
  const count = verdict.packages.length;
  return verdict.holds
    ? paint.good(`✔ all ${count} final packages stand on "${verdict.required}" or higher, as ${who}`)
    : paint.bad(`✘ not every final package stands on "${verdict.required}", which ${who}`);
}
