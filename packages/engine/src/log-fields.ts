import type { Log } from "./ports.ts";

/** A log whose every line carries `fields`; what a line says itself comes first. */
export function withFields(log: Log, fields: object): Log {
  return {
    debug: (data, message) => log.debug({ ...fields, ...data }, message),
    info: (data, message) => log.info({ ...fields, ...data }, message),
    warn: (data, message) => log.warn({ ...fields, ...data }, message),
    error: (data, message) => log.error({ ...fields, ...data }, message),
  };
}
