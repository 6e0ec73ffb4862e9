import { Fault } from "@ascent/core";
import type { BuildDetail } from "@ascent/engine";
import type { ApiPorts } from "./ports.ts";

/** Throws Fault "build-unknown". */
export async function knownBuild(ports: ApiPorts, id: string): Promise<BuildDetail> {
  const build = await ports.ledger.build(id);
  if (build !== undefined) return build;
  throw new Fault("build-unknown", `there is no build ${id}`, {
    wayOut: "`ascent status RUN` lists the builds of a run.",
  });
}
