import { randomUUID } from "node:crypto";
import type { FiringCause, FiringClaim, NewSchedule } from "@ascent/engine";
import { describe, expect, test } from "vitest";
import { moment, newRun } from "../data/runs.ts";
import type { LedgerFactory } from "./ledger-conformance.ts";
import type { AnyLedger } from "./rig.ts";
import { opensLedgers } from "./with-ledger.ts";

function nightly(given: Partial<NewSchedule> = {}): NewSchedule {
  return {
    id: randomUUID(),
    name: "nightly",
    request: { blueprint: "sample", seeds: ["alpine"], arches: ["x86_64"] },
    cron: "0 0 * * *",
    timezone: "UTC",
    overlap: "skip",
    enabled: true,
    createdBy: "anna",
    nextAt: moment(100),
    at: moment(),
    ...given,
  };
}

const clock = (dueAt = moment(100), nextAt = moment(200)): FiringCause => ({ kind: "clock", dueAt, nextAt });
const claimOf = (cause: FiringCause, at = moment(100)) => ({ id: randomUUID(), runId: randomUUID(), cause, at });

async function fired(ledger: AnyLedger, scheduleId: string, claim: FiringClaim) {
  const claimed = await ledger.claimFiring(scheduleId, claim);
  if (claimed === undefined) throw new Error("not due");
  return claimed.firing;
}

/** Fires, starts the run, says so. */
async function started(ledger: AnyLedger, scheduleId: string, claim: FiringClaim): Promise<string> {
  const firing = await fired(ledger, scheduleId, claim);
  await ledger.createRun(newRun({ id: firing.runId! }));
  expect(await ledger.settleFiring(firing.id, { outcome: "started" })).toBe(true);
  return firing.runId!;
}

