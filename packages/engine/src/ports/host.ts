/** Time, randomness and identity come in as arguments. */
export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A new random UUID. */
  uuid(): string;
}

/** A structured logger (pino's shape): messages are constants, data rides beside them. */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
