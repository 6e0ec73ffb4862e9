import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "@ascent/config";

/** The token from the environment, or the one of the data directory, made (0600) when there is none. */
export async function apiToken(config: Config, path: string): Promise<string> {
  if (config.token !== undefined) return config.token;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await chmod(path, 0o600);
  }
  return (await readFile(path, "utf8")).trim();
}
