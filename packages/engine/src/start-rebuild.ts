import { dispatchSoon, type SoonPorts } from "./dispatch.ts";
import type { Clock, Ids, Ledger, RebuildWith, Tracer } from "./ports.ts";
import type { StartedRun } from "./start-run.ts";

export interface RebuildPorts extends SoonPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Absent: nobody traces. */
  readonly tracer?: Tracer;
}

export interface RebuildRequest {
  /** Id of a bootstrap. */
  readonly of: string;
  /** `recorded`: from each package's own lock, in other surroundings; `final`: with the final packages as the only input. */
  readonly with: RebuildWith;
  /** Main packages of the last stage; all when absent. */
  readonly packages?: readonly string[];
  readonly requestedBy: string;
  readonly idempotencyKey?: string;
}

/**
 * Records a run that builds final packages of another again, and sends its work. Undefined when there is no such run.
 * Throws Fault "run-unfinished", "run-is-rebuild", "package-unknown", "idempotency-conflict".
 */
export async function startRebuild(ports: RebuildPorts, request: RebuildRequest): Promise<StartedRun | undefined> {
  const trace = ports.tracer?.current();
  const started = await ports.ledger.createRebuild({
    ...request,
    ...(trace === undefined ? {} : { trace }),
    id: ports.ids.uuid(),
    at: ports.clock.now(),
  });
  if (started !== undefined) await dispatchSoon(ports);
  return started;
}
