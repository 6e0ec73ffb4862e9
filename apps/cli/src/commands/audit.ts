import { isDigest } from "@ascent/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { serviceOptions } from "../options.ts";
import { type ServiceOptions, withRecords } from "../service.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { auditLines } from "../view/audit-view.ts";
import { terminalPaint } from "../view/paint.ts";

interface AuditOptions extends ServiceOptions {
  readonly since?: string;
}

const MORE = `
Examples:
  ascent audit                      and write the head down, on paper or on another host
  ascent audit --since sha256:…     is what was there then still there, unchanged?

Exit code 1 when anything does not hold (docs/audit.md).`;

export function addAudit(program: Command): void {
  serviceOptions(program.command("audit"))
    .description("recompute the chain of records and compare each with the database: is history what it was?")
    .addOption(new Option("--since <head>", "a head that an earlier audit told").argParser(headOf))
    .addHelpText("after", MORE)
    .action((options: AuditOptions) =>
      withRecords(options, async (client) => {
        const audit = await client.audit(options.since);
        if (options.json === true) printJson(audit);
        else print(auditLines(audit, terminalPaint(process.stdout)).join("\n"));
        process.exitCode = audit.holds ? EXIT.ok : EXIT.failed;
      }),
    );
}

function headOf(text: string): string {
  if (isDigest(text)) return text;
  throw new InvalidArgumentError("A head is sha256: and 64 hex digits, as an audit tells it.");
}
