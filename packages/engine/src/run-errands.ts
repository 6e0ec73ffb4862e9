import { type Loop, startLoop } from "./loop.ts";
import type { ErrandQueue } from "./ports.ts";
import { type FirePorts, fireDue, fireOverdue } from "./schedules/fire-schedule.ts";
import { keepClocks } from "./schedules/keep-clocks.ts";

const EVERY_MS = 5_000;
/** Clocks are looked at that often; between, only a queue that lost everything could have lost them. */
const CLOCKS_EVERY = 12;
const DELIVERIES_AT_ONCE = 8;

export type ErrandPorts = FirePorts & { readonly errands: ErrandQueue };

/**
 * Does what the service does by itself: fires schedules when the queue says so, and mends what lost ticks leave behind.
 * Any number of processes may do so at once.
 */
export async function startErrands(ports: ErrandPorts): Promise<Loop> {
  const consumer = await ports.errands.consume(
    {
      tick: async (scheduleId) => void (await fireDue(ports, scheduleId)),
      deliver: async () => undefined,
    },
    DELIVERIES_AT_ONCE,
  );
  let passes = 0;
  const loop = startLoop(EVERY_MS, ports.log, async () => {
    if (passes++ % CLOCKS_EVERY === 0) await keepClocks(ports);
    await fireOverdue(ports);
  });
  return {
    async stop() {
      await loop.stop();
      await consumer.drain();
    },
  };
}
