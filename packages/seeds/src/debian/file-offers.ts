import { isFault } from "@ascent/core";
import { type ApkEntry, collect, type ElfFacts, readElf, type ScannedFile, scanPackage } from "@ascent/formats";

/** Debian's library folders have the triplet in their name; apk's rules know the plain ones. */
const TRIPLET = /^usr\/lib\/(?:x86_64|aarch64)-linux-gnu\//;
const LIBRARY = /^usr\/lib(?:64)?\/[^/]+\.so(?:\.[^/]*)?$/;

/**
 * What a deb's files offer to packages that are built on them, in apk's words: `so:libz.so.1=1`, `cmd:sed=4.9-r0`,
 * `pc:zlib=1.2.13-r0`. Links count as commands, because Debian gives many commands by links. What they need is not read from the
 * files: the deb's own dependencies say it.
 */
export async function offersOf(entries: readonly ApkEntry[], version: string): Promise<readonly string[]> {
  const files: ScannedFile[] = [];
  for (const entry of entries) {
    const path = entry.path.replace(TRIPLET, "usr/lib/");
    if (entry.type === "file" && LIBRARY.test(path)) files.push({ ...entry, path, ...(await elfOf(entry)) });
    else if (entry.type === "symlink" && /^usr\/s?bin\//.test(path)) files.push({ path, type: "file", mode: 0o755 });
    // What a .pc file requires is not asked, so its text is not read.
    else if (entry.type !== "symlink") files.push({ path, type: entry.type, mode: entry.mode, text: "" });
  }
  const { provides } = scanPackage(files, { version, options: { noDepends: true } });
  return provides;
}

/** A damaged library offers nothing; many `.so` files are linker scripts. */
async function elfOf(entry: ApkEntry): Promise<{ readonly elf?: ElfFacts }> {
  try {
    const elf = readElf(await collect(entry.content?.() ?? []));
    return elf === undefined ? {} : { elf };
  } catch (error) {
    if (isFault(error) && error.code === "elf-corrupt") return {};
    throw error;
  }
}
