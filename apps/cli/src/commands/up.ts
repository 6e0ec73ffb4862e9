import { homeLayout, readConfig } from "@ascent/config";
import type { Command } from "commander";
import { aborted, onInterrupt } from "../interrupt.ts";
import { jobsOption } from "../options.ts";
import { refuseSecond } from "../stack/refuse-second.ts";
import { openStack } from "../stack/stack.ts";
import { print } from "../tell.ts";

const EXAMPLES = `
Examples:
  ascent up                           Postgres, API and a worker for this host's arch, until Ctrl-C
  ASCENT_PORT=8080 ascent up          on another port
  DATABASE_URL=postgres://… REDIS_URL=redis://… ascent up    on servers of your own`;

export function addUp(program: Command): void {
  program
    .command("up")
    .description("run the service in the foreground")
    .addOption(jobsOption())
    .addHelpText("after", EXAMPLES)
    .action(async (options: { readonly jobs?: number }) => {
      const config = readConfig(process.env);
      const interrupt = onInterrupt();
      const stack = await openStack(config, { ...options, onStep: (step) => print(`· ${step}`) });
      refuseSecond(config.home, stack);
      const { url } = stack.client.endpoint;
      print(`Ascent listens on ${url} (documentation at /docs); its data is in ${config.home}`);
      print(`Dashboard: ${url}/ (the token that it asks for is in ${homeLayout(config.home).token})`);
      print("Ctrl-C stops it.");
      await aborted(interrupt.signal);
      print("· stopping");
      await stack.stop();
      interrupt.release();
    });
}
