import type { Clock, KeyRecord, Ledger, Log, StageKeys } from "./ports.ts";

export interface RecordKeysPorts {
  readonly ledger: Pick<Ledger, "recordKeys">;
  readonly keys: Pick<StageKeys, "publicKeys">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Puts the public parts of this installation's keys on record, and which of them are retired. What cannot be read now is
 * told in the log and recorded another time: nothing waits for it. Throws what the ledger throws.
 */
export async function recordKeys(ports: RecordKeysPorts): Promise<void> {
  const keys = await ports.keys.publicKeys().catch((err: unknown): readonly KeyRecord[] => {
    ports.log.warn({ err }, "keys not recorded");
    return [];
  });
  await ports.ledger.recordKeys(keys, ports.clock.now());
}
