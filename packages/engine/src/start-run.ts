import type { Arch, Defect } from "@ascent/core";
import { blueprintDigest, storeFiles } from "./blueprint-files.ts";
import { dispatchSoon, type SoonPorts } from "./dispatch.ts";
import type { ArtifactStore, BlueprintSource, Ids, Ledger, RunRecord, Tracer } from "./ports.ts";
import { preflight, type Refusal } from "./preflight.ts";

export interface StartPorts extends SoonPorts {
  readonly blueprints: BlueprintSource;
  readonly store: ArtifactStore;
  readonly ledger: Ledger;
  readonly ids: Ids;
  /** Absent: nobody traces. */
  readonly tracer?: Tracer;
}

export interface StartRequest {
  readonly blueprint: string;
  /** In order of preference; the blueprint's own order when absent. */
  readonly seeds?: readonly string[];
  /** Every arch of the blueprint when absent. */
  readonly arches?: readonly Arch[];
  readonly requestedBy: string;
  readonly idempotencyKey?: string;
  /** Core's RUN_PRIORITY; `usual` when absent. */
  readonly priority?: number;
}

export interface StartedRun {
  readonly run: RunRecord;
  /** False when the idempotency key had been seen before. */
  readonly created: boolean;
}

/** A run with the warnings that do not stop it, or why there is none. */
export type RunStart =
  | { readonly ok: true; readonly value: StartedRun; readonly warnings: readonly Defect[] }
  | Refusal;

/**
 * Checks and plans a blueprint and, when no defect is open, records a run and sends its first work. While one is,
 * nothing is stored or recorded. Throws Fault "blueprint-unknown", "seed-unknown", "arch-unknown", "idempotency-conflict".
 */
export async function startRun(ports: StartPorts, request: StartRequest): Promise<RunStart> {
  const files = await ports.blueprints.read(request.blueprint);
  const checked = preflight({ files, pipelines: await ports.blueprints.pipelines(), wanted: request });
  if (!checked.ok) return checked;
  const { blueprint, choice, warnings } = checked;
  const trace = ports.tracer?.current();
  const list = await storeFiles(ports.store, files);
  const started = await ports.ledger.createRun({
    id: ports.ids.uuid(),
    blueprint: blueprint.name,
    blueprintDigest: blueprintDigest(list),
    files: list,
    ...choice,
    required: blueprint.policies.require,
    settings: { limits: blueprint.policies.limits, sources: blueprint.sources },
    requestedBy: request.requestedBy,
    ...(request.priority === undefined ? {} : { priority: request.priority }),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    ...(trace === undefined ? {} : { trace }),
    at: ports.clock.now(),
  });
  await dispatchSoon(ports);
  return { ok: true, value: started, warnings };
}
