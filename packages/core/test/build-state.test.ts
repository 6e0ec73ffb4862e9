import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BuildState, type Flight, type FlightBuild, flightState, settle, stageStates } from "../src/index.ts";
import { shuffled } from "./builders.ts";

const STAGES = ["stage1", "stage2", "stage3"];

function build(id: string, state: BuildState, waitsFor: readonly string[] = []): FlightBuild {
  const [stage = "", name = ""] = id.split("/");
  return { id, stage, name, state, waitsFor };
}

function flight(...builds: FlightBuild[]): Flight {
  return { stages: STAGES, builds };
}

describe("settle", () => {
  test("readies what waits for nothing in the first stage, and nothing of later stages", () => {
    const start = flight(
      build("stage1/a", "waiting"),
      build("stage1/b", "waiting", ["stage1/a"]),
      build("stage2/c", "waiting"),
    );
    expect(settle(start)).toEqual({ ready: ["stage1/a"], blocked: [] });
  });

  test("opens a stage when every build of the one before is done, and not sooner", () => {
    const almost = flight(build("stage1/a", "done"), build("stage1/b", "building"), build("stage2/c", "waiting"));
    expect(settle(almost).ready).toEqual([]);
    const complete = flight(build("stage1/a", "done"), build("stage1/b", "done"), build("stage2/c", "waiting"));
    expect(settle(complete).ready).toEqual(["stage2/c"]);
  });

  test("a failure blocks what waits for it and all later stages, while other branches go on", () => {
    const failed = flight(
      build("stage1/a", "failed"),
      build("stage1/b", "waiting", ["stage1/a"]),
      build("stage1/c", "waiting", ["stage1/b"]),
      build("stage1/d", "done"),
      build("stage1/e", "waiting", ["stage1/d"]),
      build("stage2/f", "waiting"),
      build("stage3/g", "waiting"),
    );
    const root = "stage1/a";
    expect(settle(failed)).toEqual({
      ready: ["stage1/e"],
      blocked: ["stage1/b", "stage1/c", "stage2/f", "stage3/g"].map((id) => ({ id, root })),
    });
  });

  test("a build behind two failures names the first of them, a failure before a cancelled build", () => {
    const failed = flight(
      build("stage1/a", "cancelled"),
      build("stage1/y", "failed"),
      build("stage1/z", "failed"),
      build("stage1/behind", "waiting", ["stage1/z", "stage1/a", "stage1/y"]),
      build("stage2/later", "waiting"),
    );
    expect(settle(failed).blocked).toEqual([
      { id: "stage1/behind", root: "stage1/y" },
      { id: "stage2/later", root: "stage1/y" },
    ]);
  });

  test("a chain of 20,000 builds overflows nothing", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      build(`stage1/p${index}`, index === 0 ? "failed" : "waiting", index === 0 ? [] : [`stage1/p${index - 1}`]),
    );
    expect(settle(flight(...chain)).blocked).toHaveLength(19_999);
  });

  test("builds that wait for each other are never ready, and end nothing else", () => {
    const ring = flight(
      build("stage1/a", "waiting", ["stage1/b"]),
      build("stage1/b", "waiting", ["stage1/a"]),
      build("stage1/c", "waiting"),
    );
    expect(settle(ring)).toEqual({ ready: ["stage1/c"], blocked: [] });
  });
});

/** A flight as the service could really be in: reached from the start by settling, and builds ending one way or another. */
const ending = fc.constantFrom<BuildState>("done", "done", "done", "failed", "cancelled", "building");
const flights = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(11), { maxLength: 3 }), ending), { minLength: 1, maxLength: 12 }),
    fc.nat(12),
  )
  .map(([entries, rounds]) => {
    const ids = entries.map(([stage], index) => `${STAGES[stage]}/p${index}`);
    let current = flight(
      ...entries.map(([stage, waits], index) => {
        const own = waits.filter((at) => at < index && entries[at]?.[0] === stage);
        return build(
          ids[index]!,
          "waiting",
          [...new Set(own)].map((at) => ids[at]!),
        );
      }),
    );
    for (let round = 0; round < rounds; round++) {
      current = apply(current);
      const next = current.builds.findIndex((one) => one.state === "ready");
      if (next < 0) break;
      const state = entries[next]?.[2] ?? "done";
      current = { ...current, builds: current.builds.map((one, index) => (index === next ? { ...one, state } : one)) };
    }
    return current;
  });

