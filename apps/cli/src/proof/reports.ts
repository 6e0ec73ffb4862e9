import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Client } from "@ascent/client";
import { Fault } from "@ascent/core";
import { readDifferences } from "@ascent/formats";

/** Two packages that are not the same. */
export interface Differing {
  readonly name: string;
  /** The stored report. */
  readonly report: string;
  /** File digests. */
  readonly first: string;
  readonly second: string;
}

/**
 * Leaves a report of each pair in a directory: `NAME.txt` for people and `NAME.json` for programs; where diffoscope is
 * installed, what that says as `NAME.html`, too. Returns the directory's absolute path.
 */
export async function writeReports(
  client: Client,
  directory: string,
  differing: readonly Differing[],
): Promise<string> {
  const root = resolve(directory);
  await mkdir(root, { recursive: true });
  for (const each of differing) {
    const json = await client.artifact(each.report);
    await writeFile(join(root, `${each.name}.json`), json);
    await writeFile(join(root, `${each.name}.txt`), readDifferences(json).text);
    if (await hasDiffoscope()) await runDiffoscope(client, each, join(root, `${each.name}.html`));
  }
  return root;
}

let known: Promise<boolean> | undefined;

function hasDiffoscope(): Promise<boolean> {
  known ??= new Promise((found) => execFile("diffoscope", ["--version"], (error) => found(error === null)));
  return known;
}

async function runDiffoscope(client: Client, { name, first, second }: Differing, report: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "ascent-diffoscope-"));
  try {
    const paths = ["first", "second"].map((side) => join(directory, `${name}-${side}.apk`));
    const [one = "", other = ""] = paths;
    await writeFile(one, await client.artifact(first));
    await writeFile(other, await client.artifact(second));
    await diffoscope(["--html", report, one, other]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** It ends with 0 for equal files and with 1 for others (diffoscope(1)). */
function diffoscope(args: readonly string[]): Promise<void> {
  return new Promise((done, reject) => {
    execFile("diffoscope", [...args], { maxBuffer: 64 * 1024 * 1024 }, (error, _stdout, stderr) => {
      if (error === null || error.code === 1) return done();
      const last = stderr.trim().split("\n").at(-1) ?? error.message;
      reject(new Fault("diffoscope-failed", `diffoscope could not compare the packages: ${last}`, { cause: error }));
    });
  });
}
