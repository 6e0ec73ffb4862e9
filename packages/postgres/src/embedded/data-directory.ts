import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "@ascent/core";
import type { Binaries } from "./binaries.ts";
import { canReach, commandAs, type RunAs } from "./run-as.ts";
import { scratchName, sweepScratch } from "./scratch.ts";
import { serverFault } from "./server-fault.ts";

const run = promisify(execFile);

/** Where a server keeps its data, and who may come in. */
export interface DataDirectory {
  readonly path: string;
  readonly user: string;
  readonly password: string;
}

/** The password lies beside the data, readable for whoever started the server alone. */
export async function readOrMakePassword(dataDirectory: string): Promise<string> {
  const path = `${dataDirectory}.password`;
  await mkdir(dirname(path), { recursive: true });
  const fresh = scratchName(path);
  await writeFile(fresh, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  try {
    // Linking fails when the name is taken, so of several processes one wins, and none reads half a password.
    await link(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return (await readFile(path, "utf8")).trim();
}

/** Who must be able to reach the data, with the means that it takes. */
export async function reaching(runAs: RunAs, dataDirectory: string): Promise<RunAs> {
  await mkdir(dirname(dataDirectory), { recursive: true });
  if (runAs.kind === "self" || (await canReach(runAs, dirname(dataDirectory)))) return runAs;
  const passing = { ...runAs, passesClosedDirectories: true };
  if (await canReach(passing, dirname(dataDirectory))) return passing;
  throw new Fault("postgres-start-failed", `user ${runAs.name} cannot reach ${dirname(dataDirectory)}`, {
    wayOut: "Set ASCENT_HOME to a directory that other users may enter, such as /var/lib/ascent.",
  });
}

export async function isInitialised(dataDirectory: string): Promise<boolean> {
  return stat(join(dataDirectory, "PG_VERSION")).then(
    () => true,
    () => false,
  );
}

interface InitialiseBy {
  readonly runAs: RunAs;
  readonly binaries: Binaries;
  /** Written to the disk before it counts as made. */
  readonly durable: boolean;
}

/**
 * Makes the data directory with initdb, under another name until it is whole: being killed in the middle leaves nothing
 * that looks like one. Somebody else's that appears meanwhile is as good. Throws Fault "postgres-start-failed", "disk-full".
 */
export async function initialise(data: DataDirectory, by: InitialiseBy): Promise<void> {
  await sweepScratch(data.path);
  const fresh = scratchName(data.path);
  await mkdir(fresh, { mode: 0o700 });
  try {
    await give(fresh, by.runAs);
    await initdb({ ...data, path: join(fresh, "data") }, { ...by, passwordFile: join(fresh, "password") });
    await takePlace(join(fresh, "data"), data.path);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function takePlace(made: string, place: string): Promise<void> {
  try {
    await rename(made, place);
  } catch (error) {
    if (!(await isInitialised(place))) throw error;
  }
}

async function give(path: string, runAs: RunAs): Promise<void> {
  if (runAs.kind === "user") await chown(path, runAs.uid, runAs.gid);
}

async function initdb(data: DataDirectory, by: InitialiseBy & { readonly passwordFile: string }): Promise<void> {
  await writeFile(by.passwordFile, `${data.password}\n`, { mode: 0o600 });
  await give(by.passwordFile, by.runAs);
  const [command, ...args] = commandAs(by.runAs, by.binaries.initdb, [
    ...["--pgdata", data.path, "--username", data.user, "--pwfile", by.passwordFile],
    ...["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"],
    ...(by.durable ? [] : ["--no-sync"]),
  ]);
  try {
    // Without the caller's environment: PGDATA, PGPORT and locales of the user must not matter.
    await run(command, args, { env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" }, cwd: "/" });
    await chmod(data.path, 0o700);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw serverFault(`initdb could not make ${data.path}`, `${stdout}\n${stderr}\n${messageOf(error)}`, error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