function apply(before: Flight): Flight {
  const { ready, blocked } = settle(before);
  const behind = new Set(blocked.map(({ id }) => id));
  return {
    ...before,
    builds: before.builds.map((one) => {
      if (ready.includes(one.id)) return { ...one, state: "ready" as const };
      return behind.has(one.id) ? { ...one, state: "blocked" as const } : one;
    }),
  };
}

/** Everything that waits for a build, directly or through others. */
function dependentsOf(of: Flight, id: string): Set<string> {
  const found = new Set([id]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const one of of.builds) if (one.waitsFor.some((first) => found.has(first))) found.add(one.id);
  }
  found.delete(id);
  return found;
}

describe("any flight", () => {
  test("settling what is settled changes nothing", () => {
    fc.assert(
      fc.property(flights, (before) => {
        expect(settle(apply(before))).toEqual({ ready: [], blocked: [] });
      }),
      { numRuns: 500 },
    );
  });

  test("no build is readied before all that it waits for, and all earlier stages, are done", () => {
    fc.assert(
      fc.property(flights, (before) => {
        const byId = new Map(before.builds.map((one) => [one.id, one]));
        for (const id of settle(before).ready) {
          const one = byId.get(id)!;
          expect(one.state).toBe("waiting");
          for (const first of one.waitsFor) expect(byId.get(first)?.state).toBe("done");
          const earlier = before.builds.filter((other) => STAGES.indexOf(other.stage) < STAGES.indexOf(one.stage));
          expect(earlier.every((other) => other.state === "done")).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("exactly what is behind a failure, or in a later stage, is blocked, each with one failure as its root", () => {
    fc.assert(
      fc.property(flights, (start) => {
        const after = apply(start);
        const roots = after.builds.filter(({ state }) => state === "failed" || state === "cancelled");
        const hit = new Set(roots.flatMap(({ id }) => [...dependentsOf(after, id)]));
        const firstStage = Math.min(...roots.map(({ stage }) => STAGES.indexOf(stage)));
        for (const one of after.builds) {
          if (one.state === "failed" || one.state === "cancelled" || one.state === "done") continue;
          const later = STAGES.indexOf(one.stage) > firstStage;
          expect(one.state === "blocked").toBe(hit.has(one.id) || later);
        }
        for (const { root } of settle(start).blocked) expect(roots.map(({ id }) => id)).toContain(root);
      }),
      { numRuns: 500 },
    );
  });

  test("the order of builds decides nothing", () => {
    const shuffles = flights.chain((one) => fc.tuple(fc.constant(one), shuffled(one.builds)));
    fc.assert(
      fc.property(shuffles, ([one, builds]) => {
        expect(settle({ ...one, builds })).toEqual(settle(one));
      }),
    );
  });

  test("a flight whose builds all go well ends as succeeded, whatever order they end in", () => {
    fc.assert(
      fc.property(flights, fc.infiniteStream(fc.nat()), (shape, picks) => {
        let current: Flight = { ...shape, builds: shape.builds.map((one) => ({ ...one, state: "waiting" as const })) };
        for (let round = 0; round < shape.builds.length; round++) {
          current = apply(current);
          const ready = current.builds.filter(({ state }) => state === "ready");
          expect(ready.length).toBeGreaterThan(0);
          const chosen = ready[(picks.next().value ?? 0) % ready.length];
          current = {
            ...current,
            builds: current.builds.map((one) => (one.id === chosen?.id ? { ...one, state: "done" as const } : one)),
          };
        }
        expect(flightState(current)).toBe("succeeded");
      }),
    );
  });
});

describe("stageStates and flightState", () => {
  test("a stage with a failure is failed once nothing of it runs, and later stages wait", () => {
    const running = flight(build("stage1/a", "failed"), build("stage1/b", "building"), build("stage2/c", "blocked"));
    expect([...stageStates(running).values()]).toEqual(["open", "waiting", "waiting"]);
    expect(flightState(running)).toBe("flying");
    const over = flight(build("stage1/a", "failed"), build("stage1/b", "done"), build("stage2/c", "blocked"));
    expect([...stageStates(over).values()]).toEqual(["failed", "waiting", "waiting"]);
    expect(flightState(over)).toBe("failed");
  });

  test("a flight that was cancelled, with nothing failed, is cancelled", () => {
    expect(flightState(flight(build("stage1/a", "done"), build("stage1/b", "cancelled")))).toBe("cancelled");
  });

  test("an empty stage is complete", () => {
    const state = stageStates(flight(build("stage2/a", "waiting")));
    expect([...state.values()]).toEqual(["complete", "open", "waiting"]);
  });
});
