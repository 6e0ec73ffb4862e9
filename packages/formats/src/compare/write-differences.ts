import { Fault } from "@ascent/core";
import { z } from "zod";
import type { Difference } from "./difference.ts";

/** What a report is about. */
export interface ReportHead {
  /** `zlib-1.3.1-r0` */
  readonly package: string;
  /** What the first and the second are: `run 1a2b…`, `the rebuild`. */
  readonly first: string;
  readonly second: string;
}

const WORDS: Readonly<Record<Difference["kind"], string>> = {
  control: "",
  script: "the script",
  missing: "",
  type: "type",
  mode: "mode",
  owner: "owner",
  time: "time",
  link: "link target",
  attribute: "",
  order: "order",
  size: "size",
  text: "",
  bytes: "",
  packing: "",
};

/** Where a difference is: `usr/lib/libc.a › floatscan.o › .text`. */
export function placeOf({ at, kind }: Difference): string {
  if (kind === "control") return `.PKGINFO ${at.join(" ")}`;
  return at.length === 0 ? "the package" : at.join(" › ");
}

/** One difference in one line. */
export function differenceLine(difference: Difference): string {
  const { kind, first, second, note } = difference;
  const what = WORDS[kind] === "" ? "" : `${WORDS[kind]} `;
  const sides = kind === "missing" ? `only in the ${first === undefined ? "second" : "first"}` : sidesOf(first, second);
  const told = [sides, note].filter((part) => part !== undefined && part !== "").join(" — ");
  return `${placeOf(difference)}: ${what}${told}`;
}

function sidesOf(first: string | undefined, second: string | undefined): string {
  if (first === undefined && second === undefined) return "";
  return `${oneLine(first)} ≠ ${oneLine(second)}`;
}

const LONGEST = 160;

/** What a package holds must not steer a person's terminal. */
function oneLine(text: string | undefined): string {
  if (text === undefined) return "(none)";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible.
  const visible = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (sign) => JSON.stringify(sign).slice(1, -1));
  return visible.length > LONGEST ? `${visible.slice(0, LONGEST)}…` : visible;
}

/** Differences that are nobody's consequence, in one line each: at most so many, then how many more there are. */
export function mainDifferences(differences: readonly Difference[], most: number): string[] {
  const causes = differences.filter(({ follows }) => follows === undefined);
  const rest = causes.length - most;
  return [...causes.slice(0, most).map(differenceLine), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/** A report for people. */
export function differencesText(
  { package: name, first, second }: ReportHead,
  differences: readonly Difference[],
): string {
  if (differences.length === 0) return `${name}: the same in ${first} and ${second}\n`;
  const causes = differences.filter(({ follows }) => follows === undefined);
  const rest = differences.filter(({ follows }) => follows !== undefined);
  const lines = [
    `${name}: ${causes.length} ${causes.length === 1 ? "difference" : "differences"} between ${first} and ${second}`,
    ...causes.map((each) => `  ${differenceLine(each)}`),
    ...(rest.length > 0 ? [`  as a consequence: ${[...new Set(rest.map(placeOf))].join(", ")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const FORMAT = "ascent-differences/1";

/** A report for programs: one JSON object, UTF-8. */
export function differencesJson(head: ReportHead, differences: readonly Difference[]): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, ...head, differences }, undefined, 2);
  return new TextEncoder().encode(`${text}\n`);
}

const Report = z.object({
  format: z.literal(FORMAT),
  package: z.string(),
  first: z.string(),
  second: z.string(),
  differences: z.array(
    z.object({
      at: z.array(z.string()),
      kind: z.enum(Object.keys(WORDS) as [Difference["kind"], ...Difference["kind"][]]),
      first: z.string().optional(),
      second: z.string().optional(),
      note: z.string().optional(),
      follows: z.literal(true).optional(),
    }),
  ),
});

/** Reads such a report. Throws Fault "report-malformed". */
export function readDifferences(json: Uint8Array): {
  readonly head: ReportHead;
  readonly differences: readonly Difference[];
  /** The same for people. */
  readonly text: string;
} {
  const parsed = Report.safeParse(parseJson(json));
  if (!parsed.success) throw new Fault("report-malformed", "the report of differences is none that this version reads");
  const { differences, package: name, first, second } = parsed.data;
  const head = { package: name, first, second };
  return { head, differences: differences as Difference[], text: differencesText(head, differences as Difference[]) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
