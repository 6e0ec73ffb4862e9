import type { RunEventView } from "@ascent/client";
import { clock } from "./picture.ts";

type Data = RunEventView["data"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const build = (data: Data): string => `${text(data.stage)}/${text(data.name)}`;
const took = (data: Data): string => (typeof data.seconds === "number" ? ` in ${clock(data.seconds * 1000)}` : "");
const failure = (data: Data): string => {
  const held = data.failure as { readonly message?: string; readonly step?: string } | undefined;
  return held === undefined ? "" : `${held.step === undefined ? "" : ` in step ${held.step}`}: ${held.message ?? ""}`;
};

/** What of an event a person wants to read in a log; the others are progress within a build. */
const LINES: Readonly<Record<string, (data: Data) => string>> = {
  "seed.locked": (data) =>
    `seed ${text(data.seed)}: ${String(data.packageCount ?? "")} packages from ${text(data.origin)}`,
  "seed.failed": (data) => `seed failed${failure(data)}`,
  "stage.opened": (data) => `${text(data.stage)} opens`,
  "stage.completed": (data) => `${text(data.stage)} is complete`,
  "stage.failed": (data) => `${text(data.stage)} failed`,
  "build.building": (data) => `${build(data)} ${text(data.version)} builds`,
  "build.done": (data) => `${build(data)} ${data.cached === true ? "taken from the cache" : `built${took(data)}`}`,
  "build.failed": (data) => `${build(data)} FAILED${failure(data)}`,
  "build.blocked": (data) => `${build(data)} is blocked by ${text(data.blockedBy)}`,
  "build.lost": (data) => `${build(data)} lost with its worker; it will be tried again`,
  "build.cancelled": (data) => `${build(data)} cancelled`,
  "run.cancelled": () => "run cancelled",
};

/** One plain line, or undefined for events that only a live view shows. Notes (a seed passed over) come through. */
export function eventLine(event: RunEventView, startedAt: string): string | undefined {
  const note = event.type === "seed.progress" && event.data.step === "resolve" ? text(event.data.note) : "";
  const said = note !== "" ? note : LINES[event.type]?.(event.data);
  return said === undefined
    ? undefined
    : `[${clock(Date.parse(event.at) - Date.parse(startedAt)).padStart(5)}] ${said}`;
}

/** `debian: fetch 12/61`, for the live view. */
export function preparingText(event: RunEventView): string | undefined {
  if (event.type !== "seed.progress") return undefined;
  const { seed, step, done, total, note } = event.data;
  const counted = typeof total === "number" && total > 1 ? ` ${String(done)}/${total}` : "";
  return `${text(seed)}: ${text(step)}${counted}${note === undefined ? "" : `  (${text(note)})`}`;
}
