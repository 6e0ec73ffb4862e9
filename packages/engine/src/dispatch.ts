import type { Clock, JobQueue, Ledger, Log } from "./ports.ts";

/** A message that nobody claimed for this long is sent again. */
const RESEND_AFTER_MS = 30_000;
const BATCH = 500;

export interface DispatchPorts {
  readonly ledger: Pick<Ledger, "dueMessages" | "markSent">;
  readonly queue: Pick<JobQueue, "send">;
  readonly clock: Clock;
}

export interface SoonPorts extends DispatchPorts {
  readonly log: Log;
}

/**
 * Sends what the outbox holds. Between the send and the mark anything may die: then the same message goes out again,
 * and its id makes that harmless. Returns how many were sent. Throws what the ledger and the queue throw when they cannot
 * be reached.
 */
export async function dispatchDue(ports: DispatchPorts): Promise<number> {
  let sent = 0;
  for (;;) {
    const batch = await dispatchBatch(ports);
    sent += batch;
    if (batch < BATCH) return sent;
  }
}

async function dispatchBatch(ports: DispatchPorts): Promise<number> {
  const now = ports.clock.now();
  const resendBefore = new Date(now.getTime() - RESEND_AFTER_MS);
  const messages = await ports.ledger.dueMessages({ now, resendBefore, limit: BATCH });
  if (messages.length === 0) return 0;
  await ports.queue.send(messages.map(({ outboxId: _, ...message }) => message));
  await ports.ledger.markSent(
    messages.map((message) => message.outboxId),
    now,
  );
  return messages.length;
}

/** Sends what is due after something has changed. Never throws: what does not go out now, the reconciler sends. */
export async function dispatchSoon(ports: SoonPorts): Promise<void> {
  try {
    await dispatchDue(ports);
  } catch (err) {
    ports.log.warn({ err }, "messages not sent yet");
  }
}
