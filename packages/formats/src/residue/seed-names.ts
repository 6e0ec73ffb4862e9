/** `x86_64-linux-gnu`, `aarch64-alpine-linux-musl`: machine, perhaps vendor, system. */
const TRIPLET =
  /^(?:x86_64|amd64|i[3-6]86|aarch64|arm64|arm[a-z0-9]*|riscv64|powerpc[a-z0-9]*|s390x|loongarch64|mips[a-z0-9]*)-(?:[a-z0-9_]+-)?linux-(?:gnu|musl|uclibc)[a-z0-9_]*/;

/** Triplets that a path has: whole names of folders (`usr/lib/x86_64-linux-gnu`), beginnings of commands. */
export function tripletsIn(path: string): string[] {
  return path.split("/").flatMap((part) => {
    const [triplet] = TRIPLET.exec(part) ?? [];
    return triplet !== undefined && (part === triplet || part[triplet.length] === "-") ? [triplet] : [];
  });
}

const COMMAND_FOLDERS: ReadonlySet<string> = new Set([
  "usr/bin",
  "usr/sbin",
  "bin",
  "sbin",
  "usr/local/bin",
  "usr/local/sbin",
]);

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The command that a file is when it is in a place where shells look. */
export function commandOf(path: string): string | undefined {
  return COMMAND_FOLDERS.has(folderOf(path)) ? baseOf(path) : undefined;
}

/** `libz.so.1`, `libc.so`: what a library's file is called. */
export function libraryOf(path: string): string | undefined {
  const base = baseOf(path);
  return /^[^/]+\.so(?:\.[0-9][0-9.]*)?$/.test(base) ? base : undefined;
}

/**
 * A path relative to the root, with `.`, `..` and double slashes resolved, and behind the links in the root folder:
 * `/bin/../lib64/x` → `usr/lib64/x` where `lib64` leads to `usr/lib64`.
 */
export function plainPath(path: string, aliases: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const [first = "", ...rest] = parts;
  const alias = aliases.get(first);
  return [alias ?? first, ...rest].join("/");
}

/** Where a symbolic link leads; absolute targets begin at the root. */
export function linkedPath(path: string, target: string, aliases: ReadonlyMap<string, string>): string {
  return plainPath(target.startsWith("/") ? target : `${folderOf(path)}/${target}`, aliases);
}

const TREES = ["", "usr/", "usr/local/"];
const KINDS = ["lib", "lib64", "libexec", "include", "share", "bin", "sbin", "lib/pkgconfig", "share/pkgconfig"];
/** Folders that every distribution has: being one of the seed's means nothing. */
const COMMON: ReadonlySet<string> = new Set([
  "",
  "usr",
  "usr/local",
  ...TREES.flatMap((tree) => KINDS.map((kind) => `${tree}${kind}`)),
]);

/** Whether a folder is one that every distribution has. */
export function isCommonFolder(path: string): boolean {
  return COMMON.has(path);
}

/** All folders that a path is in, without the root. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) folders.push(path.slice(0, at));
  return folders;
}
