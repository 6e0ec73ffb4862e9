import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announceService, findService, withdrawService } from "@ascent/config";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let home: string;
const service = { url: "http://127.0.0.1:7070", token: "a-token", pid: process.pid };

beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), "ascent-config-")), "home");
});
afterEach(() => rm(join(home, ".."), { recursive: true, force: true }));

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("close", resolve));
  return child.pid ?? 0;
}

describe("the running service", () => {
  test("is found once it has announced itself, by its owner alone", async () => {
    expect(await findService(home)).toBeUndefined();
    await announceService(home, service);
    expect(await findService(home)).toEqual(service);
    expect((await stat(join(home, "service.json"))).mode & 0o777).toBe(0o600);
    expect(await readdir(home)).toEqual(["service.json"]);
  });

  test("an announcement replaces the one before, also one that others could read", async () => {
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "service.json"), "{}", { mode: 0o666 });
    await announceService(home, service);
    expect((await stat(join(home, "service.json"))).mode & 0o777).toBe(0o600);
    await Promise.all([1, 2, 3].map((n) => announceService(home, { ...service, url: `http://127.0.0.1:${n}` })));
    expect((await findService(home))?.url).toMatch(/^http:\/\/127\.0\.0\.1:[123]$/);
  });

  test("whose process is gone is none", async () => {
    await announceService(home, { ...service, pid: await endedPid() });
    expect(await findService(home)).toBeUndefined();
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    JSON.stringify({ ...service, pid: 0 }),
    JSON.stringify({ ...service, pid: -1 }),
    JSON.stringify({ ...service, pid: "1" }),
    JSON.stringify({ ...service, url: "file:///etc/passwd" }),
    JSON.stringify({ ...service, url: "nowhere" }),
    JSON.stringify({ url: service.url, pid: service.pid }),
    "\u0000\u0001\u0002",
  ])("a file that holds %j announces none", async (content) => {
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "service.json"), content);
    expect(await findService(home)).toBeUndefined();
  });

  test("takes back its own word, and nobody else's", async () => {
    await announceService(home, service);
    await withdrawService(home, service.pid + 1);
    expect(await findService(home)).toEqual(service);
    await withdrawService(home, service.pid);
    await expect(readFile(join(home, "service.json"))).rejects.toMatchObject({ code: "ENOENT" });
    await withdrawService(home, service.pid);
  });
});
