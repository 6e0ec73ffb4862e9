import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { endWithReader } from "./interrupt.ts";
import { EXIT, tellError } from "./tell.ts";

// The same place relative to src and to dist.
const { version: VERSION } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

const ABOUT = `Bootstraps a Linux package set from a foreign seed distribution, stage by stage, until nothing of the seed remains, and proves it.`;

const MORE = `
  test                           install what the tests need and run them all
  test --soak                    only what takes long: bootstraps of aarch64 on an emulator,
                                 of all of tiny in other ways, and a long fuzz of the API

Environment: ASCENT_HOME, ASCENT_PORT, DATABASE_URL, REDIS_URL, … (docs/configuration.md)
Exit codes: 0 done, 1 failed or the verdict does not hold, 2 wrong usage, 130 interrupted`;

type AddCommand = (program: Command) => unknown;

/** In the order of `--help`. A command's modules are loaded when it is named: to load all takes longer than most commands do. */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<AddCommand>])[] = [
  [["bootstrap"], async () => (await import("./commands/bootstrap.ts")).addBootstrap],
  [["up"], async () => (await import("./commands/up.ts")).addUp],
  [["plan"], async () => (await import("./commands/plan.ts")).addPlan],
  [["lint"], async () => (await import("./commands/lint.ts")).addLint],
  [["reach"], async () => (await import("./commands/reach.ts")).addReach],
  [["impact"], async () => (await import("./commands/impact.ts")).addImpact],
  [["run", "status"], async () => (await import("./commands/runs.ts")).addRunCommands],
  [["retry", "cancel"], async () => (await import("./commands/control.ts")).addControlCommands],
  [["rebuild"], async () => (await import("./commands/rebuild.ts")).addRebuild],
  [["compare"], async () => (await import("./commands/compare.ts")).addCompare],
  [["diff"], async () => (await import("./commands/diff.ts")).addDiff],
  [["logs"], async () => (await import("./commands/logs.ts")).addLogs],
  [["why"], async () => (await import("./commands/why.ts")).addWhy],
  [["export"], async () => (await import("./commands/export.ts")).addExport],
  [["verify"], async () => (await import("./commands/verify.ts")).addVerify],
  [["schedules"], async () => (await import("./commands/schedules.ts")).addSchedules],
  [["webhooks"], async () => (await import("./commands/webhooks.ts")).addWebhooks],
  [["seed"], async () => (await import("./commands/seed.ts")).addSeed],
  [["keys"], async () => (await import("./commands/keys.ts")).addKeys],
  [["actions"], async () => (await import("./commands/actions.ts")).addActions],
  [["tokens"], async () => (await import("./commands/tokens.ts")).addTokens],
  [["audit"], async () => (await import("./commands/audit.ts")).addAudit],
  [["worker"], async () => (await import("./commands/worker.ts")).addWorker],
];

/** With the command that is named, or with all where it is none of them: whoever asks for help, or errs, is told of all. */
async function program(named: string): Promise<Command> {
  const command = new Command("ascent")
    .version(VERSION)
    .description(ABOUT)
    .showHelpAfterError("(ascent --help tells more)");
  // Before sub-commands are made: they inherit it.
  command.exitOverride();
  const known = COMMANDS.filter(([names]) => names.includes(named));
  for (const [, load] of known.length === 0 ? COMMANDS : known) (await load())(command);
  return command.addHelpText("after", MORE);
}

for (const stream of [process.stdout, process.stderr]) endWithReader(stream);

try {
  await (await program(process.argv[2] ?? "")).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else process.exitCode = tellError(error, process.argv.includes("--json"));
}
