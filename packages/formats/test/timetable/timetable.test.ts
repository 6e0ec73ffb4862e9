import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextTime, readTimetable } from "../../src/index.ts";

const at = (text: string) => new Date(text);
const zones = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

test.each([
  ["30 2 * * *", "30 2 * * *"],
  ["  0   3\t* * MON-FRI ", "0 3 * * MON-FRI"],
  ["*/15 8-18 1,15 * *", "*/15 8-18 1,15 * *"],
  ["0 0 29 2 *", "0 0 29 2 *"],
  ["5 4 * * THU", "5 4 * * THU"],
  ["@Daily", "@daily"],
])("%j is a pattern", (cron, read) => {
  expect(readTimetable({ cron, timezone: "UTC" })).toEqual({ cron: read, timezone: "UTC" });
});

test.each([
  ["", "0 fields"],
  ["* *", "2 fields"],
  ["0 0 3 * * *", "6 fields"],
  ["61 * * * *", "got value 61 expected range 0-59"],
  ["0 24 * * *", "0-23"],
  ["*/0 * * * *", "0"],
  ["0 0 30 2 *", "day of month"],
  ["H 3 * * *", '"H"'],
  ["@reboot", "@daily"],
  ["@secondly", "@hourly"],
  ["a b c d e", "a"],
  [`${"*,".repeat(50)}* * * * x`, "x"],
])("%j is refused, and what is wrong is said", (cron, said) => {
  expect(() => readTimetable({ cron, timezone: "UTC" })).toThrowError(
    expect.objectContaining({
      code: "bad-cron",
      message: expect.stringContaining(said),
      wayOut: expect.stringContaining("30 2 * * *"),
    }),
  );
});

test.each([
  ["Europe/Viena", "Europe/Vienna"],
  ["europe/berlim", "Europe/Berlin"],
  ["Mars/Base", "UTC"],
  ["+02:00", "UTC"],
  ["", "UTC"],
])("%j is no time zone, and one that is is named", (timezone, named) => {
  expect(() => readTimetable({ cron: "@daily", timezone })).toThrowError(
    expect.objectContaining({ code: "timezone-unknown", wayOut: expect.stringContaining(named) }),
  );
});

describe("in summer time", () => {
  const daily = { cron: "30 2 * * *", timezone: "Europe/Vienna" };

  test("what is due in the hour that is skipped happens once that day, after it", () => {
    const first = nextTime(daily, at("2026-03-28T12:00:00Z"));
    expect(first).toEqual(at("2026-03-29T01:30:00Z"));
    expect(nextTime(daily, first!)).toEqual(at("2026-03-30T00:30:00Z"));
  });

  test("what is due in the hour that is there twice happens once", () => {
    const first = nextTime(daily, at("2026-10-24T12:00:00Z"))!;
    const second = nextTime(daily, first)!;
    expect(first.toISOString().slice(0, 10)).toBe("2026-10-25");
    expect(second).toEqual(at("2026-10-26T01:30:00Z"));
  });
});

test("times go on for ever, each after the one before and at a minute's beginning", () => {
  const fields = fc.tuple(
    fc.constantFrom("*", "0", "*/7", "10-20"),
    fc.constantFrom("*", "2", "0-5", "*/6"),
    fc.constantFrom("*", "1", "L"),
    fc.constantFrom("*", "2", "JAN-MAR"),
    fc.constantFrom("*", "MON", "0,6"),
  );
  fc.assert(
    fc.property(
      fields,
      fc.constantFrom(...zones),
      fc.date({ min: at("2020-01-01"), max: at("2040-01-01"), noInvalidDate: true }),
      (parts, timezone, after) => {
        const table = readTimetable({ cron: parts.join(" "), timezone });
        let last = after;
        for (let round = 0; round < 3; round += 1) {
          const next = nextTime(table, last);
          expect(next!.getTime()).toBeGreaterThan(last.getTime());
          expect(next!.getTime() % 60_000).toBe(0);
          last = next!;
        }
      },
    ),
    { numRuns: 100 },
  );
});
