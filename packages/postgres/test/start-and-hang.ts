import { startEmbeddedPostgres } from "@ascent/postgres";

/** A process that starts a server, tells its pid, and waits to be killed. */
const server = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? "", durable: false });
console.log(server.pid);
setInterval(() => undefined, 60_000);
