import type { Command } from "commander";
import { countOption, serviceOptions } from "../options.ts";
import { type ServiceOptions, withRecords } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { actionLines } from "../view/actions-view.ts";
import { terminalPaint } from "../view/paint.ts";

interface Options extends ServiceOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly since?: string;
  readonly limit?: number;
}

const MORE = `
Examples:
  ascent actions --actor nightly
  ascent actions --action token.create --since 2026-01-01

What came of it, and that nobody rewrote that, is told by \`ascent audit\`.`;

/** `actions`: who changed what, or tried to. */
export function addActions(program: Command): void {
  serviceOptions(program.command("actions"))
    .description("who changed what, or tried to, newest first (docs/access.md)")
    .option("--actor <name>", "only of this token or person")
    .option("--action <name>", "only this: run.start, token.create, …")
    .option("--since <time>", "only from then on: 2026-01-31, or with a time in UTC, 2026-01-31T12:00:00Z")
    .addOption(countOption("--limit <count>", "how many (default: 50)"))
    .addHelpText("after", MORE)
    .action((options: Options) =>
      withRecords(options, async (client) => {
        const { actions } = await client.actions(filtersOf(options));
        if (options.json === true) return printJson(actions);
        if (actions.length === 0) return print("nothing of that kind is on record");
        print(actionLines(actions, terminalPaint(process.stdout)).join("\n"));
      }),
    );
}

function filtersOf({ actor, action, since, limit = 50 }: Options): Record<string, string> {
  return {
    limit: String(limit),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(since === undefined ? {} : { since: since.length === 10 ? `${since}T00:00:00Z` : since }),
  };
}
