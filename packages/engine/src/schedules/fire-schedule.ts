import { isFault } from "@ascent/core";
import { nextTime } from "@ascent/formats";
import type { Firing, FiringCause, FiringEnd, FiringFailure, Ledger, LedgerReader, ScheduleRecord } from "../ports.ts";
import { type StartPorts, startRun } from "../start-run.ts";
import { untraced } from "../untraced.ts";
import { scheduleUnknown } from "./plan-schedule.ts";

/** The queue's tick comes first as a rule; one that is later than this is taken for lost. */
const TICK_LOST_MS = 5_000;
/** Starting a run reads and stores a blueprint: who needs longer than this is gone. */
const STARTER_LOST_MS = 60_000;

export type FirePorts = StartPorts & { readonly ledger: Ledger & Pick<LedgerReader, "run"> };

/**
 * Fires a schedule that is due; does nothing when it is not: a tick that comes twice, or late, or for a schedule that was
 * changed, does no harm. What was missed while nobody was there is made up for by one run.
 */
export async function fireDue(ports: FirePorts, scheduleId: string): Promise<Firing | undefined> {
  const schedule = await ports.ledger.schedule(scheduleId);
  const at = ports.clock.now();
  if (schedule?.nextAt === undefined || schedule.nextAt > at) return undefined;
  const nextAt = nextTime(schedule, at);
  const cause = { kind: "clock", dueAt: schedule.nextAt, ...(nextAt === undefined ? {} : { nextAt }) } as const;
  return claimAndStart(ports, schedule, cause);
}

/** Fires a schedule now, also a paused one. The same key fires once. Throws Fault "schedule-unknown". */
export async function fireByHand(
  ports: FirePorts,
  scheduleId: string,
  asked: { readonly by: string; readonly key?: string | undefined },
): Promise<Firing> {
  const schedule = await ports.ledger.schedule(scheduleId);
  if (schedule === undefined) throw scheduleUnknown(scheduleId);
  const cause = { kind: "hand", by: asked.by, key: asked.key ?? ports.ids.uuid() } as const;
  const firing = await claimAndStart(ports, schedule, cause);
  if (firing === undefined) throw scheduleUnknown(scheduleId);
  return firing;
}

/**
 * Fires what is due and was not told, and ends what somebody decided and did not end. One that fails does not keep the others
 * from being done; throws the first failure in the end.
 */
export async function fireOverdue(ports: FirePorts): Promise<void> {
  const now = ports.clock.now().getTime();
  const due = await ports.ledger.dueSchedules(new Date(now - TICK_LOST_MS));
  const left = await ports.ledger.unsettledFirings(new Date(now - STARTER_LOST_MS));
  const works = [
    ...due.map(
      ({ id }) =>
        () =>
          fireDue(ports, id),
    ),
    ...left.map((firing) => () => resume(ports, firing)),
  ];
  const failures: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function resume(ports: FirePorts, firing: Firing): Promise<void> {
  const schedule = await ports.ledger.schedule(firing.scheduleId);
  if (schedule !== undefined) await start(ports, schedule, firing);
}

async function claimAndStart(
  ports: FirePorts,
  schedule: ScheduleRecord,
  cause: FiringCause,
): Promise<Firing | undefined> {
  const claim = { id: ports.ids.uuid(), runId: ports.ids.uuid(), cause, at: ports.clock.now() };
  const claimed = await ports.ledger.claimFiring(schedule.id, claim);
  if (claimed === undefined) return undefined;
  if (!claimed.created || claimed.firing.outcome !== "starting") return told(ports, schedule, claimed.firing);
  return start(ports, schedule, claimed.firing);
}

/** Starts the run of a decided firing. Done twice it starts one: the run's id and key are those of the firing. */
async function start(ports: FirePorts, schedule: ScheduleRecord, firing: Firing): Promise<Firing> {
  const end = await attempt(ports, schedule, firing);
  await ports.ledger.settleFiring(firing.id, end);
  const run = firing.runId === undefined ? undefined : await ports.ledger.run(firing.runId);
  const { runId: _, ...rest } = firing;
  const settled = { ...rest, ...end };
  return told(ports, schedule, run === undefined ? settled : { ...settled, runId: run.id, runState: run.state });
}

async function attempt(ports: FirePorts, schedule: ScheduleRecord, firing: Firing): Promise<FiringEnd> {
  const { runId } = firing;
  const exists = async () => runId !== undefined && (await ports.ledger.run(runId)) !== undefined;
  if (await exists()) return { outcome: "started" };
  const reserved = { ...ports, ids: { uuid: () => runId ?? ports.ids.uuid() } };
  const { tracer = untraced } = ports;
  const attributes = { "ascent.schedule.id": schedule.id, "ascent.schedule.name": schedule.name };
  try {
    // Nobody's request is above it: this is where the trace of its run begins.
    const started = await tracer.span("fire schedule", attributes, () =>
      startRun(reserved, { ...schedule.request, ...nameOf(schedule, firing) }),
    );
    if (started.ok) return { outcome: "started" };
    return { outcome: "refused", failure: defective(schedule, started.defects.length) };
  } catch (error) {
    // Another process may have ended this firing meanwhile, with a blueprint that was changed in between.
    if (await exists()) return { outcome: "started" };
    if (isFault(error) && error.retryable) throw error;
    ports.log.error({ scheduleId: schedule.id, err: error }, "schedule could not start its run");
    return { outcome: "refused", failure: failureOf(error) };
  }
}

function nameOf(schedule: ScheduleRecord, firing: Firing) {
  const cause = firing.firedBy === undefined ? firing.dueAt.toISOString() : firing.id;
  const by = firing.firedBy === undefined ? "" : ` (${firing.firedBy})`;
  return { requestedBy: `schedule ${schedule.name}${by}`, idempotencyKey: `schedule ${schedule.id} ${cause}` };
}

function failureOf(error: unknown): FiringFailure {
  if (!isFault(error)) return { code: "internal-error", message: "Ascent itself failed; its log says how" };
  const { code, message, wayOut } = error;
  return { code, message, ...(wayOut === undefined ? {} : { wayOut }) };
}

function defective({ request }: ScheduleRecord, count: number): FiringFailure {
  return {
    code: "blueprint-defects",
    message: `the blueprint ${request.blueprint} has ${count} defect${count === 1 ? "" : "s"}`,
    wayOut: `\`ascent lint ${request.blueprint}\` tells them.`,
  };
}

function told({ log }: FirePorts, { id, name }: ScheduleRecord, firing: Firing): Firing {
  const { outcome, runId, failure } = firing;
  const level = outcome === "started" ? "info" : "warn";
  log[level]({ scheduleId: id, schedule: name, outcome, runId, failure }, "schedule fired");
  return firing;
}
