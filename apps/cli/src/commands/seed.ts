import type { SeedLockView } from "@ascent/client";
import { hostArch } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";
import type { Command } from "commander";
import { archOption, serviceOptions } from "../options.ts";
import { chooseRun, findClient, type ServiceOptions, withRecords } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { writeOutput } from "../write-output.ts";

/** `seed list`, `seed lock`, `seed show`. */
export function addSeed(program: Command): void {
  const seed = program.command("seed").description("the foreign binaries that a bootstrap starts from");
  addList(seed);
  addLock(seed);
  addShow(seed);
}

function addList(seed: Command): void {
  serviceOptions(seed.command("list"))
    .argument("[blueprint]", "a blueprint that the service has", "tiny")
    .description("the seeds that a blueprint declares, in order of preference, and why they are accepted")
    .addHelpText("after", "\nExample:\n  ascent seed list tiny")
    .action(async (name: string, options: ServiceOptions) => {
      const { blueprints } = await (await findClient(options)).blueprints();
      const blueprint = blueprints.find((known) => known.name === name);
      if (blueprint === undefined) {
        throw new Fault("blueprint-unknown", `the service has no blueprint "${name}"`, {
          wayOut: `It has: ${blueprints.map((known) => known.name).join(", ")}.`,
        });
      }
      if (options.json === true) return printJson(blueprint.seeds);
      for (const declared of blueprint.seeds) print(`${declared.name} (${declared.type})\n    ${declared.reason}`);
    });
}

interface LockOptions extends ServiceOptions {
  readonly blueprint: string;
  readonly arch?: Arch;
  readonly renew?: boolean;
  readonly output?: string;
}

function addLock(seed: Command): void {
  serviceOptions(seed.command("lock"))
    .argument("<seed>", "a seed of the blueprint")
    .description("resolve and fetch a seed now, and pin every package of it by digest")
    .option("--blueprint <name>", "a blueprint that the service has", "tiny")
    .addOption(archOption())
    .option("--renew", "forget this installation's lock and resolve anew")
    .option("-o, --output <file>", "write the lock there, to be committed with the blueprint")
    .addHelpText(
      "after",
      "\nExamples:\n  ascent seed lock debian\n  ascent seed lock alpine --renew -o stages/tiny/alpine.x86_64.lock.json",
    )
    .action(async (name: string, options: LockOptions) => {
      const client = await findClient(options);
      const { blueprint, arch = hostArch(), renew = false } = options;
      const lock = await client.lockSeed({ blueprint, seed: name, arch, renew });
      if (options.output !== undefined) await writeOutput(options.output, await client.artifact(lock.digest));
      if (options.json === true) return printJson(lock);
      print(`${lock.seed} for ${lock.arch}: ${lock.packages.length} packages from ${lock.origin}`);
      if (options.output !== undefined)
        print(`written to ${options.output}; name it as the seed's \`lock:\` to pin it`);
    });
}

function addShow(seed: Command): void {
  serviceOptions(seed.command("show"))
    .argument("[run]", "a run's id, or its beginning (default: the newest)")
    .description("the seed packages that a run was given, by digest")
    .addHelpText("after", "\nExample:\n  ascent seed show --json | jq '.[].packages | length'")
    .action(async (id: string | undefined, options: ServiceOptions) => {
      await withRecords(options, async (client) => {
        const { locks } = await client.seedLocks((await chooseRun(client, id)).id);
        if (options.json === true) return printJson(locks);
        for (const lock of locks) print(lockLines(lock).join("\n"));
        if (locks.length === 0) print("no seed is locked yet");
      });
    });
}

function lockLines(lock: SeedLockView): string[] {
  const lines = lock.packages.map(
    ({ name, version, contentDigest }) => `  ${`${name}-${version}`.padEnd(44)} ${contentDigest}`,
  );
  return [`${lock.seed} ${lock.arch} from ${lock.origin}`, ...lines];
}
