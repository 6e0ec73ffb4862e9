import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type AptTarget, parseSourceFiles } from "./apt-source-files.ts";

/** Where apt's configuration is looked for; the defaults are the host's. */
export interface AptFiles {
  /** The program that knows its own configuration. */
  readonly aptGet?: string;
  /** Read when apt-get cannot say. */
  readonly directory?: string;
}

const run = promisify(execFile);
const FORMAT = "$(REPO_URI)\t$(ORIGIN)\t$(COMPONENT)\t$(RELEASE)";

/**
 * Base URLs of the Debian or Ubuntu archives that the host's apt is set up with, security archives last, each once. They
 * come from the host alone, nothing is built in; empty where apt has none or there is no apt.
 */
export async function hostAptMirrors({ aptGet = "apt-get", directory = "/etc/apt" }: AptFiles = {}): Promise<string[]> {
  const targets = (await askApt(aptGet)) ?? (await readSourceFiles(directory));
  const archives = targets.filter(isDistribution);
  const uris = (await Promise.all(archives.map(webUris))).flat();
  return [...new Set([...uris.filter((uri) => !isSecurity(uri)), ...uris.filter(isSecurity)])];
}

async function askApt(aptGet: string): Promise<AptTarget[] | undefined> {
  try {
    const { stdout } = await run(aptGet, ["indextargets", "--format", FORMAT, "Created-By: Packages"], {
      env: { ...process.env, LC_ALL: "C" },
      timeout: 20_000,
    });
    const targets = stdout.split("\n").flatMap(parsedTarget);
    return targets.length > 0 ? targets : undefined;
  } catch {
    return undefined;
  }
}

function parsedTarget(line: string): AptTarget[] {
  const [uri, origin = "", component = "", suite = ""] = line.split("\t");
  return uri === undefined || uri === "" ? [] : [{ uri, origin, component, suite }];
}

/** apt knows the origin only when it has the lists; without it, `main` and no origin is taken for the distribution. */
function isDistribution(target: AptTarget): boolean {
  if (target.origin !== "") return target.origin === "Debian" || target.origin === "Ubuntu";
  return target.component === "main" && !target.suite.includes("/");
}

function isSecurity(uri: string): boolean {
  return /security/.test(uri);
}

/** apt's `mirror` methods name a file with a URL in each line; Ubuntu's cloud images are set up so. */
async function webUris({ uri }: AptTarget): Promise<string[]> {
  if (/^https?:\/\//.test(uri)) return [withoutSlash(uri)];
  const list = /^mirror\+file:(\/.*?)\/?$/.exec(uri)?.[1];
  if (list === undefined) return [];
  const text = await readFile(list, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [url = ""] = line.trim().split(/\s+/);
    return /^https?:\/\//.test(url) ? [withoutSlash(url)] : [];
  });
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, "");
}

async function readSourceFiles(directory: string): Promise<AptTarget[]> {
  const parts = join(directory, "sources.list.d");
  const names = (await readdir(parts).catch(() => [])).filter((name) => /\.(list|sources)$/.test(name)).sort();
  const paths = [join(directory, "sources.list"), ...names.map((name) => join(parts, name))];
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(path, "utf8").catch(() => "") })),
  );
  return parseSourceFiles(files);
}
