import type { Knot, Lack, Opener, Reach, ReachChange, UnreachedDefinition } from "@ascent/core";
import type { ReachAnswer } from "../commands/reach.ts";
import { plural } from "./picture.ts";

/** Names in one line; the rest is counted. */
const NAMED = 8;
/** Lines of one list; the rest is counted. */
const LISTED = 40;

/** The whole answer: how far it goes, what is missing, the cycles, and what would open the rest. */
export function reachLines(answer: ReachAnswer): string[] {
  const { reach } = answer;
  return [
    ...headLines(answer),
    ...waveLines(reach),
    ...restLines(reach),
    ...absentLines(reach),
    ...knotLines(reach),
    ...openerLines(reach),
    ...footLines(answer),
  ];
}

function headLines({ reach, arch, from }: ReachAnswer): string[] {
  const start = from.length === 0 ? "nothing" : from.join(" and ");
  const waves = reach.waves === 0 ? "" : `, in ${plural(reach.waves, "wave")}`;
  return [
    `${arch}: ${reach.reached.length} of ${plural(reach.definitions, "definition")} can be built from ${start}${waves}`,
  ];
}

function waveLines({ reached, waves }: Reach): string[] {
  return Array.from({ length: waves }, (_, wave) => {
    const names = reached.filter((one) => one.wave === wave).map(({ name }) => name);
    return `  wave ${String(wave).padEnd(3)} ${String(names.length).padStart(5)}  ${some(names)}`;
  });
}

const STATES: Readonly<Record<UnreachedDefinition["state"], string>> = {
  lacks: "ask for something that nobody gives",
  conflict: "ask for packages that cannot be installed together",
  cycle: "need each other, in cycles",
  waits: "wait for one of those",
};

function restLines({ unreached }: Reach): string[] {
  if (unreached.length === 0) return [];
  const lines = Object.entries(STATES).flatMap(([state, told]) => {
    const count = unreached.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`  ${String(count).padStart(5)}  ${told}`];
  });
  return ["", `${unreached.length} cannot:`, ...lines];
}

function absentLines({ absent, reachedWithAbsent, definitions }: Reach): string[] {
  if (absent.length === 0) return [];
  const sorted = [...absent].sort((a, b) => b.askedBy.length - a.askedBy.length);
  const lines = sorted.map(({ atom, kind, askedBy }) => {
    const why = kind === "version" ? " (no fitting version)" : "";
    return `  ${atom}${why}: asked for by ${some(askedBy, 4)}`;
  });
  const gain = `With these names given, ${reachedWithAbsent} of ${definitions} could be built.`;
  return ["", "Nobody gives:", ...cut(lines), gain];
}

function knotLines({ knots }: Reach): string[] {
  if (knots.length === 0) return [];
  return ["", `${plural(knots.length, "cycle")}:`, ...cut(knots.map(knotLine))];
}

function knotLine({ members, loop }: Knot): string {
  const ring = loop.length === 1 ? `${loop[0]} needs itself` : [...loop, loop[0] ?? ""].join(" → ");
  if (members.length === 1) return `      1  ${ring}`;
  return `  ${String(members.length).padStart(5)}  ${some(members, 4)}; shortest: ${ring}`;
}

function openerLines({ openers, opened, definitions, absent }: Reach): string[] {
  if (openers.length === 0) return [];
  const all = openers.reduce((sum, { brings }) => sum + 1 + brings.length, 0);
  const size =
    all === openers.length ? `${all}` : `${openers.length} (${all} with what their packages need at run time)`;
  const names = absent.length === 0 ? "" : " and the names above";
  return [
    "",
    `Were these ${size}${names} given, as a seed or as bootstrap variants:`,
    ...openers.map(openerLine),
    `then ${opened.reached} of ${definitions} could be built, in ${plural(opened.waves, "wave")}.`,
    ...(opened.conflicts.length === 0 ? [] : [`Not together installable even then: ${some(opened.conflicts)}`]),
  ];
}

