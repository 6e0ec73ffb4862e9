import { Fault, isFault } from "@ascent/core";

interface FaultKind {
  readonly code: string;
  readonly wayOut: string;
  readonly retryable: boolean;
}

const UNREACHABLE: FaultKind = {
  code: "database-unreachable",
  wayOut: "Check that Postgres runs and that DATABASE_URL is right; Ascent goes on by itself once it answers.",
  retryable: true,
};
const REFUSED: FaultKind = {
  code: "database-refused",
  wayOut: "Check user, password and database name in DATABASE_URL.",
  retryable: false,
};
const SLOW: FaultKind = {
  code: "database-timeout",
  wayOut: "Postgres is overloaded or another transaction hangs; look at pg_stat_activity.",
  retryable: true,
};
const FULL: FaultKind = {
  code: "disk-full",
  wayOut: "Free space on the disk that holds Postgres' data directory; Ascent goes on by itself.",
  retryable: true,
};
const OUTDATED: FaultKind = {
  code: "database-outdated",
  wayOut: "The database does not have this version's tables: start the service once, which migrates it.",
  retryable: false,
};
const BROKEN: FaultKind = {
  code: "database-error",
  wayOut: "This is a defect of Ascent; please report it with the service's log.",
  retryable: false,
};

/** By SQLSTATE (PostgreSQL manual, appendix A), whole code or class. */
const BY_SQL_STATE: ReadonlyMap<string, FaultKind> = new Map([
  ["08", UNREACHABLE],
  ["28", REFUSED],
  ["3D", REFUSED],
  ["42P01", OUTDATED],
  ["42703", OUTDATED],
  ["53100", FULL],
  ["53300", UNREACHABLE],
  ["55P03", SLOW],
  ["57014", SLOW],
  ["57P01", UNREACHABLE],
  ["57P02", UNREACHABLE],
  ["57P03", UNREACHABLE],
  ["57P05", UNREACHABLE],
  ["25P03", UNREACHABLE],
]);

/** Deadlock and serialization failure: nothing was changed, and the same transaction passes when it runs again. */
const REPEATABLE: ReadonlySet<string> = new Set(["40P01", "40001"]);

/** Any error of a database call as a coded fault; faults stay what they are. */
export function databaseFault(error: unknown): Fault {
  if (isFault(error)) return error;
  const cause = driverError(error);
  const kind = kindOf(cause);
  return new Fault(kind.code, `Postgres: ${messageOf(cause)}`, {
    cause: error,
    wayOut: kind.wayOut,
    retryable: kind.retryable,
  });
}

export function isWorthRepeating(error: unknown): boolean {
  return REPEATABLE.has(codeOf(driverError(error)));
}

/** Drizzle wraps what the driver throws, and puts the whole statement into its message. */
function driverError(error: unknown): unknown {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error && codeOf(inner) === "") inner = inner.cause;
  return inner;
}

function kindOf(error: unknown): FaultKind {
  const code = codeOf(error);
  const known = BY_SQL_STATE.get(code) ?? BY_SQL_STATE.get(code.slice(0, 2));
  if (known !== undefined) return known;
  return isConnectionError(error) ? UNREACHABLE : BROKEN;
}

/** The driver's own connection errors have no SQLSTATE: Node's codes, or a text alone. */
function isConnectionError(error: unknown): boolean {
  if (/^E[A-Z_]+$/.test(codeOf(error))) return true;
  return /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|connection error and is not queryable|cannot use a pool after calling end/i.test(
    messageOf(error),
  );
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "";
}

/** Several refused addresses are one error with an empty message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
