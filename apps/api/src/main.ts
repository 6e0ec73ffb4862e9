import { randomUUID } from "node:crypto";
import { statfs } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDirectoryStore } from "@ascent/artifact-store";
import { createDirectoryBlueprints } from "@ascent/blueprints";
import { BUILDER_VERSION } from "@ascent/builder";
import { announceService, type Config, homeLayout, onStop, readConfig, withdrawService } from "@ascent/config";
import { Fault, isFault } from "@ascent/core";
import { type Log, recordKeys, startErrands, startReconciler } from "@ascent/engine";
import { createDirectoryKeys, createSecretBox } from "@ascent/keyring";
import { createPostgresAccess, createPostgresLedger, migrate } from "@ascent/postgres";
import { createErrandQueue, createQueue, openBoardQueues, type QueueConfig } from "@ascent/queue";
import { createSeedProvider } from "@ascent/seeds";
import { startTracing, type Tracing } from "@ascent/tracing";
import { createWebhookPoster, readNetworks } from "@ascent/webhooks";
import { apiToken } from "./api-token.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./logger.ts";
import type { Room } from "./metrics/stored-metrics.ts";
import { countWebhookTries } from "./metrics/webhook-metrics.ts";
import type { ApiPorts } from "./ports.ts";
import { createServer } from "./server.ts";

/** The apps are siblings in dist as in src; the dashboard is served, never imported. */
const DASHBOARD = fileURLToPath(new URL("../../dashboard/dist/site", import.meta.url));

/** Wires the API from the environment, serves until SIGTERM, SIGINT or the end of who started it, then lets requests end. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const tracing = await startTracing("ascent-api", process.env);
  const backend = backendOf(config);
  const { ports, close } = await wire(config, log, { backend, tracing });
  await recordKeys(ports);
  const token = await apiToken(config, homeLayout(config.home).token);
  const queueBoard = { open: () => openBoardQueues(backend, log) };
  const shown = { dashboard: DASHBOARD, queueBoard, access: config.access };
  const server = await createServer(ports, { token, logger: log, ...shown, ...(tracing && { tracing }) });
  const url = await listen(server, config);
  const loops = [startReconciler(ports), await startErrands(ports)];
  await announceService(config.home, { url, token, pid: process.pid });
  process.send?.({ ready: true, url });
  const stop = async () => {
    await withdrawService(config.home, process.pid);
    await server.close();
    await Promise.all(loops.map((loop) => loop.stop()));
    await close();
    await tracing?.stop();
  };
  onStop(() => void stop().then(() => process.exit(0), fail));
}

interface Carriers {
  readonly backend: QueueConfig;
  readonly tracing: Tracing | undefined;
}

async function wire(config: Config, log: Log, { backend, tracing }: Carriers) {
  const layout = homeLayout(config.home);
  const databaseUrl = config.databaseUrl ?? missing("DATABASE_URL");
  await migrate(databaseUrl);
  const ledger = createPostgresLedger({ databaseUrl });
  const access = createPostgresAccess({ databaseUrl });
  const queues = await openQueues({ ...backend, traced: tracing !== undefined }, log);
  const store = await createDirectoryStore(layout.store);
  const keys = await createDirectoryKeys(layout.keys);
  const webhookTries = countWebhookTries();
  const ports: ApiPorts = {
    ledger,
    operations: ledger,
    storeRoom: () => roomOf(layout.store),
    access,
    ...queues,
    store,
    blueprints: createDirectoryBlueprints({ directories: config.stages }),
    seeds: createSeedProvider({ store, directory: layout.seeds, keys, log }),
    builder: { version: BUILDER_VERSION },
    keys,
    secretBox: createSecretBox(layout.keys),
    poster: webhookTries.counted(createWebhookPoster({ networks: readNetworks(config.webhookNetworks) })),
    webhookTries,
    clock: { now: () => new Date() },
    ids: { uuid: randomUUID },
    log,
    ...(tracing && { tracer: tracing.tracer }),
  };
  const close = async () => {
    await Promise.all(Object.values(queues).map((queue) => queue.close()));
    await access.close();
    await ledger.close();
  };
  return { ports, close };
}

async function roomOf(directory: string): Promise<Room> {
  const { bsize, blocks, bavail } = await statfs(directory);
  return { size: bsize * blocks, free: bsize * bavail };
}

function backendOf({ redisUrl, databaseUrl = missing("DATABASE_URL") }: Config): QueueConfig {
  return redisUrl === undefined ? { backend: "postgres", databaseUrl } : { backend: "redis", url: redisUrl };
}

async function openQueues(backend: QueueConfig, log: Log) {
  return { queue: await createQueue(backend, log), errands: await createErrandQueue(backend, log) };
}

function missing(variable: string): never {
  throw new Fault("bad-configuration", `${variable} is not set`, {
    wayOut: "`ascent up` starts the API with an embedded Postgres; on its own it needs one.",
  });
}

function fail(error: unknown): never {
  const told = isFault(error)
    ? `${error.message}\n${error.wayOut ?? ""}`
    : String(error instanceof Error ? error.message : error);
  process.stderr.write(`ascent api: ${told.trim()}\n`);
  process.exit(1);
}

main().catch(fail);
