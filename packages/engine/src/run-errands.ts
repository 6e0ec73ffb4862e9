import { type Loop, startLoop } from "./loop.ts";
import type { ErrandQueue } from "./ports.ts";
import { type FirePorts, fireDue, fireOverdue } from "./schedules/fire-schedule.ts";
import { keepClocks } from "./schedules/keep-clocks.ts";
import { type DeliverPorts, deliver, forgetDeliveries, sendDeliveries } from "./webhooks/deliver.ts";

const SCHEDULES_EVERY_MS = 5_000;
/** Clocks are looked at that often; between, only a queue that lost everything could have lost them. */
const CLOCKS_EVERY = 12;
/** An event reaches its receivers that soon. */
const DELIVERIES_EVERY_MS = 1_000;
const FORGET_EVERY = 3_600;
const DELIVERIES_AT_ONCE = 8;

export type ErrandPorts = FirePorts & DeliverPorts & { readonly errands: ErrandQueue };

/**
 * Does what the service does by itself: fires schedules and delivers to webhooks when the queue says so, and mends what
 * lost ticks and dead senders leave behind. Any number of processes may do so at once.
 */
export async function startErrands(ports: ErrandPorts): Promise<Loop> {
  const consumer = await ports.errands.consume(
    {
      tick: async (scheduleId) => void (await fireDue(ports, scheduleId)),
      deliver: (ref) => deliver(ports, ref),
    },
    DELIVERIES_AT_ONCE,
  );
  const loops = [scheduleLoop(ports), deliveryLoop(ports)];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await consumer.drain();
    },
  };
}

function scheduleLoop(ports: ErrandPorts): Loop {
  let passes = 0;
  return startLoop(SCHEDULES_EVERY_MS, ports.log, async () => {
    if (passes++ % CLOCKS_EVERY === 0) await keepClocks(ports);
    await fireOverdue(ports);
  });
}

function deliveryLoop(ports: ErrandPorts): Loop {
  let passes = 0;
  return startLoop(DELIVERIES_EVERY_MS, ports.log, async () => {
    if (passes++ % FORGET_EVERY === 0) await forgetDeliveries(ports);
    await sendDeliveries(ports);
  });
}
