import { readFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { keepEmbeddedPostgres, openPool, type ServerNews } from "@ascent/postgres";
import { afterEach, expect, test } from "vitest";
import { serverPlace } from "./server-place.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function kept() {
  const { data, remove } = await serverPlace();
  undo.push(remove);
  const news: ServerNews[] = [];
  const server = await keepEmbeddedPostgres({ dataDirectory: data, durable: false }, (heard) => news.push(heard));
  undo.push(() => server.stop());
  const pid = () => Number.parseInt(readFileSync(join(data, "postmaster.pid"), "utf8"), 10);
  const heard = () => news.map(({ kind }) => kind);
  return { data, server, pid, heard };
}

async function answer(url: string): Promise<unknown> {
  const pool = openPool(url, 1);
  try {
    return (await pool.query("select 1 as one")).rows;
  } finally {
    await pool.end();
  }
}

const PATIENCE = { timeout: 60_000 };

test("a server that is killed comes back at its address, time and again, and its stop ends the one that runs", async () => {
  const { server, pid, heard } = await kept();
  for (const times of [1, 2]) {
    const killed = pid();
    process.kill(killed, "SIGKILL");
    await expect.poll(() => heard().filter((kind) => kind === "back"), PATIENCE).toHaveLength(times);
    expect(pid()).not.toBe(killed);
    expect(await answer(server.url)).toEqual([{ one: 1 }]);
  }
  const last = pid();
  await server.stop();
  expect(() => process.kill(last, 0)).toThrow("ESRCH");
  await expect(answer(server.url)).rejects.toThrow();
}, 150_000);

test("what keeps it from starting again is told, and tried again until it is mended", async () => {
  const { data, server, pid, heard } = await kept();
  const killed = pid();
  await rename(join(data, "global"), join(data, "elsewhere"));
  process.kill(killed, "SIGKILL");
  await expect.poll(heard, PATIENCE).toContain("failed");
  await rename(join(data, "elsewhere"), join(data, "global"));
  await expect.poll(heard, PATIENCE).toContain("back");
  expect(heard().filter((kind) => kind === "gone")).toHaveLength(1);
  expect(await answer(server.url)).toEqual([{ one: 1 }]);
}, 150_000);

test("a stop while it is gone ends the keeping, and nothing runs afterwards", async () => {
  const { server, pid } = await kept();
  process.kill(pid(), "SIGKILL");
  await server.stop();
  await server.stop();
  await expect(answer(server.url)).rejects.toThrow();
}, 60_000);
