import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isFault } from "@ascent/core";
import { createDirectoryStore } from "../src/index.ts";

/** Fills the file system at argv[2] through the store and tells on stdout what happened. Its tmp is elsewhere. */
const directory = process.argv[2] ?? "";
const store = await createDirectoryStore(directory);
const digest = await store.put(Buffer.from("fits"));
const large = randomBytes(4 * 1024 * 1024);

const outside = await mkdtemp("/dev/shm/ascent-fill-");
await writeFile(join(outside, "large"), large);

async function outcome(work: Promise<unknown>): Promise<object> {
  try {
    await work;
    return { code: "none" };
  } catch (error) {
    return isFault(error) ? { code: error.code, wayOut: error.wayOut } : { code: String(error) };
  }
}

const told = {
  put: await outcome(store.put(large)),
  putFile: await outcome(store.putFile(join(outside, "large"))),
  temps: await readdir(join(directory, "tmp")),
  artifacts: (await readdir(join(directory, "sha256"))).length,
  small: Buffer.from(await store.read(digest)).toString(),
};
await rm(outside, { recursive: true, force: true });
process.stdout.write(JSON.stringify(told));