export function scheduleRules(factory: LedgerFactory): void {
  describe("schedules", () => {
    const open = opensLedgers(factory);

    test("what is recorded is read back; by name; a name is there once", async () => {
      const ledger = await open();
      const one = nightly();
      const { at, ...rest } = one;
      const record = { ...rest, createdAt: at, changedAt: at };
      expect(await ledger.createSchedule(one)).toEqual(record);
      expect(await ledger.schedule(one.id)).toEqual(record);
      await expect(ledger.createSchedule(nightly())).rejects.toMatchObject({ code: "schedule-name-taken" });
      const { nextAt: _, ...paused } = nightly({ name: "a weekly", enabled: false });
      await ledger.createSchedule(paused);
      expect((await ledger.schedules()).map(({ name }) => name)).toEqual(["a weekly", "nightly"]);
      expect(await ledger.schedule(randomUUID())).toBeUndefined();
      expect(await ledger.schedule("no id")).toBeUndefined();
    });

    test("a change is whole; another's name is refused; what is removed is gone with its firings", async () => {
      const ledger = await open();
      const one = nightly();
      await ledger.createSchedule(one);
      await ledger.createSchedule(nightly({ id: randomUUID(), name: "weekly" }));
      const { id, name, request, cron, timezone, overlap } = one;
      const plan = { name, request, cron, timezone, overlap, enabled: false };
      const changed = await ledger.changeSchedule(id, { plan, at: moment(5) });
      expect(changed).toMatchObject({ enabled: false, changedAt: moment(5), createdAt: moment() });
      expect(changed).not.toHaveProperty("nextAt");
      const renamed = { plan: { ...plan, name: "weekly" }, at: moment(6) };
      await expect(ledger.changeSchedule(id, renamed)).rejects.toMatchObject({ code: "schedule-name-taken" });
      expect(await ledger.changeSchedule(randomUUID(), { plan: { ...plan, name: "x" }, at: moment() })).toBeUndefined();
      await fired(ledger, id, claimOf({ kind: "hand", by: "anna", key: "1" }));
      expect(await ledger.removeSchedule(id)).toBe(true);
      expect(await ledger.removeSchedule(id)).toBe(false);
      expect(await ledger.firings(id, { limit: 10 })).toEqual([]);
    });

    test("a tick that comes twice, or when nothing is due, decides nothing", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly());
      expect(await ledger.claimFiring(id, claimOf(clock(moment(99))))).toBeUndefined();
      const both = await Promise.all([1, 2, 3].map(() => ledger.claimFiring(id, claimOf(clock()))));
      expect(both.filter((claimed) => claimed?.created === true)).toHaveLength(1);
      expect(both.filter((claimed) => claimed === undefined)).toHaveLength(2);
      expect(await ledger.schedule(id)).toMatchObject({ nextAt: moment(200), last: { outcome: "starting" } });
      expect(await ledger.claimFiring(randomUUID(), claimOf(clock()))).toBeUndefined();
    });

    test("a paused schedule does not fire by the clock, but by hand", async () => {
      const ledger = await open();
      const { nextAt: _, ...paused } = nightly({ enabled: false });
      const { id } = await ledger.createSchedule(paused);
      expect(await ledger.claimFiring(id, claimOf(clock()))).toBeUndefined();
      expect(await ledger.dueSchedules(moment(1000))).toEqual([]);
      const firing = await fired(ledger, id, claimOf({ kind: "hand", by: "anna", key: "k" }, moment(7)));
      expect(firing).toMatchObject({ firedBy: "anna", dueAt: moment(7), firedAt: moment(7), outcome: "starting" });
    });

    test("the same key by hand is one firing", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly());
      const first = await ledger.claimFiring(id, claimOf({ kind: "hand", by: "anna", key: "k" }));
      const again = await ledger.claimFiring(id, claimOf({ kind: "hand", by: "anna", key: "k" }));
      expect(first?.created).toBe(true);
      expect(again).toEqual({ firing: first?.firing, created: false });
    });

    test("while a run of it goes on, or is being started, it is skipped, and says for which; unless it may overlap", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly());
      const starting = await fired(ledger, id, claimOf(clock()));
      const during = await fired(ledger, id, claimOf(clock(moment(200), moment(300)), moment(200)));
      expect(during).toMatchObject({ outcome: "skipped", runId: starting.runId });
      await ledger.createRun(newRun({ id: starting.runId! }));
      await ledger.settleFiring(starting.id, { outcome: "started" });
      const later = await fired(ledger, id, claimOf(clock(moment(300), moment(400)), moment(300)));
      expect(later).toMatchObject({ outcome: "skipped", runId: starting.runId, runState: "preparing" });
      await ledger.cancelRun(starting.runId!, moment(350));
      for (const { runId, state } of await ledger.unconcluded()) {
        await ledger.concludeRun(runId, { state, at: moment(360) });
      }
      expect(await fired(ledger, id, claimOf(clock(moment(400), moment(500)), moment(400)))).toMatchObject({
        outcome: "starting",
      });
      const { id: eager } = await ledger.createSchedule(nightly({ name: "eager", overlap: "start" }));
      await started(ledger, eager, claimOf(clock()));
      const second = await fired(ledger, eager, claimOf(clock(moment(200), moment(300)), moment(200)));
      expect(second.outcome).toBe("starting");
    });

    test("a firing ends once; a refused one names no run", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly());
      const runId = await started(ledger, id, claimOf(clock()));
      const [firing] = await ledger.firings(id, { limit: 1 });
      expect(firing).toMatchObject({ outcome: "started", runId, runState: "preparing" });
      expect(await ledger.settleFiring(firing!.id, { outcome: "started" })).toBe(false);
      const { id: other } = await ledger.createSchedule(nightly({ name: "other" }));
      const bad = await fired(ledger, other, claimOf(clock()));
      const failure = { code: "blueprint-unknown", message: "there is no blueprint sample", wayOut: "Write one." };
      await ledger.settleFiring(bad.id, { outcome: "refused", failure });
      const last = (await ledger.schedule(other))?.last;
      expect(last).toMatchObject({ outcome: "refused", failure });
      expect(last).not.toHaveProperty("runId");
    });

    test("what was decided and not ended is found, and what is due", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly());
      expect((await ledger.dueSchedules(moment(100))).map((due) => due.id)).toEqual([id]);
      expect(await ledger.dueSchedules(moment(99))).toEqual([]);
      const firing = await fired(ledger, id, claimOf(clock()));
      expect(await ledger.unsettledFirings(moment(100))).toEqual([]);
      expect((await ledger.unsettledFirings(moment(101))).map((one) => one.id)).toEqual([firing.id]);
      expect(await ledger.dueSchedules(moment(199))).toEqual([]);
    });

    test("firings are listed newest first, page by page", async () => {
      const ledger = await open();
      const { id } = await ledger.createSchedule(nightly({ overlap: "start" }));
      for (let round = 0; round < 5; round++) {
        await fired(
          ledger,
          id,
          claimOf({ kind: "hand", by: "anna", key: String(round) }, moment(Math.floor(round / 2))),
        );
      }
      const all = await ledger.firings(id, { limit: 10 });
      expect(all).toHaveLength(5);
      expect(all.map(({ firedAt }) => firedAt.getTime())).toEqual(
        all.map(({ firedAt }) => firedAt.getTime()).sort((a, b) => b - a),
      );
      const first = await ledger.firings(id, { limit: 2 });
      const rest = await ledger.firings(id, { limit: 10, before: first[1]!.id });
      expect([...first, ...rest]).toEqual(all);
      expect(await ledger.firings(id, { limit: 10, before: randomUUID() })).toEqual([]);
    });
  });
}
