import { ApiFault } from "@ascent/client";
import { type Defect, formatPlace, isFault } from "@ascent/core";
import pc from "picocolors";

/** Exit codes, the same for every command; `ascent --help` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** `file:line:column code` and the sentence, then the way out. */
export function defectLines(defects: readonly Defect[]): string[] {
  return defects.map((defect) => {
    const head = `${formatPlace(defect.place)}: ${defect.severity === "defect" ? pc.red(defect.code) : pc.yellow(defect.code)}`;
    return `${head}: ${defect.message}\n    ${pc.dim(defect.wayOut)}`;
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
  const lines = [`${pc.red("ascent:")} ${message}`, ...defectLines(defects)];
  if (defects.length === 0 && fault?.wayOut !== undefined) lines.push(`  ${fault.wayOut}`);
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
