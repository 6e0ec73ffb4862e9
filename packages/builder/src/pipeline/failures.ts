import { constants } from "node:os";
import { formatPlace, isFault, type Limits, type RecipeStep } from "@ascent/core";
import type { Failure } from "@ascent/engine";
import { isHostDiskFull } from "../sandbox/disk.ts";
import type { SandboxEnd } from "../sandbox/run.ts";
import type { LogTail } from "./log-tail.ts";

interface FailedStep {
  readonly end: SandboxEnd;
  readonly step: RecipeStep;
  readonly limits: Limits;
  /** The build's directory: where a full host disk would show. */
  readonly directory: string;
  readonly log: LogTail;
}

type Cause = Pick<Failure, "code" | "message" | "retryable"> & { readonly wayOut?: string };

/** Why a step did not succeed, as a person is told. */
export async function stepFailure(failed: FailedStep): Promise<Failure> {
  const logTail = failed.log.lines();
  const cause = (await isHostDiskFull(failed.directory)) ? hostDiskFull() : causeOf(failed, logTail);
  return { ...cause, step: failed.step.label, logTail };
}

function causeOf({ end, step, limits }: FailedStep, logTail: readonly string[]): Cause {
  const name = `step "${step.label}" (${formatPlace(step.place)})`;
  switch (end.kind) {
    case "exited":
      return exited(name, end.exitCode, limits);
    case "stopped":
      return stopped(name, end.why, limits);
    case "killed":
      return {
        code: "sandbox-killed",
        message: `${name} was killed from outside by ${end.signal}`,
        wayOut:
          "Look for the kernel's out-of-memory killer in the host's log (dmesg), or for who else ends processes here.",
        retryable: true,
      };
    case "not-started":
      return notStarted(name, logTail.at(-1) ?? "");
  }
}

/** SIGXFSZ: a file grew beyond RLIMIT_FSIZE, which is the disk limit. */
const FILE_TOO_LARGE = 128 + constants.signals.SIGXFSZ;

function exited(name: string, exitCode: number, limits: Limits): Cause {
  if (exitCode === FILE_TOO_LARGE) return stopped(name, "disk-limit", limits);
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
  const by = exitCode > 128 && signal !== undefined ? ` (${signal})` : "";
  return { code: "step-failed", message: `${name} ended with exit code ${exitCode}${by}`, retryable: false };
}

function stopped(name: string, why: Extract<SandboxEnd, { kind: "stopped" }>["why"], limits: Limits): Cause {
  if (why === "disk-full") return hostDiskFull();
  const told: Record<typeof why, string> = {
    timeout: `the build took longer than ${limits.seconds} s`,
    "out-of-memory": `its processes held more than ${megabytes(limits.memoryBytes)} of memory`,
    "too-many-processes": `it had more than ${limits.processes} processes and threads at once`,
    "disk-limit": `the build wrote more than ${megabytes(limits.diskBytes)} to disk`,
    "log-limit": `the build printed more than ${megabytes(limits.logBytes)}`,
    cancelled: "the build was cancelled",
  };
  return {
    code: why,
    message: `${name} was stopped: ${told[why]}`,
    wayOut: "Raise this limit in the blueprint's policies, or make the build need less.",
    retryable: false,
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`;
}

function hostDiskFull(): Cause {
  return {
    code: "disk-full",
    message: "the file system of the data directory is full",
    wayOut: "Free space on it, or move the data directory (ASCENT_HOME) to a larger one.",
    retryable: true,
  };
}

function notStarted(name: string, lastLine: string): Cause {
  if (lastLine.includes("execvp /bin/sh")) {
    return {
      code: "environment-without-shell",
      message: `${name} could not run: the build environment has no working /bin/sh`,
      wayOut: "Add a package with a shell (busybox, dash) to environment.contents.packages.",
      retryable: false,
    };
  }
  return { code: "sandbox-failed", message: `${name} could not be started: ${lastLine}`, retryable: true };
}

/** A fault, or a full disk, as the failure of a build; undefined for what should not happen and must be seen as it is. */
export function failureOf(error: unknown, log: LogTail): Failure | undefined {
  const logTail = log.lines();
  if (isFault(error)) {
    const { code, message, retryable, wayOut } = error;
    return { code, message, retryable, logTail, ...(wayOut === undefined ? {} : { wayOut }) };
  }
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === "ENOSPC" || code === "EDQUOT" ? { ...hostDiskFull(), logTail } : undefined;
}
