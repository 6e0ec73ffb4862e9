import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Config, MIN_TOKEN_LENGTH } from "@ascent/config";
import { Fault } from "@ascent/core";

/**
 * The token from the environment, or the one of the file at `path`, made (0600) when there is none. Of several processes
 * that make it at once, one wins and all read that. Throws Fault "token-unreadable".
 */
export async function apiToken(config: Pick<Config, "token">, path: string): Promise<string> {
  if (config.token !== undefined) return config.token;
  try {
    await makeUnlessThere(path);
    await chmod(path, 0o600);
    return checked(await readFile(path, "utf8"), path);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("token-unreadable", `the token's file ${path} cannot be used: ${(cause as Error).message}`, {
      wayOut: "Make it readable and writable for the user that runs Ascent, or set ASCENT_TOKEN.",
      cause,
    });
  }
}

/** Linking is exclusive, and the file is whole from the moment that it has its name. */
async function makeUnlessThere(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** An empty file must not mean that an empty token opens everything. */
function checked(text: string, path: string): string {
  const token = text.trim();
  if (token.length >= MIN_TOKEN_LENGTH && !/\s/.test(token)) return token;
  throw new Fault("token-unreadable", `${path} holds no token of at least ${MIN_TOKEN_LENGTH} characters`, {
    wayOut: "Delete the file: a new token is made on the next start.",
  });
}
