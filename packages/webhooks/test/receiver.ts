import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver answers; `never`: it takes the message and says nothing. */
export type Answer =
  | "never"
  | "hang-up"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

/** A real HTTP server that writes down what it gets, and answers in order; the last answer stays. */
export async function receiver(...answers: readonly Answer[]) {
  const received: Received[] = [];
  const left = [...answers];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = (left.length > 1 ? left.shift() : left[0]) ?? { status: 204 };
      if (answer === "never") return;
      if (answer === "hang-up") return request.socket.destroy();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    url: `http://127.0.0.1:${port}/hook`,
    /** From now on. */
    answer(...next: readonly Answer[]) {
      left.splice(0, left.length, ...next);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof receiver>>;
