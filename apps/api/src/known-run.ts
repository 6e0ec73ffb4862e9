import { Fault } from "@ascent/core";
import type { RunRecord } from "@ascent/engine";
import type { ApiPorts } from "./ports.ts";

export function runUnknown(id: string): Fault {
  return new Fault("run-unknown", `there is no run ${id}`, { wayOut: "`ascent status` lists the runs there are." });
}

/** Throws Fault "run-unknown". */
export async function knownRun(ports: ApiPorts, id: string): Promise<RunRecord> {
  const run = await ports.ledger.run(id);
  if (run === undefined) throw runUnknown(id);
  return run;
}
