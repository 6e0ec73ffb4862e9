import { Fault } from "@ascent/core";

/** The names that the stages ask for and the seed lacks. */
export function missingPackages(seed: string, names: readonly string[]): Fault {
  return new Fault("seed-missing-package", `seed "${seed}" has no package ${names.join(", ")}`, {
    wayOut:
      "Give the seed an alias for it in the blueprint (name: [the seed's own names]), build it in a stage, or correct the name.",
  });
}

export function unreachable(what: string, cause?: unknown): Fault {
  return new Fault("seed-unreachable", what, {
    cause,
    wayOut: "Check this host's network and proxies, or choose another seed with --seed.",
    retryable: true,
  });
}

export function untrusted(what: string, wayOut: string, cause?: unknown): Fault {
  return new Fault("seed-untrusted", what, { cause, wayOut });
}

export function lockMismatch(what: string): Fault {
  return new Fault("seed-lock-mismatch", what, {
    wayOut: "If the change is wanted, lock the seed anew with `ascent seed lock`; if not, find out who changed it.",
  });
}

export function diskFull(directory: string, cause?: unknown): Fault {
  return new Fault("disk-full", `no space is left for the seed in ${directory}`, {
    cause,
    wayOut: "Free space on its file system, or move the data directory (ASCENT_HOME) to a larger one, and try again.",
    retryable: true,
  });
}

/** What the system says of a full disk or quota, as a fault; any other error as it is. */
export function explainDisk(error: unknown, directory: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === "ENOSPC" || code === "EDQUOT" ? diskFull(directory, error) : error;
}
