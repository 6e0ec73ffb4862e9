import type { Log } from "./ports.ts";

export interface Loop {
  /** Waits for the pass that is under way. */
  stop(): Promise<void>;
}

/** Does something now and every so many milliseconds until stopped, one pass at a time; a failure is told once per outage. */
export function startLoop(everyMs: number, log: Log, pass: () => Promise<void>): Loop {
  let running: Promise<void> = Promise.resolve();
  let down = false;
  let idle = true;
  const guarded = async () => {
    try {
      await pass();
      if (down) log.info({}, "reconciler works again");
      down = false;
    } catch (err) {
      // Told once per outage, not with every pass.
      if (!down) log.error({ err }, "reconciler failed");
      down = true;
    }
  };
  const passUnlessBusy = () => {
    if (!idle) return;
    idle = false;
    running = guarded().finally(() => {
      idle = true;
    });
  };
  passUnlessBusy();
  const timer = setInterval(passUnlessBusy, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
