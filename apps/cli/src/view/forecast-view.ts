import type { ArchForecast, PlanView } from "@ascent/client";
import { clock, plural } from "./picture.ts";

type Forecast = NonNullable<PlanView["forecast"]>;

/** A dry run for a person: by arch and stage what would be built and what taken from the cache, and how long it takes. */
export function forecastLines({ blueprint, seed, stages, forecast }: PlanView): string[] {
  const builds = stages.reduce((sum, stage) => sum + stage.builds.length, 0);
  const head = `dry run of ${blueprint} from the seed ${seed}: ${plural(builds, "build")}; nothing was started`;
  return [head, ...(forecast === undefined ? [] : [...forecast.arches.flatMap(archLines), "", groundLine(forecast)])];
}

function archLines(forecast: ArchForecast): string[] {
  const width = Math.max(...forecast.stages.map(({ stage }) => stage.length));
  const lines = forecast.stages.map(({ stage, builds, cached, waves, seconds }) => {
    const end = seconds === undefined ? "" : `, done after ${clock(seconds * 1000)}`;
    const shares = `${builds - cached.length} to build, ${cached.length} from the cache`;
    return `  ${stage.padEnd(width)}  ${shares}, ${plural(waves, "wave")}${end}`;
  });
  return ["", `${forecast.arch}: ${timeOf(forecast)}`, ...lines];
}

function timeOf({ seconds, pathSeconds, slots, guessed }: ArchForecast): string {
  if (seconds === 0) return "everything is likely to come from the cache";
  const workers =
    slots === 0 ? "with one build at once, as no worker is there" : `with ${plural(slots, "build")} at once`;
  const guesses = guessed === 0 ? "" : `; ${plural(guessed, "build")} never done before, so guessed`;
  return `about ${clock(seconds * 1000)} ${workers}, never less than ${clock(pathSeconds * 1000)}${guesses}`;
}

function groundLine({ against }: Forecast): string {
  if (against === undefined) return "No bootstrap of it has succeeded yet, so all is built.";
  return `Beside run ${against.slice(0, 8)}, as if the seed held what it held then. What comes out unchanged saves more.`;
}
