import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** A door in front of a TCP server, to play network trouble with. */
export interface TcpGate {
  readonly port: number;
  /** Breaks every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Accepts connections and keeps existing ones, but no byte comes through any more. */
  swallow(): void;
  /** Lets everything through again, on the same port. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function tcpGate(target: { readonly host: string; readonly port: number }): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let swallowing = false;
  let server: Server | undefined;
  let port = 0;

  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => {
      if (!swallowing) to.write(chunk);
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const open = async () => {
    swallowing = false;
    if (server !== undefined) return;
    const opened = createServer((inside) => {
      const outside = dial(target.port, target.host);
      join(inside, outside);
      join(outside, inside);
    });
    await new Promise<void>((resolve, reject) => {
      opened.once("error", reject);
      opened.listen(port, "127.0.0.1", resolve);
    });
    server = opened;
    port = (opened.address() as AddressInfo).port;
  };
  const shut = async () => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
  };

  await open();
  return {
    get port() {
      return port;
    },
    open,
    shut,
    close: shut,
    swallow() {
      swallowing = true;
      // What was swallowed is lost; a connection that lives on after it would be garbled, so `open` starts from new ones.
    },
  };
}
