import type { FiringView, ScheduleView } from "@ascent/client";
import { expect, test } from "vitest";
import { scheduleLines } from "../src/view/schedules-view.ts";

const plain = (text: string) => text;
const paint = { columns: 100, rows: 40, good: plain, bad: plain, busy: plain, faint: plain, bold: plain };
const RUN = "3f2a0000-0000-4000-8000-000000000000";

function schedule(given: Partial<ScheduleView>): ScheduleView {
  return {
    id: RUN,
    name: "nightly",
    request: { blueprint: "tiny" },
    cron: "30 2 * * *",
    timezone: "Europe/Vienna",
    overlap: "skip",
    enabled: true,
    createdBy: "anna",
    createdAt: "2026-01-01T00:00:00.000Z",
    changedAt: "2026-01-01T00:00:00.000Z",
    ...given,
  };
}

function fired(given: Partial<FiringView>): FiringView {
  const at = "2026-01-01T01:30:00.000Z";
  return { id: RUN, scheduleId: RUN, dueAt: at, firedAt: at, outcome: "started", ...given };
}

test.each<[string, Partial<ScheduleView>, string[]]>([
  ["one that waits", { nextAt: "2026-01-02T01:30:00.000Z" }, ["next 2026-01-02 01:30Z", "has not fired yet"]],
  ["one that is paused", { enabled: false }, ["paused", "has not fired yet"]],
  [
    "a run that it started",
    { last: fired({ runId: RUN, runState: "failed" }) },
    ["30 2 * * * (Europe/Vienna)", `started run ${RUN}, failed`],
  ],
  [
    "a run in the way",
    { last: fired({ outcome: "skipped", runId: RUN }) },
    ["tiny", `skipped, because run ${RUN} still went on`],
  ],
  [
    "what could not start",
    { last: fired({ outcome: "refused", failure: { code: "blueprint-unknown", message: "gone" } }) },
    ["nightly", "2026-01-01 01:30Z refused: blueprint-unknown: gone"],
  ],
])("%s is told in two lines", (_, given, [first, second]) => {
  const lines = scheduleLines([schedule(given)], paint);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(first);
  expect(lines[1]).toContain(second);
});
