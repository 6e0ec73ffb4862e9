import { ApiFault } from "@ascent/client";
import { type Defect, formatPlace, isFault } from "@ascent/core";
import pc from "picocolors";

/** Exit codes, the same for every command; `ascent --help` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Names of files and what programs say may hold anything: what would command the terminal is spelt out, but for ends of lines and tabs. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

/** `file:line:column code` and the sentence, then the way out. */
export function defectLines(defects: readonly Defect[]): string[] {
  return defects.map((defect) => {
    const head = `${printable(formatPlace(defect.place))}: ${defect.severity === "defect" ? pc.red(defect.code) : pc.yellow(defect.code)}`;
    return `${head}: ${printable(defect.message)}\n    ${pc.dim(printable(defect.wayOut))}`;
  });
}

/** Tells an error to a person on stderr (or a script, as one JSON line) and returns the exit code. */
export function tellError(error: unknown, json: boolean): number {
  const fault = isFault(error) ? error : undefined;
  const defects = error instanceof ApiFault ? error.defects : [];
  const message = error instanceof Error ? error.message : String(error);
  if (json) {
    const document = { type: "error", code: fault?.code ?? "internal-error", message, wayOut: fault?.wayOut, defects };
    process.stderr.write(`${JSON.stringify(document)}\n`);
    return EXIT.failed;
  }
  const lines = [`${pc.red("ascent:")} ${printable(message)}`, ...defectLines(defects)];
  if (defects.length === 0 && fault?.wayOut !== undefined) lines.push(`  ${printable(fault.wayOut)}`);
  if (fault === undefined) lines.push("  This is a defect of Ascent itself. Please report it, with what you ran.");
  process.stderr.write(`${lines.join("\n")}\n`);
  return EXIT.failed;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
