import { Command, CommanderError } from "commander";
import { addAudit } from "./commands/audit.ts";
import { addBootstrap } from "./commands/bootstrap.ts";
import { addCompare } from "./commands/compare.ts";
import { addDiff } from "./commands/diff.ts";
import { addExport } from "./commands/export.ts";
import { addImpact } from "./commands/impact.ts";
import { addKeys } from "./commands/keys.ts";
import { addLint } from "./commands/lint.ts";
import { addLogs } from "./commands/logs.ts";
import { addPlan } from "./commands/plan.ts";
import { addReach } from "./commands/reach.ts";
import { addRebuild } from "./commands/rebuild.ts";
import { addRunCommands } from "./commands/runs.ts";
import { addSeed } from "./commands/seed.ts";
import { addUp } from "./commands/up.ts";
import { addVerify } from "./commands/verify.ts";
import { addWhy } from "./commands/why.ts";
import { addWorker } from "./commands/worker.ts";
import { EXIT, tellError } from "./tell.ts";

const ABOUT = `Bootstraps a Linux package set from a foreign seed distribution, stage by stage, until nothing of the seed remains, and proves it.`;

const MORE = `
  test                           install what the tests need and run them all
  test --soak                    only what takes long: bootstraps of aarch64 on an emulator

Environment: ASCENT_HOME, ASCENT_PORT, DATABASE_URL, REDIS_URL, … (docs/configuration.md)
Exit codes: 0 done, 1 failed or the verdict does not hold, 2 wrong usage, 130 interrupted`;

function program(): Command {
  const command = new Command("ascent").description(ABOUT).showHelpAfterError("(ascent --help tells more)");
  // Before sub-commands are made: they inherit it.
  command.exitOverride();
  addBootstrap(command);
  addUp(command);
  addPlan(command);
  addLint(command);
  addReach(command);
  addImpact(command);
  addRunCommands(command);
  addRebuild(command);
  addCompare(command);
  addDiff(command);
  addLogs(command);
  addWhy(command);
  addExport(command);
  addVerify(command);
  addSeed(command);
  addKeys(command);
  addAudit(command);
  addWorker(command);
  return command.addHelpText("after", MORE);
}

// Whoever reads no further (`ascent status | head`) has seen enough: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.ok);
});

try {
  await program().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else process.exitCode = tellError(error, process.argv.includes("--json"));
}
