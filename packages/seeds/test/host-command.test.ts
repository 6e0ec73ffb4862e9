import { expect, test } from "vitest";
import { runCommand } from "../src/host-command.ts";

const never = new AbortController().signal;

test("a program's output and exit code are a result, whatever the code", async () => {
  const result = await runCommand("sh", ["-c", "echo out; echo err >&2; exit 3"], { signal: never });
  expect(result).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
});

test("programs speak English in UTC, and see nothing of our environment but where programs and proxies are", async () => {
  process.env.ASCENT_SECRET = "hidden";
  const { stdout } = await runCommand("env", [], { signal: never, env: { APT_CONFIG: "/x" } });
  delete process.env.ASCENT_SECRET;
  expect(stdout).toContain("LC_ALL=C\n");
  expect(stdout).toContain("APT_CONFIG=/x\n");
  expect(stdout).not.toContain("hidden");
});

test("a program that is not there is a fault of its own", async () => {
  await expect(runCommand("no-such-program-here", [], { signal: never })).rejects.toMatchObject({
    code: "host-tool-missing",
  });
});

test("an abort ends the program and what it started, with the abort's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const marker = `4${process.pid}.125`;
  const running = runCommand("sh", ["-c", `sleep ${marker} & sleep ${marker}; wait`], { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 100);
  await expect(running).rejects.toBe(reason);
  const { stdout } = await runCommand("sh", ["-c", `cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' || true`], {
    signal: never,
  });
  expect(stdout).not.toContain(`sleep ${marker} sleep`);
  expect(stdout.split(`sleep ${marker}`).length - 1).toBe(0);
});
