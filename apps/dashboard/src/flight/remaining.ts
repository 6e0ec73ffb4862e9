import type { Flight, FlightBuild } from "./flight-model.ts";

/**
 * Seconds until the builds that are still to come are done, if as many go on being built side by side as are now: what each
 * is likely to take, without what those that build have already had. Undefined when nothing is on, or nothing is to come.
 */
export function remainingSeconds(flight: Flight, now: number): number | undefined {
  const building = flight.builds.filter(({ state }) => state === "building");
  const toCome = flight.builds.filter(({ state }) => state === "ready" || state === "waiting");
  if (building.length === 0) return undefined;
  const left = building.map((build) => leftOf(build, now));
  const work =
    toCome.reduce((sum, { expected }) => sum + expected, 0) + left.reduce((sum, seconds) => sum + seconds, 0);
  return Math.max(work / building.length, ...left);
}

function leftOf({ expected, startedAt }: FlightBuild, now: number): number {
  return startedAt === undefined ? expected : Math.max(0, expected - (now - startedAt) / 1000);
}
