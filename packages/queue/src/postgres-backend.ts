import { Fault } from "@ascent/core";
import { createPostgresBackend, Queue, runMigrations, Worker } from "bullmq";
import { Client } from "pg";
import { type Backend, FEW_EVENTS, type Traced } from "./backend.ts";

const CONNECT_MS = 5_000;
const QUERY_MS = 15_000;
/** Longer than pauses between builds, so that a send does not wait for a new connection. */
const IDLE_MS = 300_000;

/**
 * BullMQ on Postgres, in the schema `bullmq` of the given database. Every queue and worker has a small pool of its own: a
 * shared one would lose a client to each worker's LISTEN and `add` would then hang.
 */
export function postgresBackend(databaseUrl: string, traced: Traced = {}): Backend {
  const place = placeOf(databaseUrl);
  const pool = (max: number) => ({
    connectionString: databaseUrl,
    max,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    idleTimeoutMillis: IDLE_MS,
    application_name: "ascent-queue",
  });
  return {
    place,
    wayOut: `start Postgres at ${place.replace("Postgres at ", "")}, or correct DATABASE_URL`,
    prepare: () => migrate(databaseUrl),
    openQueue: (name) =>
      new Queue(name, { connection: pool(2), streams: FEW_EVENTS, ...traced }, createPostgresBackend),
    openWorker: (name, processor, tuning) =>
      new Worker(name, processor, { connection: pool(2), ...tuning, ...traced }, createPostgresBackend),
  };
}

/** Brings BullMQ's own schema up to date; any number of processes may do so at once. */
async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_MS });
  // A connection that breaks while idle reports here; the query that needed it fails by itself.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await runMigrations(client);
  } catch (cause) {
    throw new Fault("queue-migration-failed", `the queue's tables could not be made in ${placeOf(databaseUrl)}`, {
      cause,
      wayOut: "use Postgres 14 or newer and a role that may create a schema in this database",
    });
  } finally {
    await client.end();
  }
}

function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) {
    throw new Fault("queue-misconfigured", "the database address of the queue is no URL", {
      wayOut: "set DATABASE_URL to something like postgres://user:password@127.0.0.1:5432/ascent",
    });
  }
  const { host, pathname, searchParams } = new URL(databaseUrl);
  return `Postgres at ${host || searchParams.get("host") || "the local socket"}${pathname}`;
}
