import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { homeLayout } from "./config.ts";

/** How a client on the same host finds the service: who runs, where, and with which token. */
const RunningService = z.object({ url: z.url(), token: z.string(), pid: z.int() });
export type RunningService = z.infer<typeof RunningService>;

/** Leaves word of a running service; readable by its owner alone, because the token is in it. */
export async function announceService(home: string, service: RunningService): Promise<void> {
  const path = homeLayout(home).service;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(service), { mode: 0o600 });
  await rename(draft, path);
}

/** The service that announced itself and whose process still lives; undefined when there is none. */
export async function findService(home: string): Promise<RunningService | undefined> {
  try {
    const service = RunningService.parse(JSON.parse(await readFile(homeLayout(home).service, "utf8")));
    process.kill(service.pid, 0);
    return service;
  } catch {
    return undefined;
  }
}

export async function withdrawService(home: string): Promise<void> {
  await rm(homeLayout(home).service, { force: true });
}
