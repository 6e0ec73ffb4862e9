import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findService, type RunningService } from "@ascent/config";
import { Fault } from "@ascent/core";

/** Longer than a service takes to start or to stop on a busy host. */
const WAIT_MS = 180_000;
const LOOK_MS = 200;

/** Who starts, runs or stops a service on a data directory. Process ids are used again: the time of birth tells two apart. */
interface Holder {
  readonly pid: number;
  readonly born: string;
}

export type Claim =
  | { readonly kind: "ours"; release(): Promise<void> }
  | { readonly kind: "running"; readonly service: RunningService };

/**
 * The right to start a service on a data directory, which this process has until it releases it or ends; or the service
 * that runs there. While another process starts or stops one it waits, and says for whom. Throws Fault "service-busy" when
 * that takes too long, "home-unusable".
 */
export async function claimHome(home: string, onWait: (pid: number) => void, waitMs = WAIT_MS): Promise<Claim> {
  const path = join(home, "service.lock");
  const deadline = Date.now() + waitMs;
  await usable(home, () => mkdir(home, { recursive: true, mode: 0o755 }));
  let waitsFor: number | undefined;
  for (;;) {
    const service = await findService(home);
    if (service !== undefined) return { kind: "running", service };
    const holder = await usable(home, () => take(path));
    if (holder === "us") return { kind: "ours", release: () => rm(path, { force: true }) };
    if (holder.pid !== waitsFor) onWait(holder.pid);
    waitsFor = holder.pid;
    if (Date.now() >= deadline) throw busy(path, holder);
    await sleep(LOOK_MS);
  }
}

function busy(path: string, { pid }: Holder): Fault {
  return new Fault("service-busy", `process ${pid} has been starting or stopping a service on this data directory`, {
    wayOut: `Wait for it, or end it (kill ${pid}); it says who it is in ${path}.`,
    retryable: true,
  });
}

async function usable<T>(home: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Fault("home-unusable", `the data directory ${home} cannot be used: ${(cause as Error).message}`, {
      wayOut: "Set ASCENT_HOME to a directory that you may write to.",
      cause,
    });
  }
}

/** Who has it now. What nobody has any more is taken over. */
async function take(path: string): Promise<Holder | "us"> {
  for (;;) {
    if (await linked(path)) return "us";
    const holder = await holderOf(path);
    if (holder !== undefined && (await birthOf(holder.pid)) === holder.born) return holder;
    await clear(path);
  }
}

/** Linking is exclusive, and the file is whole from the moment that it has its name. */
async function linked(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${process.pid} ${await birthOf(process.pid)}\n`, { mode: 0o644, flag: "wx" });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what a process left that was killed. Whoever took it over meanwhile gets theirs back. */
async function clear(path: string): Promise<void> {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const holder = await holderOf(aside);
  if (holder !== undefined && (await birthOf(holder.pid)) === holder.born) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  const [, pid, born] = /^([1-9]\d{0,9}) (\d+)\n$/.exec(text) ?? [];
  return pid === undefined || born === undefined ? undefined : { pid: Number(pid), born };
}

/** When a process began, in ticks since the host did (proc(5): field 22 of stat); undefined: there is none. */
async function birthOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
