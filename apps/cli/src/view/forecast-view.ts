import type { ArchForecast, PlanView, RebuildPlanView, SchedulePlanView } from "@ascent/client";
import { clock, minute, plural } from "./picture.ts";

type Forecast = NonNullable<PlanView["forecast"]>;

/** A dry run for a person: by arch and stage what would be built and what taken from the cache, and how long it takes. */
export function forecastLines({ blueprint, seed, stages, forecast }: PlanView): string[] {
  const builds = stages.reduce((sum, stage) => sum + stage.builds.length, 0);
  const head = `dry run of ${blueprint} from the seed ${seed}: ${plural(builds, "build")}; nothing was started`;
  return [head, ...(forecast === undefined ? [] : [...forecast.arches.flatMap(archLines), "", groundLine(forecast)])];
}

/** The same of a schedule: when it fires, and what it then starts. */
export function schedulePlanLines({ firings, seed, forecast }: SchedulePlanView): string[] {
  const times = firings.map(({ dueAt, outcome }) => {
    const skipped = outcome === "skip" ? "  likely to be skipped: the run before still goes on" : "";
    return `  ${minute(dueAt)}${skipped}`;
  });
  const when = times.length === 0 ? ["paused: it does not fire"] : ["fires next at", ...times];
  return [
    ...when,
    "",
    `each run is from the seed ${seed}`,
    ...forecast.arches.flatMap(archLines),
    "",
    groundLine(forecast),
  ];
}

/** What a rebuild would do, and what is missing for it. */
export function rebuildPlanLines({ arches, missing }: RebuildPlanView): string[] {
  const what = arches.flatMap((arch) => {
    const { stage, builds, seconds, slots, guessed } = arch;
    const names = builds.map(({ name }) => name).join(", ");
    const time = timeOf({ seconds: Math.max(1, seconds), pathSeconds: undefined, slots, guessed });
    return [`${arch.arch}: ${plural(builds.length, "build")} of ${stage} again, ${time}`, `  ${names}`];
  });
  const gone = missing.map(({ kind, name, digest }) => `  ${PARTS[kind]} ${name} (${digest})`);
  const end =
    gone.length === 0 ? ["all that it needs is there"] : ["it would fail, for the store no longer has", ...gone];
  return ["dry run of a rebuild; nothing was started", "", ...what, "", ...end];
}

const PARTS = { environment: "package", output: "result", file: "file" } as const;

function archLines(forecast: ArchForecast): string[] {
  const width = Math.max(...forecast.stages.map(({ stage }) => stage.length));
  const lines = forecast.stages.map(({ stage, builds, cached, waves, seconds }) => {
    const end = seconds === undefined ? "" : `, done after ${clock(seconds * 1000)}`;
    const shares = `${builds - cached.length} to build, ${cached.length} from the cache`;
    return `  ${stage.padEnd(width)}  ${shares}, ${plural(waves, "wave")}${end}`;
  });
  return ["", `${forecast.arch}: ${timeOf(forecast)}`, ...lines];
}

interface Time extends Pick<ArchForecast, "seconds" | "slots" | "guessed"> {
  /** Undefined: nothing waits for anything. */
  readonly pathSeconds: number | undefined;
}

function timeOf({ seconds, pathSeconds, slots, guessed }: Time): string {
  if (seconds === 0) return "everything is likely to come from the cache";
  const workers =
    slots === 0 ? "with one build at once, as no worker is there" : `with ${plural(slots, "build")} at once`;
  const guesses = guessed === 0 ? "" : `; ${plural(guessed, "build")} never done before, so guessed`;
  const least = pathSeconds === undefined ? "" : `, never less than ${clock(pathSeconds * 1000)}`;
  return `about ${clock(seconds * 1000)} ${workers}${least}${guesses}`;
}

function groundLine({ against }: Forecast): string {
  if (against === undefined) return "No bootstrap of it has succeeded yet, so all is built.";
  return `Beside run ${against.slice(0, 8)}, as if the seed held what it held then. What comes out unchanged saves more.`;
}
