import { readdirSync, readFileSync } from "node:fs";
import { seedling } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, type Ran, runScript, type Workbench } from "./workbench.ts";

const MIB = 1024 * 1024;

/** Command lines of all processes of this host that hold `text`. */
function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
        return command.includes(text) ? [command] : [];
      } catch {
        return [];
      }
    });
}

describe("limits", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
  });
  afterAll(() => bench.close());

  const limited = (script: string, limits: Partial<typeof seedling.limits>): Promise<Ran> =>
    runScript(bench, script, { request: { limits: { ...seedling.limits, ...limits } } });

  const failed = (code: string) => ({ kind: "failed", failure: { code, step: "subject step", retryable: false } });

  test("time: a build that takes too long is stopped with everything that it started", async () => {
    const startedAt = performance.now();
    const { outcome } = await limited("setsid sleep 4711 & sleep 4711", { seconds: 1 });
    expect(outcome).toMatchObject(failed("timeout"));
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(processesWith("sleep 4711")).toEqual([]);
  });

  test("time: the definition's own timeout counts when it is shorter", async () => {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const recipe = seedling.recipe([seedling.output("slow", [seedling.step("sleep 60")])], { timeoutSeconds: 1 });
    expect(await bench.builder.build(seedling.request(recipe, environment), seedling.watch())).toMatchObject({
      failure: { code: "timeout" },
    });
  });

  test("memory: the sum over all processes counts", async () => {
    const { outcome } = await limited(
      "for i in 1 2 3 4; do dd if=/dev/zero of=/dev/null bs=48M count=1000 & done; wait",
      {
        memoryBytes: 96 * MIB,
      },
    );
    expect(outcome).toMatchObject(failed("out-of-memory"));
  });

  test("memory: no single process can outrun the watchdog", async () => {
    const { outcome, log } = await limited("dd if=/dev/zero of=/dev/null bs=3000M count=1", { memoryBytes: 96 * MIB });
    expect(outcome).toMatchObject(failed("step-failed"));
    expect(log).toContain("memory exhausted");
  });

  test("processes: a build that starts too many is stopped", async () => {
    const { outcome } = await limited("i=0; while [ $i -lt 60 ]; do sleep 4712 & i=$((i+1)); done; wait", {
      processes: 30,
    });
    expect(outcome).toMatchObject(failed("too-many-processes"));
    expect(processesWith("sleep 4712")).toEqual([]);
  });

  test("processes: a fork bomb is stopped too", async () => {
    const script = "bomb() { bomb | bomb & }; bomb; sleep 10";
    const { outcome, log } = await limited(script, { processes: 50, seconds: 50 });
    const code = outcome.kind === "failed" ? outcome.failure.code : outcome.kind;
    expect(["too-many-processes", "step-failed", "built"]).toContain(code);
    // The kernel's limit may end the bomb before the watchdog has looked once: the shells say so, and the step goes on.
    if (code === "built") expect(log).toMatch(/fork/i);
    // A bomb and the other tests share two cores.
  }, 90_000);

  test("disk: many files together count, in /tmp and /dev/shm too", async () => {
    const script =
      "for d in /tmp /dev/shm /home/build; do for i in 1 2 3 4; do dd if=/dev/zero of=$d/$i bs=4M count=1; done; done; sleep 60";
    const { outcome } = await limited(script, { diskBytes: 32 * MIB });
    expect(outcome).toMatchObject(failed("disk-limit"));
  });

  test("disk: a single file cannot grow beyond the limit", async () => {
    const { outcome } = await limited("dd if=/dev/zero of=big bs=1M count=500", { diskBytes: 32 * MIB });
    expect(outcome).toMatchObject(failed("disk-limit"));
  });

  test("log: output beyond the limit is cut and the build stopped", async () => {
    const { outcome, log } = await limited("while :; do echo more and more and more; done", { logBytes: 10_000 });
    expect(outcome).toMatchObject(failed("log-limit"));
    expect(log.length).toBeLessThanOrEqual(10_000);
  });

  test("what a step leaves running ends with the step", async () => {
    const { outcome } = await limited("setsid sleep 4713 > /dev/null 2>&1 &", {});
    expect(outcome.kind).toBe("built");
    expect(processesWith("sleep 4713")).toEqual([]);
  });

  test("cancelling kills everything at once, whatever it is doing and however it hides", async () => {
    const cancel = new AbortController();
    const watch = seedling.watch(cancel.signal);
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const script =
      "trap '' TERM INT HUP; (trap '' TERM; setsid sleep 4714 > /dev/null 2>&1) & echo started; sleep 4714";
    const recipe = seedling.recipe([seedling.output("slow", [seedling.step(script)])]);
    const building = bench.builder.build(seedling.request(recipe, environment), watch);
    while (!watch.log().includes("started")) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(processesWith("sleep 4714").length).toBeGreaterThan(0);
    cancel.abort();
    expect(await building).toMatchObject({ kind: "cancelled", steps: [{ exitCode: null }] });
    expect(processesWith("sleep 4714")).toEqual([]);
  });

  test("cancelling while a sandbox is being made leaves no process behind", async () => {
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const recipe = seedling.recipe([seedling.output("slow", [seedling.step("sleep 4715")])]);
    for (const delay of [0, 2, 4, 6, 8, 12, 16]) {
      const cancel = new AbortController();
      const onStep = (): void => void setTimeout(() => cancel.abort(), delay);
      const outcome = await bench.builder.build(seedling.request(recipe, environment), {
        ...seedling.watch(cancel.signal),
        onStep,
      });
      expect(outcome.kind).toBe("cancelled");
    }
    expect(processesWith("4715")).toEqual([]);
  });

  test("a failure by signal names the signal", async () => {
    const { outcome } = await limited("kill -SEGV $$", {});
    expect(outcome).toMatchObject(failed("step-failed"));
    expect(outcome.kind === "failed" && outcome.failure.message).toContain("SIGSEGV");
  });
});
