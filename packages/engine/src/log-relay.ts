import type { AttemptRef, Clock, Ledger, Log } from "./ports.ts";

const FLUSH_MS = 250;
/** In UTF-16 code units: what one row, and one message to a live reader, may hold. */
const BATCH_LENGTH = 256 * 1024;

/** Brings a build's output to the ledger in numbered batches while it runs, and keeps the whole for the store. */
export interface LogRelay {
  write(bytes: Uint8Array): void;
  /** Sends what is left; resolves to the whole log. May be called again. */
  end(): Promise<Uint8Array>;
}

interface RelayPorts {
  readonly ledger: Pick<Ledger, "appendLog">;
  readonly clock: Clock;
  readonly log: Log;
}

type Batch = Parameters<Ledger["appendLog"]>[1];

/**
 * Relays one attempt's output. Batches go out one at a time and in order. One that the ledger could not take is kept and
 * sent again, the same under the same number, so that the log has neither holes nor doubled lines; what cannot be sent
 * until the end is missing from the ledger, never from the whole.
 */
export function relayLog(ports: RelayPorts, ref: AttemptRef): LogRelay {
  const chunks: Uint8Array[] = [];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const outgoing = new Outgoing();
  let refused = false;
  const sendAll = async () => {
    try {
      for (let batch = outgoing.next(ports.clock); batch !== undefined; batch = outgoing.next(ports.clock)) {
        await ports.ledger.appendLog(ref, batch);
        outgoing.taken();
      }
      refused = false;
    } catch (err) {
      if (!refused) ports.log.warn({ err, ...ref }, "log batch not stored yet");
      refused = true;
    }
  };
  let sending: Promise<void> = Promise.resolve();
  let idle = true;
  const flush = () => {
    if (!idle) return;
    idle = false;
    sending = sendAll().finally(() => {
      idle = true;
    });
  };
  const timer = setInterval(flush, FLUSH_MS);
  return {
    write(bytes) {
      chunks.push(bytes);
      outgoing.text += decoder.decode(bytes, { stream: true });
    },
    async end() {
      clearInterval(timer);
      outgoing.text += decoder.decode();
      await sending;
      await sendAll();
      return Buffer.concat(chunks);
    },
  };
}

/** Text that waits to be sent, and the batch that is being sent. */
class Outgoing {
  text = "";
  #sequence = 0;
  #batch: Batch | undefined;

  /** The batch to send now: the last one again, until it was taken. Undefined when nothing waits. */
  next(clock: Clock): Batch | undefined {
    if (this.#batch === undefined && this.text !== "") {
      const length = wholeCharacters(this.text, BATCH_LENGTH);
      // Postgres text cannot hold NUL.
      const text = this.text.slice(0, length).replaceAll("\0", "\uFFFD");
      this.text = this.text.slice(length);
      this.#batch = { sequence: this.#sequence, text, at: clock.now() };
      this.#sequence += 1;
    }
    return this.#batch;
  }

  taken(): void {
    this.#batch = undefined;
  }
}

/** The longest length up to `limit` that does not cut a surrogate pair in two. */
function wholeCharacters(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1);
  return last >= 0xd800 && last <= 0xdbff ? limit - 1 : Math.min(limit, text.length);
}
