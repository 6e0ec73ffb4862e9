import { Fault } from "@ascent/core";

/** Lines of the log in a message: enough for the reason, which Postgres writes last. */
const LAST_LINES = 12;

/** Why initdb or the server did not come up, read from what it wrote. */
export function serverFault(what: string, output: string, cause?: unknown): Fault {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const told = lines.slice(-LAST_LINES).join("\n");
  const options = cause === undefined ? {} : { cause };
  if (/no space left on device|disk quota exceeded/i.test(output)) {
    return new Fault("disk-full", `${what}: the disk is full\n${told}`, {
      ...options,
      wayOut: "Free space on the disk that holds Ascent's data directory, then start again.",
      retryable: true,
    });
  }
  if (/could not bind .* Address already in use/.test(output)) {
    return new Fault("postgres-port-in-use", `${what}: its port is in use\n${told}`, {
      ...options,
      wayOut: "Stop what listens on that port, or let Ascent choose a free one by giving port 0.",
    });
  }
  return new Fault("postgres-start-failed", `${what}\n${told}`, {
    ...options,
    wayOut: "Mend what these lines name; or give a server of your own by DATABASE_URL.",
  });
}
