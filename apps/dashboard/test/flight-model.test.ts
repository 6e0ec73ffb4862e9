import type { FlightRow, RunEventView } from "@ascent/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEvents, readFlight } from "../src/flight/flight-model.ts";

const RUN = "11111111-1111-4111-8111-111111111111";
const ids = ["a", "b", "c"].map((letter) => `${letter.repeat(8)}-1111-4111-8111-111111111111`);

function row(id: string, state: FlightRow[5]): FlightRow {
  return [id, "x86_64", "stage1", id.slice(0, 1), "1.0-r0", state, false, 0, 0, null, null, null, 60, null, null, null];
}

function event(sequence: number, type: string, data: object): RunEventView {
  return { runId: RUN, sequence, type, at: "2026-01-01T00:00:10.000Z", data: { ...data } };
}

const start = readFlight({ version: 5, stages: [], paths: [], builds: ids.map((id) => row(id, "waiting")) });
const [a = "", b = ""] = ids;

test("events bring a flight to where the service is: who builds, what failed and why, what that blocks", () => {
  const flight = applyEvents(start, [
    event(6, "build.ready", { buildId: a, attempt: 1 }),
    event(7, "build.building", { buildId: a, attempt: 1, worker: "w1" }),
    event(8, "build.step", { buildId: a, attempt: 1, step: { index: 2, total: 3, label: "make" } }),
    event(9, "stage.opened", { stage: "stage1", arch: "x86_64" }),
  ]);
  expect(flight.builds[0]).toMatchObject({ state: "building", worker: "w1", step: "2/3 make", attempt: 1 });
  const failed = applyEvents(flight, [
    event(10, "build.failed", { buildId: a, attempt: 1, failure: { code: "step-failed" } }),
    event(11, "build.blocked", { buildId: b, attempt: 0, blockedBy: "a" }),
  ]);
  expect(failed.builds[0]).toMatchObject({ state: "failed", failure: "step-failed", step: undefined });
  expect(failed.builds[1]).toMatchObject({ state: "blocked", blockedBy: "a" });
  expect(failed.sequence).toBe(11);
});

test("an event that is known already changes nothing, however often and in whatever batches it comes again", () => {
  const types = [
    "build.ready",
    "build.building",
    "build.done",
    "build.failed",
    "build.waiting",
    "run.judged",
    "unheard.of",
  ];
  const story = fc.array(fc.record({ type: fc.constantFrom(...types), build: fc.nat(2) }), { maxLength: 30 });
  fc.assert(
    fc.property(story, fc.nat(30), fc.nat(30), (told, cut, back) => {
      const events = told.map(({ type, build }, index) =>
        event(6 + index, type, { buildId: ids[build], attempt: index }),
      );
      const whole = applyEvents(start, events);
      const broken = applyEvents(applyEvents(start, events.slice(0, cut)), events.slice(Math.max(0, cut - back)));
      expect(broken).toEqual(whole);
    }),
  );
});

test("a flight without news is the very same: nothing is drawn again", () => {
  expect(applyEvents(start, [event(3, "build.done", { buildId: a })])).toBe(start);
});
