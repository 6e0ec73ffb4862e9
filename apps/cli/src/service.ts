import { Client, type RunView } from "@ascent/client";
import { findService, readConfig } from "@ascent/config";
import { Fault } from "@ascent/core";

export interface ServiceOptions {
  readonly url?: string;
  readonly token?: string;
}

/** The service to talk to: as told, as the environment says, or the one that runs on this host. */
export async function findClient(options: ServiceOptions): Promise<Client> {
  const config = readConfig(process.env);
  const running = await findService(config.home);
  const url = options.url ?? process.env.ASCENT_URL ?? running?.url;
  const token = options.token ?? process.env.ASCENT_TOKEN ?? running?.token;
  if (url === undefined) {
    throw new Fault("service-unreachable", `no service runs on this host (data directory ${config.home})`, {
      wayOut: "Start it with `ascent up`, or name one elsewhere with --url and --token.",
    });
  }
  return new Client({ url: url.replace(/\/+$/, ""), token: token ?? "" });
}

/** The run that an id, or the beginning of one, names; the newest when none is given. */
export async function chooseRun(client: Client, id: string | undefined): Promise<RunView> {
  const { runs } = await client.runs(100);
  if (id === undefined) {
    const [newest] = runs;
    if (newest === undefined)
      throw new Fault("run-unknown", "there are no runs yet", { wayOut: "Start one: ascent run" });
    return newest;
  }
  const matching = runs.filter((run) => run.id.startsWith(id));
  if (matching.length === 1 && matching[0] !== undefined) return matching[0];
  if (matching.length === 0 && id.length === 36) return client.run(id);
  const found = matching.length === 0 ? "no run's id begins" : `${matching.length} runs' ids begin`;
  throw new Fault("run-unknown", `${found} with "${id}"`, { wayOut: "`ascent status --all` lists the runs." });
}
