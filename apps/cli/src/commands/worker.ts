import { join } from "node:path";
import { homeLayout, readConfig } from "@ascent/config";
import { type Arch, Fault } from "@ascent/core";
import type { Command } from "commander";
import { aborted, onInterrupt } from "../interrupt.ts";
import { archOption, jobsOption } from "../options.ts";
import { startChild } from "../stack/child.ts";
import { refuseForeignArch } from "../stack/foreign-arch.ts";
import { print } from "../tell.ts";

const EXAMPLES = `
Examples:
  DATABASE_URL=postgres://… REDIS_URL=redis://… ascent worker            takes jobs of this host's arch
  DATABASE_URL=postgres://… ascent worker --arch aarch64 --jobs 1        on a host that emulates arm64

A worker shares the database, the queue and the artifact store (ASCENT_HOME/store) with the service.`;

export function addWorker(program: Command): void {
  program
    .command("worker")
    .description("run one more worker against the service's database")
    .addOption(archOption())
    .addOption(jobsOption())
    .addHelpText("after", EXAMPLES)
    .action(async (options: { readonly arch?: Arch; readonly jobs?: number }) => {
      const config = readConfig(process.env);
      if (config.databaseUrl === undefined) {
        throw new Fault("bad-configuration", "DATABASE_URL is not set", {
          wayOut:
            "A worker of its own joins a service that runs on a Postgres of your own; `ascent up` brings one already.",
        });
      }
      const interrupt = onInterrupt();
      const arch = options.arch ?? config.arch;
      await refuseForeignArch(arch);
      const logFile = join(homeLayout(config.home).logs, `worker-${arch}.log`);
      const jobs = options.jobs === undefined ? {} : { ASCENT_JOBS: String(options.jobs) };
      const child = await startChild({ name: "worker", logFile, environment: { ASCENT_ARCH: arch, ...jobs } });
      print(`worker for ${arch} takes jobs; its log is ${logFile}. Ctrl-C stops it.`);
      await aborted(interrupt.signal);
      await child.stop();
      interrupt.release();
    });
}
