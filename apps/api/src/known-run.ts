import { Fault } from "@ascent/core";
import type { RunRecord } from "@ascent/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import { notModified } from "./etag.ts";
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

/**
 * True when nothing of the run changed since the version that the caller has: the reply (304) is sent. Asked before the
 * run is read, so that what is sent may be newer than its version but never older. Throws Fault "run-unknown".
 */
export async function runUnchanged(
  ports: ApiPorts,
  request: FastifyRequest & { readonly params: { readonly id: string } },
  reply: FastifyReply,
): Promise<boolean> {
  return notModified(request, reply, String(await runVersion(ports, request.params.id)));
}

/** Grows with every change of the run. Throws Fault "run-unknown". */
export async function runVersion(ports: ApiPorts, id: string): Promise<number> {
  const version = await ports.ledger.runVersion(id);
  if (version === undefined) throw runUnknown(id);
  return version;
}
