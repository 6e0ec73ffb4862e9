import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Arch } from "@ascent/core";
import { startEmbeddedPostgres } from "@ascent/postgres";
import type { QueueServer } from "@ascent/testkit";
import { createPostgresBackend, Queue } from "bullmq";
import { Client } from "pg";
import { createQueue, type QueueConfig, type QueueTuning } from "../src/index.ts";

/** A real server of one kind, for one test file. */
export interface QueueHost {
  readonly port: number;
  /** How to reach it, directly or through a gate on another port. */
  config(tuning?: QueueTuning, port?: number): QueueConfig;
  stop(): Promise<void>;
}

export function hasRedisServer(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

export async function redisHost(): Promise<QueueHost> {
  const port = await freePort();
  const server = spawn("redis-server", ["--port", String(port), "--save", "", "--bind", "127.0.0.1"], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: tmpdir(),
  });
  for await (const chunk of server.stdout) if (String(chunk).includes("Ready to accept")) break;
  server.stdout.resume();
  return {
    port,
    config: (tuning = {}, at = port) => ({ ...tuning, backend: "redis", url: `redis://127.0.0.1:${at}` }),
    async stop() {
      server.kill("SIGKILL");
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    },
  };
}

export async function postgresHost(): Promise<QueueHost> {
  const directory = await mkdtemp(join(tmpdir(), "ascent-queue-pg-"));
  const server = await startEmbeddedPostgres({ dataDirectory: join(directory, "data"), durable: false });
  const { port } = new URL(server.url);
  return {
    port: Number(port),
    config(tuning = {}, at = Number(port)) {
      const url = new URL(server.url);
      url.port = String(at);
      return { ...tuning, backend: "postgres", databaseUrl: url.href };
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A namespace that no other test uses. */
export function freshNamespace(): string {
  return `test-${randomUUID()}`;
}

/** The host as the conformance suite wants it. */
export function conformanceServer(host: QueueHost): QueueServer {
  return {
    async fresh() {
      const namespace = freshNamespace();
      return {
        open: (log) => createQueue(host.config({ namespace }), log),
        sendRaw: (arch, id, payload) =>
          sendRaw(host.config(), `${namespace}-builds-${arch satisfies Arch}`, { id, payload }),
      };
    },
    stop: () => host.stop(),
  };
}

async function sendRaw(config: QueueConfig, name: string, job: { id: string; payload: unknown }): Promise<void> {
  const queue =
    config.backend === "redis"
      ? new Queue(name, { connection: { url: config.url } })
      : new Queue(name, { connection: { connectionString: config.databaseUrl } }, createPostgresBackend);
  await queue.add("build", job.payload, { jobId: job.id, priority: 1, removeOnComplete: true });
  await queue.close();
}

/** Breaks every connection of the queue to Postgres, as an administrator or a failover would. */
export async function terminateConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null",
  );
  await client.end();
}
