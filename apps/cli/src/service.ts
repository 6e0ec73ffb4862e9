import { existsSync } from "node:fs";
import { Client, type ListedRunView, type RunView } from "@ascent/client";
import { type Config, findService, homeLayout, readConfig } from "@ascent/config";
import { Fault } from "@ascent/core";
import { aborted, onInterrupt, sawEnough } from "./interrupt.ts";
import { EXIT } from "./tell.ts";

/** What `serviceOptions` takes. */
export interface ServiceOptions {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** The service to talk to: as told, as the environment says, or the one that runs on this host. */
export async function findClient(options: ServiceOptions): Promise<Client> {
  const config = readConfig(process.env);
  const client = await runningClient(config, options);
  if (client !== undefined) return client;
  throw new Fault("service-unreachable", `no service runs on this host (data directory ${config.home})`, {
    wayOut: "Start it with `ascent up`, or name one elsewhere with --url and --token.",
  });
}

/**
 * Asks a service and, where none runs but an earlier one left its records on this host, starts the API for as long as
 * the question takes: what a bootstrap built, or why it failed, can be looked at after it has ended.
 */
export async function withRecords(options: ServiceOptions, ask: (client: Client) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const client = await runningClient(config, options);
  if (client !== undefined) return ask(client);
  if (config.databaseUrl === undefined && !existsSync(homeLayout(config.home).postgres)) {
    throw new Fault("service-unreachable", `nothing has been built yet in the data directory ${config.home}`, {
      wayOut: "Start with `ascent bootstrap`, or name a service elsewhere with --url and --token.",
    });
  }
  // Loaded when it is needed: it brings Postgres along, and most commands find a service that runs.
  const { openStack } = await import("./stack/stack.ts");
  const interrupt = onInterrupt();
  const stack = await openStack({ ...config, port: 0 }, { jobs: 0, onStep: () => {} });
  try {
    await Promise.race([ask(stack.client), aborted(interrupt.signal)]);
  } finally {
    await stack.stop();
    interrupt.release();
  }
  // The question itself may still wait for an answer that nobody gives any more.
  if (interrupt.signal.aborted) process.exit(sawEnough(interrupt.signal) ? EXIT.ok : EXIT.interrupted);
}

async function runningClient(config: Config, options: ServiceOptions): Promise<Client | undefined> {
  const running = await findService(config.home);
  const url = options.url ?? process.env.ASCENT_URL ?? running?.url;
  const token = options.token ?? process.env.ASCENT_TOKEN ?? running?.token;
  return url === undefined ? undefined : new Client({ url: serviceAddress(url), token: token ?? "" });
}

/** Throws Fault "bad-address". */
function serviceAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, "");
  throw new Fault("bad-address", `"${text}" is no address of a service`, {
    wayOut: "Give one such as http://127.0.0.1:7070, by --url or ASCENT_URL.",
  });
}

/**
 * The run that an id, the beginning of one, or `latest` (the newest bootstrap) names; the newest of all when none is given.
 * Throws Fault "run-unknown".
 */
export async function chooseRun(client: Client, id: string | undefined): Promise<RunView> {
  const { runs } = await client.runs(100);
  if (id === undefined || id === "latest")
    return client.run(newest(id === undefined ? runs : runs.filter(isBootstrap)).id);
  const matching = runs.filter((run) => run.id.startsWith(id));
  if (matching.length === 1 && matching[0] !== undefined) return client.run(matching[0].id);
  if (matching.length === 0 && id.length === 36) return client.run(id);
  const found = matching.length === 0 ? "no run's id begins" : `${matching.length} runs' ids begin`;
  throw new Fault("run-unknown", `${found} with "${id}"`, { wayOut: "`ascent status --all` lists the runs." });
}

/**
 * As `chooseRun`; when no id is given, the newest bootstrap that has a verdict: a rebuild has none of its own, and neither
 * has what is unfinished or failed. Throws Fault "run-unknown", also when none of the newest hundred runs has one.
 */
export async function chooseJudgedRun(client: Client, id: string | undefined): Promise<RunView> {
  if (id !== undefined) return chooseRun(client, id);
  const { runs } = await client.runs(100);
  const judged = runs.find((run) => isBootstrap(run) && run.verdict !== undefined);
  if (judged !== undefined) return client.run(judged.id);
  throw new Fault("run-unknown", "no bootstrap among the newest runs has a verdict yet", {
    wayOut: "Start one: ascent bootstrap; or name a run: `ascent status --all` lists them.",
  });
}

/** A run that is no rebuild of another. */
export function isBootstrap({ purpose }: Pick<RunView, "purpose">): boolean {
  return purpose?.kind !== "rebuild";
}

function newest([run]: readonly ListedRunView[]): ListedRunView {
  if (run !== undefined) return run;
  throw new Fault("run-unknown", "there are no runs yet", { wayOut: "Start one: ascent run" });
}
