import type { Config } from "@ascent/config";
import { Fault } from "@ascent/core";
import type { App } from "./app.ts";

/** Listens and returns the URL. Throws Fault "port-in-use" or "listen-failed". */
export async function listen(server: App, config: Pick<Config, "host" | "port">): Promise<string> {
  try {
    return await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const where = `${config.host}:${config.port}`;
    if (code === "EADDRINUSE") {
      throw new Fault("port-in-use", `another program listens on ${where}`, {
        wayOut: "Stop it, or choose another port with ASCENT_PORT (0 takes any free one).",
        cause: error,
      });
    }
    throw new Fault("listen-failed", `cannot listen on ${where}: ${message}`, {
      wayOut: "Choose an address of this host with ASCENT_HOST, and a port that this user may use with ASCENT_PORT.",
      cause: error,
    });
  }
}
