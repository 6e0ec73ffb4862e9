import { findService } from "@ascent/config";
import { Fault } from "@ascent/core";

/** Two services on one data directory would fight for its database. Throws Fault "service-runs-already". */
export async function refuseSecond(home: string): Promise<void> {
  const running = await findService(home);
  if (running === undefined) return;
  throw new Fault(
    "service-runs-already",
    `a service runs already on ${home} (${running.url}, process ${running.pid})`,
    {
      wayOut: "Use it as it is, stop it first, or set ASCENT_HOME and ASCENT_PORT for a second one.",
    },
  );
}
