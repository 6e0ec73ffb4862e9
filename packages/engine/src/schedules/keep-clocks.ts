import type { ErrandQueue, Log, ScheduleLedger } from "../ports.ts";

export interface ClockPorts {
  readonly ledger: Pick<ScheduleLedger, "schedules">;
  readonly errands: Pick<ErrandQueue, "keepTicks">;
  readonly log: Log;
}

/** Makes the queue's clocks those of the schedules that are enabled. Throws what ledger and queue throw. */
export async function keepClocks({ ledger, errands }: ClockPorts): Promise<void> {
  const enabled = (await ledger.schedules()).filter(({ nextAt }) => nextAt !== undefined);
  await errands.keepTicks(enabled.map(({ id, cron, timezone }) => ({ scheduleId: id, cron, timezone })));
}

/** The same after a schedule has changed. Never throws: what does not come through now, the reconciler brings about. */
export async function keepClocksSoon(ports: ClockPorts): Promise<void> {
  try {
    await keepClocks(ports);
  } catch (err) {
    ports.log.warn({ err }, "clocks of schedules not kept yet");
  }
}
