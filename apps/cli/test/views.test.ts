import type { BuildView, RunEventView, RunView, StageView, VerdictView } from "@ascent/client";
import { BUILD_STATES, RUNGS } from "@ascent/core";
import { describe, expect, test } from "vitest";
import { eventLine, preparingText } from "../src/view/event-line.ts";
import { failureLines, flightLines } from "../src/view/flight-view.ts";
import { clock, fit, type Paint, type Picture } from "../src/view/picture.ts";
import { verdictLines } from "../src/view/verdict-view.ts";

const plain = (text: string) => text;
const paint: Paint = { columns: 100, rows: 30, good: plain, bad: plain, busy: plain, faint: plain, bold: plain };
const START = "2026-01-01T00:00:00.000Z";
const ID = "11111111-2222-4333-8444-555555555555";
const DIGEST = `sha256:${"0".repeat(64)}`;

const run: RunView = {
  id: ID,
  blueprint: "tiny",
  blueprintDigest: DIGEST,
  seeds: ["debian"],
  arches: ["x86_64"],
  required: "resolved",
  requestedBy: "token",
  state: "running",
  createdAt: START,
  preparation: [{ arch: "x86_64", state: "locked", seed: "debian", packageCount: 61, origin: "a mirror" }],
};

function stage(counts: Partial<StageView["counts"]>, rest: Partial<StageView> = {}): StageView {
  const none = Object.fromEntries(BUILD_STATES.map((state) => [state, 0])) as StageView["counts"];
  return { stage: "stage2", arch: "x86_64", state: "open", counts: { ...none, ...counts }, cached: 0, ...rest };
}

function build(name: string, rest: Partial<BuildView> = {}): BuildView {
  const id = `00000000-0000-4000-8000-${name.padStart(12, "0")}`;
  const place = { stage: "stage2", arch: "x86_64", version: "1-r0" } as const;
  return {
    id,
    runId: ID,
    name,
    ...place,
    state: "building",
    cached: false,
    attempt: 1,
    wave: 0,
    remaining: 1,
    waitsFor: [],
    ...rest,
  };
}

function picture(rest: Partial<Picture> = {}): Picture {
  return { run, stages: [], builds: [], now: new Date(Date.parse(START) + 75_000), ...rest };
}

describe("the live view", () => {
  test("tells of each stage how far it is, and what is cached, failed and blocked", () => {
    const lines = flightLines(
      picture({ stages: [stage({ done: 2, building: 1, failed: 1, blocked: 3 }, { cached: 1 })] }),
      paint,
    );
    expect(lines.at(-1)).toBe("  stage2   ▸ ██████░░░░░░░░░░░░░░     2/7  1 building  1 cached  1 failed  3 blocked");
  });

  test("tells elapsed time, the seed that was used, and the step that each worker is in", () => {
    const step = { index: 2, total: 5, label: "autoconf/configure" };
    const lines = flightLines(picture({ builds: [build("musl", { startedAt: START, step })] }), paint);
    expect(lines[0]).toMatch(/Ascent {2}tiny .* 1:15$/);
    expect(lines[2]).toBe("  seed     ✔ debian: 61 packages  a mirror");
    expect(lines.at(-1)).toMatch(/stage2\/musl +1:15 {2}autoconf\/configure \(2\/5\)$/);
  });

  test("names the arch of every line where a run has several, and what waits for a worker", () => {
    const both = {
      ...run,
      arches: ["x86_64", "aarch64"],
      preparation: [...run.preparation, { arch: "aarch64", state: "queued" }],
    };
    const lines = flightLines(picture({ run: both as RunView, stages: [stage({ done: 1 })] }), paint);
    expect(lines[3]).toBe("  seed aarch64      · waits for a worker for aarch64");
    expect(lines[4]).toMatch(/^ {2}stage2 x86_64/);
  });

  test("never grows beyond the screen, however much is being built", () => {
    const builds = Array.from({ length: 500 }, (_, index) => build(String(index)));
    const lines = flightLines(picture({ builds, stages: [stage({ building: 500 })] }), paint);
    expect(lines.length).toBeLessThanOrEqual(paint.rows);
    expect(lines.at(-1)).toMatch(/and \d+ more/);
  });
});

