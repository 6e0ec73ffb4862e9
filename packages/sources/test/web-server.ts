import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A real HTTP server on loopback; what is not served is a 404. */
export interface WebServer {
  readonly url: string;
  readonly served: Map<string, Uint8Array | Answer>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export async function webServer(): Promise<WebServer> {
  const served = new Map<string, Uint8Array | Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = served.get(path);
    if (answer === undefined) response.writeHead(404).end("not here");
    else if (typeof answer === "function") answer(response, request);
    else response.writeHead(200, { "content-length": answer.length }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
