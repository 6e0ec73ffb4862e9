import pino, { type DestinationStream, type Logger, type LoggerOptions } from "pino";

const REDACTED = [
  "token",
  "secret",
  "authorization",
  "headers.authorization",
  "headers.cookie",
  "req.headers.cookie",
  "req.headers.authorization",
  "endpoint.token",
];

/** The API's log, as JSON lines. Whatever is logged by mistake, the token is not. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = { level, name: "api", redact: { paths: REDACTED, censor: "[redacted]" } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
