import { join } from "node:path";
import { Client } from "@ascent/client";
import { type Config, findService, homeLayout } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";
import { keepEmbeddedPostgres, migrate, type ServerNews } from "@ascent/postgres";
import { type Child, startChild } from "./child.ts";
import { claimHome } from "./claim-home.ts";

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

/**
 * The service of this host: the one that runs already, or a new one on embedded defaults. Of several commands that want one
 * at the same time, one starts it and the others wait for that.
 */
export async function openStack(config: Config, options: StackOptions): Promise<Stack> {
  const claim = await claimHome(config.home, (pid) => {
    options.onStep(`process ${pid} starts or stops a service on this data directory: waiting for it`);
  });
  if (claim.kind === "ours") return startStack(config, options, claim.release);
  options.onStep(`the service at ${claim.service.url} runs already`);
  return { client: new Client(claim.service), ours: false, stop: async () => {} };
}

/**
 * Starts Postgres (unless DATABASE_URL names one), the API and a worker for this host's arch. What was started before
 * a failure is stopped again.
 */
async function startStack(config: Config, options: StackOptions, release: () => Promise<void>): Promise<Stack> {
  const stops: (() => Promise<void>)[] = [release];
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
  const dataDirectory = homeLayout(config.home).postgres;
  const database = await keepEmbeddedPostgres({ dataDirectory }, (news) => options.onStep(newsLine(news)));
  stops.push(() => database.stop());
  return database.url;
}

/** The API and the worker wait for the database by themselves. */
function newsLine(news: ServerNews): string {
  if (news.kind === "gone") return "Postgres has ended, which nobody asked for: starting it again";
  if (news.kind === "back") return "Postgres runs again";
  const why = news.error instanceof Error ? news.error.message : String(news.error);
  return `Postgres could not be started again, which is tried later: ${why}`;
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
