import { Fault, isFault } from "@ascent/core";

/** What one place gave instead of the bytes. */
export type Failure =
  | { readonly kind: "unreachable"; readonly place: string; readonly why: string }
  | { readonly kind: "mismatch"; readonly place: string; readonly actual: string };

/** All places failed: "source-hash-mismatch" when any had other bytes, else "source-unreachable". */
export function sourceFault(source: string, expected: string, failures: readonly Failure[]): Fault {
  const list = failures.map(line).join("");
  if (failures.some((failure) => failure.kind === "mismatch")) {
    return new Fault("source-hash-mismatch", `source ${source} is not what was expected: ${expected}${list}`, {
      wayOut:
        "if upstream replaced the file on purpose, look at what changed and correct the hash in the definition; " +
        "otherwise name a mirror with the right bytes in the blueprint's source map",
    });
  }
  return new Fault("source-unreachable", `source ${source} (${expected}) could not be had from any place${list}`, {
    wayOut:
      "check the network, or name in the blueprint's source map a mirror or the Debian source package that has this file",
    retryable: true,
  });
}

function line(failure: Failure): string {
  const what = failure.kind === "mismatch" ? `has other bytes: ${failure.actual}` : failure.why;
  return `\n  ${failure.place}: ${what}`;
}

const CONNECTION_REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host is not known (DNS)",
  EAI_AGAIN: "the host name could not be resolved (DNS)",
  ECONNREFUSED: "the host refuses connections",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ECONNRESET: "the connection broke",
  UND_ERR_SOCKET: "the connection broke",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "the download stalled",
};

/** The host itself cannot be talked to, whatever the path. */
const HOST_DOWN = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** One line that a person understands. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = code === undefined ? undefined : CONNECTION_REASONS[code];
  return known ?? (error instanceof Error && error.message !== "" ? error.message : String(code ?? error));
}

export function isHostDown(error: unknown): boolean {
  return HOST_DOWN.has(codeOf(error) ?? "");
}

/** The code of an error, or of the first of several that happened at once (one per address of a host). */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}

const LOCAL_TROUBLE: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT", "EACCES", "EROFS", "EMFILE"]);

/** Trouble on this machine is no place's fault: it is thrown on instead of trying the next place. */
export function localTrouble(error: unknown, directory: string): unknown {
  if (isFault(error)) return error;
  const code = codeOf(error);
  if (!LOCAL_TROUBLE.has(code)) return undefined;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return new Fault("disk-full", `no space is left for a source in ${directory}`, {
    cause: error,
    wayOut: `free space on the file system of ${directory} and try again`,
    retryable: true,
  });
}
