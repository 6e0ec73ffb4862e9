import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "@ascent/client";
import { type Config, findService, homeLayout } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";
import { migrate, startEmbeddedPostgres } from "@ascent/postgres";
import { type Child, startChild } from "./child.ts";

export interface Stack {
  readonly client: Client;
  /** False where the service was there already: then it is left running. */
  readonly ours: boolean;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Builds at once; the number of processors unless told otherwise. 0: no worker, for a look at what is recorded. */
  readonly jobs?: number;
  /** What the worker builds for; the configured arch unless told otherwise. */
  readonly arch?: Arch;
  readonly onStep: (step: string) => void;
}

/** The service of this host: the one that runs already, or a new one on embedded defaults. */
export async function openStack(config: Config, options: StackOptions): Promise<Stack> {
  const running = await findService(config.home);
  if (running !== undefined) {
    options.onStep(`the service at ${running.url} runs already`);
    return { client: new Client(running), ours: false, stop: async () => {} };
  }
  return startStack(config, options);
}

/**
 * Starts Postgres (unless DATABASE_URL names one), the API and a worker for this host's arch. What was started before
 * a failure is stopped again.
 */
export async function startStack(config: Config, options: StackOptions): Promise<Stack> {
  await prepareHome(config.home);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await startDatabase(config, options, stops));
    await migrate(databaseUrl);
    const environment = childEnvironment(config, databaseUrl, options);
    for (const name of options.jobs === 0 ? (["api"] as const) : (["api", "worker"] as const)) {
      options.onStep(name === "api" ? "starting the API" : `starting a worker for ${environment.ASCENT_ARCH}`);
      const child: Child = await startChild({
        name,
        environment,
        logFile: join(homeLayout(config.home).logs, `${name}.log`),
      });
      stops.push(() => child.stop());
    }
    return { client: await localClient(config.home), ours: true, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(config: Config, options: StackOptions, stops: (() => Promise<void>)[]): Promise<string> {
  options.onStep("starting Postgres");
  const database = await startEmbeddedPostgres({ dataDirectory: homeLayout(config.home).postgres });
  stops.push(() => database.stop());
  return database.url;
}

function childEnvironment(config: Config, databaseUrl: string, options: StackOptions): Record<string, string> {
  const count = options.jobs ?? config.jobs;
  return {
    DATABASE_URL: databaseUrl,
    ASCENT_HOME: config.home,
    ASCENT_PORT: String(config.port),
    ASCENT_ARCH: options.arch ?? config.arch,
    ...(count === undefined || count === 0 ? {} : { ASCENT_JOBS: String(count) }),
  };
}

async function localClient(home: string): Promise<Client> {
  const running = await findService(home);
  if (running === undefined) throw new Fault("service-start-failed", "the API said that it is ready but left no word");
  return new Client(running);
}

async function prepareHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new Fault("home-unusable", `the data directory ${home} cannot be made: ${(cause as Error).message}`, {
      wayOut: "Set ASCENT_HOME to a directory that you may write to.",
      cause,
    });
  }
}