test("a failure shows its step, the end of its log, how to see all of it, and what it blocks", () => {
  const failure = {
    code: "step-failed",
    message: "exit code 2",
    step: "make",
    retryable: false,
    logTail: ["cc: error", "make: ***"],
  };
  const failed = build("7", { state: "failed", failure });
  const blocked = build("8", { name: "gzip", state: "blocked", blockedBy: failed.id });
  expect(failureLines(failed, { builds: [failed, blocked] }, paint)).toEqual([
    "✘ stage2/7 failed in step make: exit code 2",
    "  │ cc: error",
    "  │ make: ***",
    `  whole log: ascent logs 7 --stage stage2 --run ${ID}`,
    "  blocks: stage2/gzip",
  ]);
});

describe("a verdict", () => {
  const held = { state: "holds", evidence: "4 packages" } as const;
  const open = { state: "not-checked", why: "nobody looked" } as const;
  const findings = Object.fromEntries(RUNGS.map((rung) => [rung, open])) as VerdictView["packages"][number]["findings"];
  const pkg = { name: "sed", version: "4.9-r0", arch: "x86_64", fileDigest: DIGEST, contentDigest: DIGEST } as const;

  test("shows what holds, and what was not looked at as neither", () => {
    const packages = [{ ...pkg, findings: { ...findings, declared: held, resolved: held }, rung: "resolved" as const }];
    const lines = verdictLines(
      { blueprint: "tiny", seed: "debian", required: "resolved", holds: true, packages },
      paint,
    );
    expect(lines[3]).toMatch(/^ {2}sed-4\.9-r0 +✔ +✔ +· +· +· +·/);
    expect(lines.at(-1)).toMatch(/^✔ all 1 final packages/);
  });

  test.each([
    [
      "names the rungs where there is room",
      100,
      "  package     declared  resolved  clean  reproducible  fixed-point  seed-independent",
    ],
    ["numbers them where there is none", 60, "  package     1  2  3  4  5  6"],
  ])("%s, and no line of the table is wider than the terminal, nor ends in blanks", (_, columns, heading) => {
    const packages = [{ ...pkg, findings: { ...findings, declared: held }, rung: "declared" as const }];
    const given = { blueprint: "tiny", seed: "debian", required: "declared" as const, holds: true, packages };
    const lines = verdictLines(given, { ...paint, columns });
    expect(lines[2]).toBe(heading);
    for (const line of lines) expect(line).toMatch(/^(.*\S)?$/);
    for (const line of lines.slice(0, -1)) expect(line.length).toBeLessThanOrEqual(columns);
    if (columns < 100) expect(lines).toContain("  6 seed-independent");
  });

  test("tells what speaks against a rung that fails", () => {
    const fails = { state: "fails" as const, reasons: ["gcc of seed:debian is in the lock"] };
    const packages = [
      { ...pkg, findings: { ...findings, declared: held, resolved: fails }, rung: "declared" as const },
    ];
    const text = verdictLines(
      { blueprint: "tiny", seed: "debian", required: "resolved", holds: false, packages },
      paint,
    ).join("\n");
    expect(text).toContain("✘ sed is not resolved: gcc of seed:debian is in the lock");
    expect(text).toContain("✘ not every final package");
  });
});

describe("an event as a line", () => {
  const event = (type: string, data: RunEventView["data"]): RunEventView => {
    return { runId: ID, sequence: 1, type, at: "2026-01-01T00:01:05.000Z", data };
  };

  test("says when, what, and how long it took", () => {
    const done = event("build.done", { stage: "final", name: "sed", seconds: 12.4, cached: false });
    expect(eventLine(done, START)).toBe("[ 1:05] final/sed built in 0:12");
    const cached = event("build.done", { stage: "final", name: "sed", cached: true });
    expect(eventLine(cached, START)).toBe("[ 1:05] final/sed taken from the cache");
  });

  test("leaves progress within a build to the live view", () => {
    expect(eventLine(event("build.step", { stage: "final", name: "sed" }), START)).toBeUndefined();
  });

  test("tells why a seed was passed over", () => {
    const passed = event("seed.progress", {
      seed: "debian",
      step: "resolve",
      done: 0,
      total: 1,
      note: "alpine cannot be reached",
    });
    expect(eventLine(passed, START)).toBe("[ 1:05] alpine cannot be reached");
    expect(preparingText(passed)).toBe("debian: resolve  (alpine cannot be reached)");
  });
});

test("time is told as people do, and text is cut to the screen", () => {
  expect([clock(7_000), clock(754_000), clock(3_723_000)]).toEqual(["0:07", "12:34", "1:02:03"]);
  expect(fit("0123456789", 5)).toBe("0123…");
});
