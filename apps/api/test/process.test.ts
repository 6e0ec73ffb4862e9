import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@ascent/client";
import { findService } from "@ascent/config";
import { type TestDatabase, testDatabase } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { apiToken } from "../src/api-token.ts";
import { CHECKOUT } from "./rig.ts";

let home: string;
let database: TestDatabase;

beforeAll(async () => {
  [home, database] = await Promise.all([mkdtemp(join(tmpdir(), "ascent-api-")), testDatabase()]);
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

/** The real process, from its sources. */
function api(environment: Record<string, string | undefined>) {
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", "apps/api/src/main.ts"], {
    cwd: CHECKOUT,
    env: { ...process.env, ASCENT_HOME: home, ASCENT_PORT: "0", DATABASE_URL: database.url, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const told = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (told.stdout += String(chunk)));
  child.stderr.on("data", (chunk: Buffer) => (told.stderr += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, told, ended };
}

describe("the API's process", { timeout: 90_000 }, () => {
  test("announces itself to its owner alone, serves with its own token, keeps it out of its log, and leaves without a trace", async () => {
    const { child, told, ended } = api({ ASCENT_TOKEN: undefined });
    const service = await vi.waitFor(
      async () => {
        const found = await findService(home);
        expect(found?.pid, told.stderr).toBe(child.pid);
        return found!;
      },
      { timeout: 80_000, interval: 50 },
    );
    expect(new URL(service.url).hostname).toBe("127.0.0.1");
    expect(await new Client(service).runs()).toEqual({ runs: [] });
    await expect(new Client({ ...service, token: "wrong" }).runs()).rejects.toMatchObject({
      code: "unauthorized",
      status: 401,
    });
    for (const name of ["service.json", "token"]) expect((await stat(join(home, name))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(home, "token"), "utf8")).trim()).toBe(service.token);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(await findService(home)).toBeUndefined();
    await expect(stat(join(home, "service.json"))).rejects.toMatchObject({ code: "ENOENT" });
    expect(told.stdout).toContain("/v1/runs");
    expect(told.stdout + told.stderr).not.toContain(service.token);
  });

  test("a port in use ends it with one clear message and a way out", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const elsewhere = await mkdtemp(join(tmpdir(), "ascent-api-"));
    const { told, ended } = api({ ASCENT_PORT: String(port), ASCENT_HOME: elsewhere });
    expect(await ended).toBe(1);
    expect(told.stderr).toContain(`ascent api: another program listens on 127.0.0.1:${port}\n`);
    expect(told.stderr).toContain("ASCENT_PORT");
    expect(told.stderr).not.toContain("    at ");
    expect(await findService(elsewhere)).toBeUndefined();
    await rm(elsewhere, { recursive: true });
    other.close();
  });

  test.each([
    [{ ASCENT_PORT: "seven" }, "ASCENT_PORT: must be a whole number from 0 to 65535"],
    [{ DATABASE_URL: "postgres://nobody:hidden-password@127.0.0.1:1/x" }, "Check that Postgres runs"],
  ])("%j ends it with a clear message", async (environment, message) => {
    const elsewhere = await mkdtemp(join(tmpdir(), "ascent-api-"));
    const { told, ended } = api({ ASCENT_HOME: elsewhere, ...environment });
    expect(await ended).toBe(1);
    expect(told.stderr).toContain(message);
    expect(told.stderr).not.toContain("    at ");
    expect(told.stdout + told.stderr).not.toContain("hidden-password");
    await rm(elsewhere, { recursive: true });
  });
});

describe("the token's file", () => {
  async function within(work: (path: string) => Promise<void>): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), "ascent-token-"));
    await work(join(directory, "deep", "token"));
    await rm(directory, { recursive: true });
  }
  const none = { token: undefined };

  test("is made once, for its owner alone, and the same ever after; many at once agree", () =>
    within(async (path) => {
      const tokens = await Promise.all(Array.from({ length: 20 }, () => apiToken(none, path)));
      expect(new Set(tokens).size).toBe(1);
      expect(tokens[0]).toMatch(/^[\w-]{32}$/);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await apiToken(none, path)).toBe(tokens[0]);
    }));

  test("is not needed where the environment has a token", () =>
    within(async (path) => {
      expect(await apiToken({ token: "from-the-environment" }, path)).toBe("from-the-environment");
      await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
    }));

  test("that others could read is closed to them", () =>
    within(async (path) => {
      const token = await apiToken(none, path);
      await chmod(path, 0o644);
      expect(await apiToken(none, path)).toBe(token);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }));

  test.each(["", "\n", "short", "two words that are long enough"])(
    "that holds %j opens nothing: it is refused",
    (content) =>
      within(async (path) => {
        await apiToken(none, path);
        await writeFile(path, content);
        await expect(apiToken(none, path)).rejects.toMatchObject({
          code: "token-unreadable",
          wayOut: expect.stringContaining("Delete"),
        });
      }),
  );

  test("that is none is refused with its path", () =>
    within(async (path) => {
      await rm(join(path, ".."), { recursive: true, force: true });
      await mkdir(path, { recursive: true });
      await expect(apiToken(none, path)).rejects.toMatchObject({
        code: "token-unreadable",
        message: expect.stringContaining(path),
      });
    }));
});
