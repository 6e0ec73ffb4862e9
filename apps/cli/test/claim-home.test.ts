import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { announceService } from "@ascent/config";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimHome } from "../src/stack/claim-home.ts";

const CLAIM = fileURLToPath(new URL("../src/stack/claim-home.ts", import.meta.url));
const children: ChildProcess[] = [];
let home: string;

beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), "ascent-claim-")), "home");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(join(home, ".."), { recursive: true });
});

const silent = () => undefined;

/** Another process that claims, says so, and has the claim until it is killed. */
async function other(): Promise<ChildProcess> {
  const code = `import(${JSON.stringify(CLAIM)}).then(async ({ claimHome }) => {
    const { kind } = await claimHome(${JSON.stringify(home)}, () => {});
    process.stdout.write(kind);
    setInterval(() => {}, 1000);
  });`;
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const said = await new Promise((resolve) => child.stdout?.once("data", (chunk) => resolve(String(chunk))));
  expect(said).toBe("ours");
  return child;
}

describe("the claim of a data directory", { timeout: 90_000 }, () => {
  test("is one command's at a time: of many at once one has it, each other when it is released, and nothing is left", async () => {
    let holders = 0;
    let most = 0;
    const work = Array.from({ length: 8 }, async () => {
      const claim = await claimHome(home, silent);
      if (claim.kind !== "ours") throw new Error("nothing runs");
      holders += 1;
      most = Math.max(most, holders);
      await new Promise((resolve) => setTimeout(resolve, 5));
      holders -= 1;
      await claim.release();
    });
    await Promise.all(work);
    expect(most).toBe(1);
    expect(await readdir(home)).toEqual([]);
  });

  test("makes others wait, who are told for whom, and get the service that comes of it", async () => {
    const first = await claimHome(home, silent);
    const waits: number[] = [];
    const second = claimHome(home, (pid) => waits.push(pid));
    await expect.poll(() => waits, { timeout: 20_000 }).toEqual([process.pid]);
    await announceService(home, { url: "http://127.0.0.1:1", token: "a-token-of-a-test", pid: process.pid });
    expect(await second).toMatchObject({ kind: "running", service: { url: "http://127.0.0.1:1" } });
    expect(waits).toHaveLength(1);
    if (first.kind === "ours") await first.release();
  });

  test("ends with a process that is killed", async () => {
    const child = await other();
    await expect(claimHome(home, silent, 0)).rejects.toMatchObject({
      code: "service-busy",
      message: expect.stringContaining(`process ${child.pid}`),
    });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    expect((await claimHome(home, silent)).kind).toBe("ours");
  });

  test.each(["", "12", "-1 1\n", "0 1\n", `${process.pid} 1\n`])(
    "that says %j is nobody's: a file that was cut off, or a process id that is used again",
    async (content) => {
      await mkdir(home, { recursive: true });
      await writeFile(join(home, "service.lock"), content);
      expect((await claimHome(home, silent)).kind).toBe("ours");
      expect(await readFile(join(home, "service.lock"), "utf8")).toMatch(new RegExp(`^${process.pid} \\d{2,}\n$`));
    },
  );
});
