export interface FaultOptions {
  readonly cause?: unknown;
  /** One sentence that tells a person how to get out of this. */
  readonly wayOut?: string;
  /** Could the same thing pass when it is simply tried again (network, lost host)? A compile error could not. */
  readonly retryable?: boolean;
}

/**
 * A broken assumption or an environment that does not play along, told apart by `code` (kebab-case, stable), never by
 * message. Expected outcomes are values, not faults.
 */
export class Fault extends Error {
  readonly code: string;
  readonly wayOut: string | undefined;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Fault";
    this.code = code;
    this.wayOut = options.wayOut;
    this.retryable = options.retryable ?? false;
  }
}

/** Narrowing that also works for faults of another copy of this module. */
export function isFault(error: unknown): error is Fault {
  return error instanceof Error && error.name === "Fault" && typeof (error as { code?: unknown }).code === "string";
}
