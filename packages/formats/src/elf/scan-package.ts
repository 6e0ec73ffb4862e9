import { compareText, type RecipePackage } from "@ascent/core";
import type { ElfFacts } from "./read-elf.ts";

/** A file of a package, as far as dependencies can be read from it. */
export interface ScannedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "hardlink";
  readonly mode: number;
  readonly linkTarget?: string;
  readonly elf?: ElfFacts;
  /** Text of a `.pc` file, or the beginning of a script (its first line is enough). */
  readonly text?: string;
}

export interface ScanOptions {
  /** With the release: what `cmd:` and `pc:` provide is of this version. */
  readonly version: string;
  readonly options?: Partial<RecipePackage["options"]>;
  /** Files of all packages of the same build: links such as `libz.so` may lead into another. */
  readonly siblings?: Iterable<ScannedFile>;
}

/** Atoms, sorted, each once. */
export interface ScanResult {
  readonly provides: readonly string[];
  readonly depends: readonly string[];
}

const LIBRARY_DIRS: ReadonlySet<string> = new Set(["lib", "usr/lib", "lib64", "usr/lib64"]);
const COMMAND_DIRS: ReadonlySet<string> = new Set(["bin", "sbin", "usr/bin", "usr/sbin"]);
const PKGCONFIG_DIRS: ReadonlySet<string> = new Set(
  ["usr/local/lib", "usr/local/share", "usr/lib", "usr/lib64", "usr/share"].map((dir) => `${dir}/pkgconfig`),
);
const SCRIPT_DIRS = ["usr/bin/", "usr/local/bin/", "usr/local/sbin/"];

/** Interpreters that are links or of several makes, so that no package says `cmd:` of them. */
const PASSED_INTERPRETERS: ReadonlySet<string> = new Set(["python3", "python", "sh", "awk", "luajit"]);

/** What the files of one package offer and ask for; `own` is found outside of the places others look at. */
interface Findings {
  readonly provides: Set<string>;
  readonly depends: Set<string>;
  readonly own: Set<string>;
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function nameOf(atom: string): string {
  return atom.replace(/=.*$/, "");
}

/** `libz.so.1.3` → `1.3`; without numbers `0`. */
function libraryVersion(soname: string): string {
  const version = soname.split(".so.")[1] ?? "";
  return /^[0-9]+(?:\.[0-9]+)*$/.test(version) ? version : "0";
}

/** musl's loader is its C library, under whose name it is provided. */
function interpreterAtom(interpreter: string): string {
  return `so:${baseOf(interpreter)}`.replace(/^so:ld-musl/, "so:libc.musl");
}

/** A program's soname means nothing, but some libraries can also be run; their names tell. */
function isLibrary(path: string, elf: ElfFacts): boolean {
  const base = baseOf(path);
  return elf.interpreter === undefined || base.includes(".so.") || base.endsWith(".so");
}

/** An atom, where apk can spell it: a file may be named with spaces or operators, and then nothing can ask for it. */
function add(atoms: Set<string>, name: string, version?: string): void {
  if (/^[^\s<>=~@]+$/.test(name)) atoms.add(version === undefined ? name : `${name}=${version}`);
}

function scanElf(file: ScannedFile, elf: ElfFacts, found: Findings): void {
  if (elf.interpreter !== undefined) add(found.depends, interpreterAtom(elf.interpreter));
  for (const library of elf.needed) {
    if (library.includes(".so.")) add(found.depends, `so:${library}`);
  }
  if (elf.soname === undefined || !isLibrary(file.path, elf)) return;
  const atoms = LIBRARY_DIRS.has(directoryOf(file.path)) ? found.provides : found.own;
  add(atoms, `so:${elf.soname}`, libraryVersion(elf.soname));
}

/** `libz.so` → `libz.so.1.3` in whichever package of the build has it: who installs the link needs the library. */
function scanLibraryLink(file: ScannedFile, siblings: readonly ScannedFile[], found: Findings): void {
  if (!file.path.includes(".so") || file.linkTarget === undefined) return;
  const base = baseOf(file.linkTarget);
  const target = siblings.find(
    ({ path, elf }) => elf !== undefined && baseOf(path) === base && LIBRARY_DIRS.has(directoryOf(path)),
  );
  if (target?.elf?.soname !== undefined) add(found.depends, `so:${target.elf.soname}`);
}

function scanCommand(file: ScannedFile, version: string, found: Findings): void {
  const isCommand = (file.mode & 0o555) === 0o555 && COMMAND_DIRS.has(directoryOf(file.path));
  if (isCommand) add(found.provides, `cmd:${baseOf(file.path)}`, version);
}

/** The command behind `#!`, or behind the `env` that it names. */
function interpreterOf(text: string): string | undefined {
  const [, line = ""] = /^#!([^\n]*)/.exec(text) ?? [];
  const words = line.split(/\s+/).filter((word) => word !== "");
  if (words[0] !== "/usr/bin/env") return words[0];
  const [, first, second] = words;
  if (words.length === 2) return first;
  return first === "-S" && second?.startsWith("-") === false ? second : undefined;
}

function scanScript(file: ScannedFile, found: Findings): void {
  if (file.text === undefined || !SCRIPT_DIRS.some((dir) => file.path.startsWith(dir))) return;
  const command = baseOf(interpreterOf(file.text) ?? "");
  if (command !== "" && !PASSED_INTERPRETERS.has(command)) add(found.depends, `cmd:${command}`);
}

/** Replaces `${name}` by the file's own variables, as often as they nest. */
function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let expanded = text;
  for (let depth = 0; depth < 8 && expanded.includes("${"); depth++) {
    expanded = expanded.replace(/\$\{([^}]*)\}/g, (_all, name: string) => variables.get(name) ?? "");
    // Doubling variables must not fill the memory.
    if (expanded.length > 64 * 1024) return "";
  }
  return expanded;
}

