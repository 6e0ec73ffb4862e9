import type { AttemptRef, Clock, Ledger, Log } from "./ports.ts";

const FLUSH_MS = 250;

/** Brings a build's output to the ledger in numbered batches while it runs, and keeps the whole for the store. */
export interface LogRelay {
  write(bytes: Uint8Array): void;
  /** Sends what is left; resolves to the whole log. */
  end(): Promise<Uint8Array>;
}

interface RelayPorts {
  readonly ledger: Pick<Ledger, "appendLog">;
  readonly clock: Clock;
  readonly log: Log;
}

export function relayLog(ports: RelayPorts, ref: AttemptRef): LogRelay {
  const chunks: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let text = "";
  let sequence = 0;
  let sending: Promise<void> = Promise.resolve();
  const send = async (batch: { sequence: number; text: string; at: Date }) => {
    try {
      await ports.ledger.appendLog(ref, batch);
    } catch (err) {
      // The stored log is complete all the same; only the live view has a gap.
      ports.log.warn({ err, ...ref }, "log batch not stored");
    }
  };
  const flush = () => {
    if (text === "") return;
    // Postgres text cannot hold NUL.
    const batch = { sequence, text: text.replaceAll("\0", "\uFFFD"), at: ports.clock.now() };
    text = "";
    sequence += 1;
    sending = sending.then(() => send(batch));
  };
  const timer = setInterval(flush, FLUSH_MS);
  return {
    write(bytes) {
      chunks.push(bytes);
      text += decoder.decode(bytes, { stream: true });
    },
    async end() {
      clearInterval(timer);
      text += decoder.decode();
      flush();
      await sending;
      return Buffer.concat(chunks);
    },
  };
}
