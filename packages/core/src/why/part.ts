import type { PackageRecord } from "../package.ts";

/** What a package of an environment is to the build that has it. */
export type Part = "compiler" | "linker" | "shell" | "build tool" | "library" | "tool";

const COMMANDS: readonly (readonly [Part, ReadonlySet<string>])[] = [
  ["compiler", new Set(["cc", "gcc", "tcc", "clang", "c++", "g++", "clang++", "rustc", "go", "javac"])],
  ["linker", new Set(["ld", "ld.bfd", "ld.gold", "ld.lld", "as"])],
  ["shell", new Set(["sh", "ash", "dash", "bash", "busybox"])],
  ["build tool", new Set(["make", "gmake", "cmake", "ninja", "meson", "samu"])],
];

/** Distributions version the commands of their compilers: `gcc-12`, `x86_64-linux-gnu-gcc-12`. */
const VERSIONED_COMPILER = /(^|-)(gcc|g\+\+|clang|clang\+\+)(-\d+)?$/;

/**
 * By the commands and libraries that it provides (`cmd:`, `so:`, `pc:`), the first that fits: a package with a compiler and
 * a shell is told as the compiler. What has neither is told by its name, else it is a tool like any other.
 */
export function partOf({ name, provides }: Pick<PackageRecord, "name" | "provides">): Part {
  const names = provides.map((provision) => provision.name);
  const commands = names.filter((text) => text.startsWith("cmd:")).map((text) => text.slice("cmd:".length));
  if (commands.some((command) => VERSIONED_COMPILER.test(command))) return "compiler";
  for (const [part, known] of COMMANDS) if (commands.some((command) => known.has(command))) return part;
  if (names.some((text) => text.startsWith("so:") || text.startsWith("pc:"))) return "library";
  return /^(lib|musl|glibc)|-(dev|static)$/.test(name) ? "library" : "tool";
}
