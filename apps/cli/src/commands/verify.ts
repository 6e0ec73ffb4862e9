import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryBlueprints } from "@ascent/blueprints";
import { readConfig } from "@ascent/config";
import { RUNGS, type Rung } from "@ascent/core";
import { type Verification, verifyExport } from "@ascent/verifier";
import { type Command, Option } from "commander";
import { exportOf } from "../export-run.ts";
import { directoryFiles } from "../proof/directory-files.ts";
import { downloadExport } from "../proof/download.ts";
import { downloadFolder, httpSource, locate, type Target } from "../proof/locate.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { verificationLines } from "../view/verification-view.ts";

interface VerifyOptions extends ServiceOptions {
  readonly key?: readonly string[];
  readonly require?: Rung;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  ascent verify out                       what ascent bootstrap --export out has left
  ascent verify out --key builder.pem     only this builder's word counts
  ascent verify out --require reproducible
  ascent verify 3f2a                      a run of this host, as it would be exported now
  ascent verify https://example.org/tiny  an export that somebody serves

A directory needs no service, no database and no network. docs/verdict.md says what each claim means and how to check it
with other tools. Exit code 0 only if no claim fails and every final package stands on the required rung.`;

export function addVerify(program: Command): void {
  program
    .command("verify")
    .argument("<where>", "a directory, a run's id (or its beginning), or a URL")
    .description("recompute everything that a run's export claims: signatures, digests, closure, rung by rung")
    .option(
      "--key <file>",
      "public key (PEM) of a builder that is trusted; repeatable (default: the export's own)",
      collect,
    )
    .addOption(new Option("--require <rung>", "rung that must hold (default: the run's)").choices(RUNGS))
    .option("--url <url>", "service that has the run (default: this host's)")
    .option("--token <token>", "its token, or that of the URL")
    .option("--json", "tell it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (where: string, options: VerifyOptions) => {
      process.exitCode = await verify(await locate(where), options);
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

async function verify(target: Target, options: VerifyOptions): Promise<number> {
  const verification = await withDirectory(target, options, (directory) => verifyDirectory(directory, options));
  if (options.json === true) printJson(verification);
  else print(verificationLines(verification, terminalPaint(process.stdout)).join("\n"));
  return verification.holds ? EXIT.ok : EXIT.failed;
}

async function verifyDirectory(directory: string, options: VerifyOptions): Promise<Verification> {
  const { stages } = readConfig(process.env);
  const keys = options.key === undefined ? undefined : await Promise.all(options.key.map(readKey));
  return verifyExport({
    files: await directoryFiles(directory),
    pipelines: await createDirectoryBlueprints({ directories: stages }).pipelines(),
    ...(keys === undefined ? {} : { trustedKeys: keys }),
    ...(options.require === undefined ? {} : { required: options.require }),
  });
}

function readKey(path: string): Promise<string> {
  return readFile(path, "utf8");
}

/** What is elsewhere is brought here first, into a directory that is gone afterwards. */
async function withDirectory<T>(
  target: Target,
  options: VerifyOptions,
  ask: (directory: string) => Promise<T>,
): Promise<T> {
  if (target.kind === "directory") return ask(target.path);
  const scratch = await mkdtemp(join(tmpdir(), "ascent-verify-"));
  try {
    await bring(target, options, downloadFolder(scratch));
    return await ask(downloadFolder(scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function bring(
  target: Exclude<Target, { kind: "directory" }>,
  options: VerifyOptions,
  into: string,
): Promise<void> {
  if (target.kind === "url") {
    await downloadExport(httpSource(target.url, options.token ?? process.env.ASCENT_TOKEN), into);
    return;
  }
  await withRecords(options, async (client) => {
    const run = await chooseRun(client, target.id);
    await downloadExport(exportOf(client, run.id), into);
  });
}
