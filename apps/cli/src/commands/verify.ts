import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryBlueprints } from "@ascent/blueprints";
import { homeLayout, readConfig } from "@ascent/config";
import { RUNGS, type Rung } from "@ascent/core";
import { type Verification, verifyExport } from "@ascent/verifier";
import { type Command, Option } from "commander";
import { exportOf } from "../export-run.ts";
import { onInterrupt } from "../interrupt.ts";
import { type Artifacts, artifactsAt, artifactsOfExport, firstOf } from "../proof/artifacts-at.ts";
import { directoryFiles } from "../proof/directory-files.ts";
import { downloadExport } from "../proof/download.ts";
import { downloadFolder, httpSource, locate, type Target } from "../proof/locate.ts";
import { rebuildPackage } from "../proof/rebuild-package.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { terminalPaint } from "../view/paint.ts";
import { verificationLines } from "../view/verification-view.ts";

interface VerifyOptions extends ServiceOptions {
  readonly key?: readonly string[];
  readonly require?: Rung;
  readonly seedPackages?: string;
  readonly rebuild?: string;
}

const EXAMPLES = `
Examples:
  ascent verify out                       what ascent bootstrap --export out has left
  ascent verify out --key builder.pem     only this builder's word counts
  ascent verify out --require reproducible
  ascent verify out --seed-packages /var/lib/ascent/store
  ascent verify out --rebuild sed         and build sed again, in this host's sandbox
  ascent verify latest                    a run of this host, as it would be exported now
  ascent verify https://example.org/tiny  an export that somebody serves

A directory needs no service, no database and no network. docs/verdict.md says what each claim means and how to check it
with other tools. Exit code 0 only if no claim fails and every final package stands on the required rung.`;

export function addVerify(program: Command): void {
  program
    .command("verify")
    .argument("<where>", 'a directory, a run (its id, its beginning, or "latest"), or a URL')
    .description("recompute everything that a run's export claims: signatures, digests, closure, rung by rung")
    .option(
      "--key <file>",
      "public key (PEM) of a builder that is trusted; repeatable (default: the export's own)",
      collect,
    )
    .addOption(new Option("--require <rung>", "rung that must hold (default: the run's)").choices(RUNGS))
    .option(
      "--seed-packages <dir>",
      "search for the seed again: an artifact store, or its packages (default for a run: this host's)",
    )
    .option("--rebuild <package>", "also build this final package again by itself, from the attested lock")
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
  const seedPackages = await seedPackagesFor(target, options);
  const verification = await withDirectory(target, options, async (directory) => {
    const verified = await verifyDirectory(directory, options, seedPackages);
    return options.rebuild === undefined
      ? verified
      : withRebuild(verified, options.rebuild, { directory, seedPackages });
  });
  const { finals: _finals, ...told } = verification;
  if (options.json === true) printJson(told);
  else print(verificationLines(told, terminalPaint(process.stdout)).join("\n"));
  return verification.holds ? EXIT.ok : EXIT.failed;
}

/** Inputs come from the export itself, from --seed-packages, and from this host's store. */
async function withRebuild(
  verified: Verification,
  name: string,
  { directory, seedPackages }: { readonly directory: string; readonly seedPackages: Artifacts | undefined },
): Promise<Verification> {
  const { store } = homeLayout(readConfig(process.env).home);
  const artifacts = firstOf([
    await artifactsOfExport(directory),
    ...(seedPackages === undefined ? [] : [seedPackages]),
    ...(existsSync(store) ? [await artifactsAt(store)] : []),
  ]);
  const interrupt = onInterrupt();
  const scratch = await mkdtemp(join(tmpdir(), "ascent-rebuild-"));
  try {
    const { finals } = verified;
    const claim = await rebuildPackage({ name, finals, artifacts, scratch, signal: interrupt.signal });
    const holds = verified.holds && claim.outcome.state !== "fails";
    return { ...verified, claims: [...verified.claims, claim], holds };
  } finally {
    interrupt.release();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A run of this host has its seed in this host's store. */
async function seedPackagesFor(target: Target, { seedPackages, url }: VerifyOptions): Promise<Artifacts | undefined> {
  if (seedPackages !== undefined) return artifactsAt(seedPackages);
  const { store } = homeLayout(readConfig(process.env).home);
  return target.kind === "run" && url === undefined && existsSync(store) ? artifactsAt(store) : undefined;
}

async function verifyDirectory(
  directory: string,
  options: VerifyOptions,
  seedPackages: Artifacts | undefined,
): Promise<Verification> {
  const { stages } = readConfig(process.env);
  const keys = options.key === undefined ? undefined : await Promise.all(options.key.map(readKey));
  return verifyExport({
    files: await directoryFiles(directory),
    pipelines: await createDirectoryBlueprints({ directories: stages }).pipelines(),
    ...(keys === undefined ? {} : { trustedKeys: keys }),
    ...(options.require === undefined ? {} : { required: options.require }),
    ...(seedPackages === undefined ? {} : { seedPackages }),
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