function openerLine({ name, brings, opens }: Opener): string {
  const more = brings.length === 0 ? "" : ` with ${some(brings, 4)}`;
  return `  ${name.padEnd(28)} opens ${String(opens).padStart(4)}${more}`;
}

function footLines({ reach, unreadable, defects }: ReachAnswer): string[] {
  const lines: string[] = [];
  if (reach.assumed.length > 0) lines.push(`Taken on trust: ${some(reach.assumed, 12)}`);
  if (unreadable.length > 0) {
    const files = [...new Set(unreadable.map(({ place }) => place.file))];
    lines.push(`Not readable, and left out: ${some(files)}`);
  }
  const unknown = defects.filter(({ code }) => code === "unknown-pipeline");
  if (unknown.length > 0) {
    const names = new Set(unknown.map(({ message }) => /"([^"]+)"/.exec(message)?.[1] ?? ""));
    const told = some([...names].sort());
    lines.push(`Unknown pipelines, what they need is left out (name their folder with --pipelines): ${told}`);
  }
  const others = defects.length - unknown.length;
  if (others > 0) lines.push(`${plural(others, "further finding")} in the definitions: ascent lint tells them`);
  return lines.length === 0 ? [] : ["", ...lines];
}

/** What chosen definitions lack, or in which wave they come. */
export function whyLines({ reach }: ReachAnswer, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const reached = reach.reached.find((one) => one.name === name);
    if (reached !== undefined) return [`${name} (${reached.file}) can be built, in wave ${reached.wave}`];
    const unreached = reach.unreached.find((one) => one.name === name);
    return unreached === undefined
      ? [`${name}: no definition makes a main package of this name`]
      : reasonLines(unreached);
  });
}

function reasonLines({ name, file, state, lacks }: UnreachedDefinition): string[] {
  return [
    `${name} (${file}) cannot be built; it ${VERDICTS[state]}`,
    ...cut(lacks.map((lack) => `    ${lackText(lack)}`)),
  ];
}

const VERDICTS: Readonly<Record<UnreachedDefinition["state"], string>> = {
  lacks: "asks for something that nobody gives:",
  conflict: "asks for packages that cannot be installed together:",
  cycle: "is in a cycle:",
  waits: "waits for others:",
};

function lackText({ atom, kind, through, for: wanted, by, message }: Lack): string {
  if (kind === "conflict") return message ?? "";
  const path = through.length === 0 ? atom : `${atom} → ${through.join(" → ")} → ${wanted}`;
  if (kind === "unbuilt") return `${path}: made by ${by}, which is not built`;
  return `${path}: ${kind === "version" ? "no fitting version" : "nobody gives it"}`;
}

/** What a change did to reachability; the guard's output. */
export function changeLines({ reach, arch }: ReachAnswer, change: ReachChange): string[] {
  const { lost, broken, gained, gone, unreachedNew } = change;
  return [
    `${arch}: ${reach.reached.length} of ${plural(reach.definitions, "definition")} can be built`,
    ...section(`${lost.length} could be built before and cannot now:`, lost.flatMap(reasonLines)),
    ...section(
      "Cannot be read any more:",
      broken.map(({ file, message }) => `  ${file}: ${message}`),
    ),
    ...section("New, and cannot be built:", unreachedNew.flatMap(reasonLines)),
    ...(gained.length === 0 ? [] : ["", `Can be built now: ${some(gained)} (keep it so with --write)`]),
    ...(gone.length === 0 ? [] : ["", `Not there any more: ${some(gone)}`]),
    ...(lost.length + broken.length === 0 ? ["", "nothing became unreachable"] : []),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function some(names: readonly string[], limit = NAMED): string {
  const rest = names.length > limit ? ` and ${names.length - limit} more` : "";
  return `${names.slice(0, limit).join(", ")}${rest}`;
}

function cut(lines: readonly string[]): string[] {
  const rest = lines.length > LISTED ? [`  … and ${lines.length - LISTED} more (--json has them all)`] : [];
  return [...lines.slice(0, LISTED), ...rest];
}
