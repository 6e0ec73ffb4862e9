import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism, hostname } from "node:os";
import { createDirectoryStore } from "@ascent/artifact-store";
import { createDirectoryBlueprints } from "@ascent/blueprints";
import { createBuilder } from "@ascent/builder";
import { type Config, homeLayout, onStop, readConfig } from "@ascent/config";
import { isFault } from "@ascent/core";
import { type Attester, type JobQueue, startReconciler, startWorker, type WorkerPorts } from "@ascent/engine";
import { createDirectoryKeys, createKeyAttester, createKeylessAttester, type DirectoryKeys } from "@ascent/keyring";
import { createPostgresLedger } from "@ascent/postgres";
import { createQueue } from "@ascent/queue";
import { createSeedProvider } from "@ascent/seeds";
import { createSourceProvider, hostAptMirrors } from "@ascent/sources";
import { startTracing, type Tracing } from "@ascent/tracing";
import { buildUser } from "./build-user.ts";
import { createJobLog, type JobLog } from "./job-log.ts";
import { createWorkerMetrics, serveMetrics } from "./metrics.ts";

/** Wires a worker from the environment and takes jobs until SIGTERM, SIGINT, or the parent that forked it is gone. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const jobLog = createJobLog(config.logLevel);
  const { log } = jobLog;
  const stopping = new AbortController();
  const tracing = await startTracing("ascent-worker", process.env);
  const metrics = createWorkerMetrics();
  const naming = (queue: JobQueue) => metrics.counting(jobLog.naming(queue));
  const { ports, close } = await wire(config, { log, naming, tracing }, stopping.signal);
  if (config.workerMetrics !== undefined) {
    const { url } = await serveMetrics(metrics, config.workerMetrics);
    log.info({ url }, "metrics served");
  }
  const reconciler = startReconciler(ports);
  const worker = await startWorker(ports);
  process.send?.({ ready: true });
  log.info({ worker: ports.worker, arch: ports.arch, jobs: ports.jobs }, "worker ready");
  const stop = async () => {
    stopping.abort();
    await worker.drain();
    await reconciler.stop();
    await close();
    await tracing?.stop();
  };
  onStop(() => void stop().then(() => process.exit(0)));
}

async function wire(
  config: Config,
  { log, naming, tracing }: JobLog & { readonly tracing: Tracing | undefined },
  stopping: AbortSignal,
) {
  if (config.databaseUrl === undefined)
    throw new Error("DATABASE_URL is not set: a worker needs the service's database");
  const { databaseUrl, redisUrl } = config;
  const layout = homeLayout(config.home);
  const store = await createDirectoryStore(layout.store);
  const ledger = createPostgresLedger({ databaseUrl });
  const backend =
    redisUrl === undefined
      ? ({ backend: "postgres", databaseUrl } as const)
      : ({ backend: "redis", url: redisUrl } as const);
  const queue = await createQueue({ ...backend, traced: tracing !== undefined }, log);
  const keys = await createDirectoryKeys(layout.keys);
  const cores = availableParallelism();
  const ports: WorkerPorts = {
    worker: `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`,
    host: hostname(),
    arch: config.arch,
    jobs: config.jobs ?? cores,
    parallelism: cores,
    ledger,
    queue: naming(queue),
    store,
    blueprints: createDirectoryBlueprints({ directories: config.stages }),
    seeds: createSeedProvider({ store, directory: layout.seeds, keys, log }),
    sources: await createSourceProvider({ store, directory: layout.sources, aptMirrors: hostAptMirrors, log }),
    builder: await createBuilder({ store, directory: layout.builder, log, ...(await runAs()) }),
    keys,
    attester: attesterOf(config, keys),
    clock: { now: () => new Date() },
    log,
    stopping,
    ...(tracing && { tracer: tracing.tracer }),
  };
  return { ports, close: () => Promise.all([queue.close(), ledger.close()]) };
}

function attesterOf({ signing }: Config, keys: DirectoryKeys): Attester {
  if (signing.kind === "key") return createKeyAttester(keys);
  const { kind: _keyless, ...services } = signing;
  return createKeylessAttester({ ...services, installation: keys.installation });
}

async function runAs() {
  const user = buildUser(await readFile("/etc/passwd", "utf8"), process.getuid?.());
  return user === undefined ? {} : { runAs: user };
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const wayOut = isFault(error) && error.wayOut !== undefined ? `\n${error.wayOut}` : "";
  process.stderr.write(`ascent worker: ${message}${wayOut}\n`);
  process.exit(1);
});
