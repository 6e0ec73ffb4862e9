import { Fault } from "@ascent/core";
import type { Stack } from "./stack.ts";

/** Two services on one data directory would fight for its database. Throws Fault "service-runs-already". */
export function refuseSecond(home: string, { ours, client }: Stack): void {
  if (ours) return;
  throw new Fault("service-runs-already", `a service runs already on ${home} (${client.endpoint.url})`, {
    wayOut: "Use it as it is, stop it first, or set ASCENT_HOME and ASCENT_PORT for a second one.",
  });
}
