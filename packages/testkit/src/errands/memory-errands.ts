import type { DeliveryRef, ErrandHandlers, ErrandQueue, Log, Tick } from "@ascent/engine";
import { nextTime } from "@ascent/formats";

interface Held {
  readonly ref: DeliveryRef;
  readonly dueAt: number;
  running: boolean;
}

interface Taker {
  readonly handlers: ErrandHandlers;
  readonly concurrency: number;
  readonly log: Log;
  readonly running: Set<Promise<void>>;
  /** Ticks, which no delivery holds up. */
  readonly ticking: Set<Promise<void>>;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const LOOK_MS = 10;

/** What Redis or Postgres is for the real queue: several processes can open it. */
export function memoryErrandBroker(): { open(log?: Log): ErrandQueue } {
  const held = new Map<string, Held>();
  const clocks = new Map<string, { readonly tick: Tick; next: number }>();
  const takers = new Set<Taker>();
  let timer: NodeJS.Timeout | undefined;

  const guarded = async (log: Log, work: Promise<void>) => {
    try {
      await work;
    } catch (err) {
      log.error({ err }, "job handler failed");
    }
  };
  const deliver = (taker: Taker, id: string, errand: Held): void => {
    errand.running = true;
    const run = guarded(
      taker.log,
      Promise.resolve().then(() => taker.handlers.deliver(errand.ref)),
    );
    taker.running.add(run);
    void run.then(() => {
      taker.running.delete(run);
      held.delete(id);
      look();
    });
  };
  const ring = (taker: Taker): void => {
    for (const clock of clocks.values()) {
      if (clock.next > Date.now()) continue;
      clock.next = nextTime(clock.tick, new Date())?.getTime() ?? Number.POSITIVE_INFINITY;
      const run = guarded(
        taker.log,
        Promise.resolve().then(() => taker.handlers.tick(clock.tick.scheduleId)),
      );
      taker.ticking.add(run);
      void run.then(() => taker.ticking.delete(run));
    }
  };
  const look = (): void => {
    for (const taker of takers) {
      ring(taker);
      for (const [id, errand] of held) {
        if (errand.running || errand.dueAt > Date.now() || taker.running.size >= taker.concurrency) continue;
        deliver(taker, id, errand);
      }
    }
    if (takers.size > 0) timer ??= setInterval(look, LOOK_MS).unref();
    else {
      clearInterval(timer);
      timer = undefined;
    }
  };

  const open = (log: Log = silent): ErrandQueue => {
    const own = new Set<Taker>();
    const stop = (taker: Taker) => {
      takers.delete(taker);
      own.delete(taker);
      look();
    };
    return {
      async send(errands) {
        for (const { dueAt, ...ref } of errands) {
          const id = `${ref.deliveryId}-${ref.attempt}`;
          if (!held.has(id)) held.set(id, { ref, dueAt: dueAt.getTime(), running: false });
        }
        look();
      },
      async keepTicks(ticks) {
        const same = (a: Tick, b: Tick) => a.cron === b.cron && a.timezone === b.timezone;
        for (const [id, { tick }] of clocks) {
          if (!ticks.some((one) => one.scheduleId === id && same(one, tick))) clocks.delete(id);
        }
        for (const tick of ticks) {
          if (clocks.has(tick.scheduleId)) continue;
          const next = nextTime(tick, new Date())?.getTime() ?? Number.POSITIVE_INFINITY;
          clocks.set(tick.scheduleId, { tick, next });
        }
      },
      async consume(handlers, concurrency) {
        const taker: Taker = { handlers, concurrency, log, running: new Set(), ticking: new Set() };
        takers.add(taker);
        own.add(taker);
        look();
        return {
          async drain() {
            stop(taker);
            await Promise.all([...taker.running, ...taker.ticking]);
          },
          close: async () => stop(taker),
        };
      },
      async depth() {
        const active = [...held.values()].filter(({ running }) => running).length;
        return { waiting: held.size - active, active };
      },
      ping: async () => undefined,
      async close() {
        for (const taker of own) stop(taker);
      },
    };
  };
  return { open };
}

/** Errands in memory, alone on their broker. */
export function memoryErrands(): ErrandQueue {
  return memoryErrandBroker().open();
}
