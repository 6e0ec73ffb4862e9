import type { Command } from "commander";
import { serviceOptions } from "../options.ts";
import { chooseRun, type ServiceOptions, withRecords } from "../service.ts";
import { print, printJson } from "../tell.ts";
import { diffLines } from "../view/diff-view.ts";
import { terminalPaint } from "../view/paint.ts";

const EXAMPLES = `
Examples:
  ascent diff 3f2a latest                what changed from run 3f2a to the newest, and why
  ascent diff 3f2a 81c0 --json | jq '.changes[] | .cause'`;

export function addDiff(program: Command): void {
  serviceOptions(program.command("diff"))
    .argument("<run>", 'a run\'s id, its beginning, or "latest"')
    .argument("<other>", "another")
    .description("tell packages, versions, sources, environments and bits that changed between two runs, and why")
    .addHelpText("after", EXAMPLES)
    .action((first: string, second: string, options: ServiceOptions) =>
      withRecords(options, async (client) => {
        const [one, other] = [await chooseRun(client, first), await chooseRun(client, second)];
        const diff = await client.diff(one.id, other.id);
        if (options.json === true) printJson(diff);
        else print(diffLines(diff, terminalPaint(process.stdout)).join("\n"));
      }),
    );
}
