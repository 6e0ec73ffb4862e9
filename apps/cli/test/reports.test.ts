import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@ascent/client";
import { differencesJson } from "@ascent/formats";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const differing = { name: "sed-4.9-r0", report: "report", first: "one", second: "two" };
const held: Readonly<Record<string, Uint8Array>> = {
  report: differencesJson({ package: "sed-4.9-r0", first: "run 1", second: "the rebuild" }, [
    { at: ["usr/bin/sed"], kind: "mode", first: "0755", second: "0775" },
  ]),
  one: Buffer.from("first package"),
  two: Buffer.from("second package"),
};
const client = { artifact: async (digest: string) => held[digest]! } as unknown as Client;

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "ascent-reports-"));
  // Whether diffoscope is installed is asked once.
  vi.resetModules();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(scratch, { recursive: true });
});

async function diffoscope(script: string): Promise<void> {
  const path = join(scratch, "diffoscope");
  await writeFile(path, `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${script}\n`);
  await chmod(path, 0o755);
  vi.stubEnv("PATH", `${scratch}:${process.env.PATH}`);
}

async function reports() {
  const { writeReports } = await import("../src/proof/reports.ts");
  return writeReports(client, join(scratch, "out"), [differing]);
}

test("each differing package has a report for people and one for programs", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const directory = await reports();
  expect((await readdir(directory)).sort()).toEqual(["sed-4.9-r0.json", "sed-4.9-r0.txt"]);
  expect(await readFile(join(directory, "sed-4.9-r0.txt"), "utf8")).toContain("usr/bin/sed: mode 0755 ≠ 0775");
  expect(await readFile(join(directory, "sed-4.9-r0.json"))).toEqual(Buffer.from(held.report!));
});

test("where diffoscope is installed, it is given both packages, and its report is beside ours", async () => {
  await diffoscope('[ "$1" = --html ] && cat "$3" "$4" > "$2"; exit 1');
  const directory = await reports();
  expect(await readFile(join(directory, "sed-4.9-r0.html"), "utf8")).toBe("first packagesecond package");
});

test("a diffoscope that fails is told with what it said last", async () => {
  await diffoscope("echo no memory >&2; exit 2");
  await expect(reports()).rejects.toThrow("diffoscope could not compare the packages: no memory");
});
