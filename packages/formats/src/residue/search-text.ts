import type { ResidueFinding } from "@ascent/core";
import { commandOf, isCommonFolder, plainPath, tripletsIn } from "./seed-names.ts";
import { describe, findingIn, placeOf, type Subject } from "./subject.ts";

/** The interpreter that a script names; for `env` the command that it looks for. */
export function searchShebang(subject: Subject): ResidueFinding[] {
  const { seed } = subject;
  const line = subject.bytes.toString("latin1", 2, Math.min(512, endOfLine(subject.bytes)));
  const [interpreter = "", ...rest] = line.trim().split(/\s+/);
  if (!interpreter.startsWith("/")) return [];
  const path = plainPath(interpreter, seed.aliases);
  const place = placeOf(seed, seed.paths, path);
  const named = commandOf(path) === "env" ? commandAfter(rest) : undefined;
  const findings: ResidueFinding[] = [];
  if (place !== undefined) {
    const what = `${interpreter} runs it, which is the seed's (${describe(place)}).`;
    const unless = { own: "path", name: path } as const;
    findings.push(
      findingIn(subject, { kind: "shebang", strength: "strong", what, detail: interpreter, place, unless }),
    );
  }
  const command = placeOf(seed, seed.commands, named ?? "");
  if (named !== undefined && command !== undefined) {
    const what = `${named} runs it, which is the seed's (${describe(command)}).`;
    const unless = { own: "command", name: named } as const;
    const found = { kind: "shebang", strength: "strong", what, detail: named, place: command, unless } as const;
    findings.push(findingIn(subject, found));
  }
  return findings;
}

function endOfLine(bytes: Buffer): number {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? bytes.length : end;
}

/** `env -S VAR=x command` */
function commandAfter(words: readonly string[]): string | undefined {
  return words.find((word) => !word.startsWith("-") && !word.includes("="));
}

const LARGEST_TEXT = 1024 * 1024;

/**
 * Places of the seed's in a pkg-config (pc(5)) or libtool file: absolute paths, written directly or with the file's own
 * variables, that lead to a file or folder which the seed has, or that hold one of its triplets.
 */
export function searchBuildFile(subject: Subject, kind: "pkg-config" | "libtool"): ResidueFinding[] {
  const { seed } = subject;
  const text = subject.bytes.toString("latin1", 0, LARGEST_TEXT);
  const found = new Map<string, ResidueFinding>();
  for (const written of pathsOf(expanded(text))) {
    const path = plainPath(written, seed.aliases);
    const [triplet] = tripletsIn(path).filter((each) => seed.triplets.has(each));
    const place =
      placeOf(seed, seed.paths, path) ??
      placeOf(seed, seed.folders, path) ??
      placeOf(seed, seed.triplets, triplet ?? "");
    if (place === undefined || isCommonFolder(path) || found.has(path)) continue;
    const what = `It sends whoever builds with it to ${written}, a place of the seed's.`;
    const unless = { own: "path", name: path } as const;
    found.set(path, findingIn(subject, { kind, strength: "strong", what, detail: written, place, unless }));
  }
  return [...found.values()];
}

/** `-L/usr/lib/x`, `libdir='/usr/lib/x'`, `-Wl,-rpath,/usr/lib/x` */
function pathsOf(text: string): string[] {
  return [...text.matchAll(/(?<![\w.$})/-])(?:-[A-Za-z]{1,8})?(\/[\w.+@/-]{2,255})/g)].map(([, path = ""]) =>
    path.replace(/\/+$/, ""),
  );
}

/** Lines with `${variable}` replaced, where the file says what it is; a few levels deep. */
function expanded(text: string): string {
  const variables = new Map(
    [...text.matchAll(/^([A-Za-z0-9_.]+)[ \t]*=[ \t]*([^\n]{0,1024})$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  const lines = text.split("\n").slice(0, 10_000);
  return lines.map((line) => expandLine(line, variables)).join("\n");
}

function expandLine(line: string, variables: ReadonlyMap<string, string>): string {
  let value = line;
  for (let depth = 0; depth < 4 && value.includes("${"); depth++) {
    value = value.replace(/\$\{([A-Za-z0-9_.]+)\}/g, (_all, name: string) => variables.get(name) ?? "").slice(0, 4096);
  }
  return value;
}
