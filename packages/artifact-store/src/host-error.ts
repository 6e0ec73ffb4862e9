import { Fault, isFault } from "@ascent/core";

/** The code of a system error (`ENOENT`), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : undefined;
}

const FULL = new Set(["ENOSPC", "EDQUOT"]);
const DENIED = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR"]);

/** Turns what the file system says into a fault of the store: "disk-full", "store-unusable", or the error itself. */
export function storeFault(error: unknown, directory: string): unknown {
  const code = systemCode(error);
  if (isFault(error) || code === undefined) return error;
  if (FULL.has(code)) {
    return new Fault("disk-full", `no space is left for the artifact store in ${directory}`, {
      cause: error,
      wayOut: `free space on the file system of ${directory} (or raise its quota), or move the data directory to a larger one, and try again`,
      retryable: true,
    });
  }
  if (DENIED.has(code)) {
    return new Fault("store-unusable", `the artifact store in ${directory} cannot be written (${code})`, {
      cause: error,
      wayOut: `make ${directory} a directory that this user may write to, or choose another data directory`,
    });
  }
  return error;
}
