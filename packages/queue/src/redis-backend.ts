import { Fault } from "@ascent/core";
import { Queue, Worker } from "bullmq";
import { type Backend, FEW_EVENTS, type Traced } from "./backend.ts";

const CONNECT_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const LONGEST_RETRY_MS = 5_000;

const shared = {
  connectTimeout: CONNECT_MS,
  keepAlive: KEEP_ALIVE_MS,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_RETRY_MS),
};

/** BullMQ on Redis through ioredis. `url`: `redis://[user:password@]host:port[/db]`, `rediss://` for TLS. */
export function redisBackend(url: string, traced: Traced = {}): Backend {
  const { host } = parsedUrl(url);
  return {
    place: `Redis at ${host}`,
    wayOut: `start Redis at ${host}, or correct REDIS_URL; without REDIS_URL the queue runs on Postgres`,
    prepare: async () => undefined,
    // A send that cannot go out now must fail now: the outbox sends again.
    openQueue: (name) =>
      new Queue(name, {
        connection: { url, ...shared, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
        streams: FEW_EVENTS,
        ...traced,
      }),
    openWorker: (name, processor, tuning) =>
      new Worker(name, processor, { connection: { url, ...shared, maxRetriesPerRequest: null }, ...tuning, ...traced }),
  };
}

function parsedUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && ["redis:", "rediss:"].includes(parsed.protocol)) return parsed;
  throw new Fault("queue-misconfigured", "the Redis address is no redis:// or rediss:// URL", {
    wayOut: "set REDIS_URL to something like redis://127.0.0.1:6379, or leave it out to run the queue on Postgres",
  });
}
