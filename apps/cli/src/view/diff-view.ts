import type { BuildChangeView, RunDiffView } from "@ascent/client";
import { type Paint, plural } from "./picture.ts";

const TOLD = 6;

/** What changed between two runs, build by build in build order, with the first cause of each. */
export function diffLines({ first, second, changes, unchanged }: RunDiffView, paint: Paint): string[] {
  const title = paint.bold(`Run ${first.id.slice(0, 8)} → run ${second.id.slice(0, 8)}`);
  if (changes.length === 0) return [title, `  nothing differs: ${plural(unchanged, "build")} alike`];
  const arches = new Set(changes.map(({ arch }) => arch));
  return [
    title,
    ...changes.flatMap((change) => changeLines(change, arches.size > 1, paint)),
    "",
    `${plural(changes.length, "build")} changed, ${unchanged} alike; first causes: ${causes(changes).join(", ")}`,
  ];
}

/** Where changes began, each place once. */
function causes(changes: readonly BuildChangeView[]): string[] {
  return [...new Set(changes.map(({ cause }) => `${cause.at} (${CAUSES[cause.kind]})`))];
}

const CAUSES: Readonly<Record<BuildChangeView["cause"]["kind"], string>> = {
  recipe: "its definition",
  seed: "the seed",
  environment: "its environment",
  builder: "the builder",
  unreproducible: "it does not come out twice the same",
  new: "new",
  gone: "gone",
  unbuilt: "not built in both",
};

function changeLines(change: BuildChangeView, withArch: boolean, paint: Paint): string[] {
  const { arch, stage, name, cause } = change;
  return [
    `  ${paint.busy(stage)}/${paint.bold(name)}${withArch ? ` ${arch}` : ""}  ${version(change)}  ${outcome(change)}`,
    ...change.recipe.flatMap(({ kind, details }) => details.map((detail) => `      ${kind}: ${detail}`)),
    ...cut(change.environment.map((each) => `      environment: ${environmentText(each)}`)),
    ...causeLines(cause),
  ];
}

function version({ first, second }: BuildChangeView): string {
  if (first === second) return first ?? "";
  if (first === undefined) return `${second} (new)`;
  return second === undefined ? `${first} (gone)` : `${first} → ${second}`;
}

function outcome({ bits, cause }: BuildChangeView): string {
  if (cause.kind === "unbuilt") return "not built in both";
  return bits.length === 0 ? "the same bits" : `other bits: ${bits.join(", ")}`;
}

function environmentText({ name, input, first, second }: BuildChangeView["environment"][number]): string {
  const of = ` of ${input}`;
  if (first === undefined) return `${name} ${second} (new)${of}`;
  if (second === undefined) return `${name} ${first} (gone)${of}`;
  return first === second ? `${name} ${first} with other bits${of}` : `${name} ${first} → ${second}${of}`;
}

function cut(lines: readonly string[]): string[] {
  return lines.length <= TOLD
    ? [...lines]
    : [...lines.slice(0, TOLD), `      … and ${lines.length - TOLD} more of its environment`];
}

function causeLines({ kind, through, details, at }: BuildChangeView["cause"]): string[] {
  if (through.length > 1) return [`      because of ${at} (${CAUSES[kind]}): ${through.join(" ← ")}`];
  return kind === "unreproducible" || kind === "builder" ? details.map((detail) => `      ${detail}`) : [];
}
