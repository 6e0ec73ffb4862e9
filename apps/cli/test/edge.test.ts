import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Fault } from "@ascent/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { defectLines, tellError } from "../src/tell.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The real command line; what it says and how it ends. */
function ascent(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ["--conditions=source", "--import", "tsx", MAIN, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: { ...process.env, NO_COLOR: "1" } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("a command line tells at once what is wrong with it", { timeout: 60_000 }, () => {
  test("with the version when asked for it", async () => {
    expect(await ascent("--version")).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });

  test.each(["0", "-1", "1e3", "257", "two", "", "2.5"])(
    "more builds at once than a worker can do, or none: %s",
    async (jobs) => {
      const { code, stderr } = await ascent("up", "--jobs", jobs);
      expect(code).toBe(2);
      expect(stderr).toContain("It must be a whole number from 1 to 256.");
    },
  );

  test.each(["notaurl", "ftp://host", "127.0.0.1:7070", "/var/run"])("an address that is none: %s", async (url) => {
    const { code, stderr } = await ascent("status", "--json", "--url", url, "--token", "t".repeat(20));
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ code: "bad-address", wayOut: expect.stringContaining("--url") });
  });
});

describe("what is told to a person", () => {
  afterEach(() => void vi.restoreAllMocks());
  const hostile = "a\nb\x1b[31m\x1b]0;title\x07\x9b1m\r\tc";

  test("never commands the terminal, whatever a file or a program is called", () => {
    const told: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => told.push(String(text)) > 0);
    tellError(new Fault("x", `no folder ${hostile}`, { wayOut: `Mend ${hostile}.` }), false);
    const place = { file: hostile, line: 1, column: 1 };
    told.push(...defectLines([{ severity: "defect", code: "x", place, message: hostile, wayOut: hostile }]));
    const seen = told.join("\n");
    expect(seen.match(/a\nb\\x1b\[31m\\x1b\]0;title\\x07\\x9b1m\\x0d\tc/g)).toHaveLength(5);
  });
});