/** Names of the modules in `Requires…:` lines (pc(5)), without their versions. */
export function pkgConfigRequires(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/#.*$/, "").trim());
  const variables = new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Za-z0-9_.]+)\s*=\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  return lines.flatMap((line) => {
    const [, list] = /^Requires(?:\.private|\.internal)?\s*:\s*(.*)$/.exec(line) ?? [];
    return list === undefined ? [] : moduleNames(expand(list, variables));
  });
}

function moduleNames(list: string): string[] {
  return list
    .replace(/\s+/g, " ")
    .replace(/ ?(?:>=|<=|!=|=|<|>) ?[^\s,]+/g, " ")
    .split(/[\s,]+/)
    .filter((name) => name !== "");
}

function scanPkgConfig(file: ScannedFile, version: string, found: Findings): void {
  if (!file.path.endsWith(".pc") || file.text === undefined) return;
  const name = `pc:${baseOf(file.path).slice(0, -".pc".length)}`;
  const isShared = PKGCONFIG_DIRS.has(directoryOf(file.path));
  add(isShared ? found.provides : found.own, name, version);
  if (!isShared) return;
  for (const module of pkgConfigRequires(file.text)) add(found.depends, `pc:${module}`);
}

function scanFile(file: ScannedFile, version: string, found: Findings): void {
  if (file.elf !== undefined) scanElf(file, file.elf, found);
  scanCommand(file, version, found);
  scanScript(file, found);
  scanPkgConfig(file, version, found);
}

function applyOptions(found: Findings, options: ScanOptions["options"]): ScanResult {
  const offered = new Set([...found.provides, ...found.own].map(nameOf));
  const keep = (atom: string): boolean => options?.noCommands !== true || !atom.startsWith("cmd:");
  const sorted = (atoms: Iterable<string>): string[] => [...atoms].filter(keep).sort(compareText);
  return {
    provides: options?.noProvides === true ? [] : sorted(found.provides),
    depends: options?.noDepends === true ? [] : sorted(found.depends).filter((atom) => !offered.has(nameOf(atom))),
  };
}

/**
 * What a package offers and needs, read from its files, after melange's rules:
 *
 * - `so:SONAME=VERSION` for libraries in /lib, /usr/lib and their 64s, the version being the numbers in the soname;
 *   `so:` depends for the libraries and the loader that programs and libraries name, and for what library links lead to;
 * - `cmd:NAME=VERSION-rN` for what all may run in /bin, /sbin, /usr/bin and /usr/sbin (links are not counted), `cmd:`
 *   depends for the interpreters of scripts in /usr/bin and /usr/local;
 * - `pc:NAME=VERSION-rN` for pkg-config files, `pc:` depends for what they require.
 *
 * What the package itself offers is no dependency. Versioned library dependencies (`so-ver:`) are never made, so
 * `noVersionedShlibDeps` holds always.
 */
export function scanPackage(files: Iterable<ScannedFile>, { version, options, siblings }: ScanOptions): ScanResult {
  const all = [...files];
  const around = siblings === undefined ? all : [...all, ...siblings];
  const found: Findings = { provides: new Set(), depends: new Set(), own: new Set() };
  for (const file of all) {
    if (file.type === "symlink") scanLibraryLink(file, around, found);
    else if (file.type !== "directory") scanFile(file, version, found);
  }
  return applyOptions(found, options);
}
