import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { homeLayout } from "./config.ts";

/** How a client on the same host finds the service: who runs, where, and with which token. */
const RunningService = z.object({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1),
  // Signal 0 to pid 0 or below would ask after a whole group of processes.
  pid: z.int().positive(),
});
export type RunningService = z.infer<typeof RunningService>;

/** Leaves word of a running service; readable by its owner alone, because the token is in it. */
export async function announceService(home: string, service: RunningService): Promise<void> {
  const path = homeLayout(home).service;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, JSON.stringify(service), { mode: 0o600, flag: "wx" });
  await rename(draft, path);
}

/** The service that announced itself and whose process still lives; undefined when there is none. */
export async function findService(home: string): Promise<RunningService | undefined> {
  const service = await announced(home);
  return service !== undefined && isAlive(service.pid) ? service : undefined;
}

async function announced(home: string): Promise<RunningService | undefined> {
  try {
    return RunningService.parse(JSON.parse(await readFile(homeLayout(home).service, "utf8")));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives all the same.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Takes back what the service of this pid announced; another's word is left alone. */
export async function withdrawService(home: string, pid: number): Promise<void> {
  if ((await announced(home))?.pid === pid) await rm(homeLayout(home).service, { force: true });
}
