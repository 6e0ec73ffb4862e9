import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ApiFault, Client } from "@ascent/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let server: Server;
let client: Client;
/** What the other side does; and what it was asked. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new Client({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "t0ken" });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const says = (status: number, body: unknown, type = "application/json") => {
  answer = (_, response) =>
    response.writeHead(status, { "content-type": type }).end(typeof body === "string" ? body : JSON.stringify(body));
};

function sweep(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

async function faultOf(promise: Promise<unknown>): Promise<ApiFault> {
  const error = await promise.then(
    () => new Error("nothing thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiFault) return error;
  throw error;
}

const ID = "00000000-0000-4000-8000-000000000000";
const event = (sequence: number) => ({
  runId: ID,
  sequence,
  type: "build.step",
  at: "2026-01-01T00:00:00.000Z",
  data: { sequence },
});

describe("requests", () => {
  test("carry the token, the key and the body", async () => {
    says(200, { retried: 2 });
    expect(await client.retry(ID, "cc")).toEqual({ retried: 2 });
    expect(asked[0]).toMatchObject({ method: "POST", url: `/v1/runs/${ID}/retry`, body: '{"package":"cc"}' });
    expect(asked[0]?.headers).toMatchObject({ authorization: "Bearer t0ken", "content-type": "application/json" });
    says(404, {});
    await faultOf(client.startRun({ blueprint: "tiny" }, "key-1"));
    expect(asked[1]?.headers).toMatchObject({ "idempotency-key": "key-1" });
  });

  test("names go into paths whole, whatever they hold", async () => {
    says(200, "PEM", "text/plain");
    expect(await client.publicKey("tiny", "seed:debian")).toEqual({ name: "seed:debian.rsa.pub", pem: "PEM" });
    await client.log("../../v1/runs");
    expect(asked.map(({ url }) => url)).toEqual([
      "/repos/tiny/seed%3Adebian/key",
      "/v1/builds/..%2F..%2Fv1%2Fruns/log",
    ]);
  });

  test("bytes come as they are", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    answer = (_, response) => response.end(bytes);
    expect(await client.artifact(`sha256:${"0".repeat(64)}`)).toEqual(bytes);
  });
});

describe("refusals and strange answers", () => {
  test("a problem document becomes a fault with its code, status, way out and defects", async () => {
    const defects = [
      { severity: "defect", code: "c", place: { file: "f.yaml", line: 1, column: 2 }, message: "m", wayOut: "w" },
    ];
    says(
      422,
      {
        type: "about:blank",
        title: "T",
        status: 422,
        detail: "two defects",
        code: "blueprint-defects",
        wayOut: "mend them",
        defects,
      },
      "application/problem+json",
    );
    const fault = await faultOf(client.plan({ blueprint: "tiny" }));
    expect(fault).toMatchObject({
      code: "blueprint-defects",
      message: "two defects",
      status: 422,
      wayOut: "mend them",
      defects,
    });
  });

  test.each([
    [502, "<html>bad gateway</html>"],
    [500, ""],
    [404, '{"error": "not ours"}'],
    [200, "<html>another program</html>"],
    [200, '{"runs": [{"id": 1}]}'],
    [204, ""],
  ])("%i %j is not Ascent's, and says so", async (status, body) => {
    says(status, body);
    expect(await faultOf(client.runs())).toMatchObject({
      code: "service-strange",
      status,
      wayOut: expect.stringContaining("--url"),
    });
  });

  test("nobody there is told with the address and a way out", async () => {
    const nobody = new Client({ url: "http://127.0.0.1:1", token: "t" });
    expect(await faultOf(nobody.runs())).toMatchObject({
      code: "service-unreachable",
      message: expect.stringContaining("127.0.0.1:1"),
      status: undefined,
    });
  });
});

describe("streams", () => {
  test("events come whole however the bytes are cut, and comments are none", async () => {
    const text = `retry: 1000\n\n${[1, 2, 3].map((n) => `id: ${n}\nevent: x\ndata: ${JSON.stringify(event(n))}\n\n: still here\n\n`).join("")}`;
    answer = async (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of Buffer.from(text)) {
        response.write(Buffer.of(byte));
        if (byte === 10) await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    const seen: number[] = [];
    for await (const { sequence } of client.events(ID, 7, new AbortController().signal)) seen.push(sequence);
    expect(seen).toEqual([1, 2, 3]);
    expect(asked[0]?.headers["last-event-id"]).toBe("7");
  });

  test("a log keeps its characters when a chunk ends in the middle of one", async () => {
    const [head, tail] = [Buffer.from('data: "gr\u00fc').subarray(0, -1), Buffer.from("\u00fc").subarray(1)];
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(head);
      setTimeout(() => response.end(Buffer.concat([tail, Buffer.from('\u00dfe"\n\n')])), 30);
    };
    const seen: string[] = [];
    for await (const part of client.followLog(ID, new AbortController().signal)) seen.push(part);
    expect(seen).toEqual(["gr\u00fc\u00dfe"]);
  });

  test("a connection that breaks is a fault; what came before it was given", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(event(1))}\n\n`, () => setTimeout(() => response.destroy(), 20));
    };
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of client.events(ID, 0, new AbortController().signal)) seen.push(sequence);
    })();
    expect(await faultOf(reading)).toMatchObject({ code: "service-unreachable" });
    expect(seen).toEqual([1]);
  });

  test("whoever aborts hears of it as an end", async () => {
    const leaving = new AbortController();
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(event(1))}\n\n`);
    };
    const seen: number[] = [];
    for await (const { sequence } of client.events(ID, 0, leaving.signal)) {
      seen.push(sequence);
      setTimeout(() => leaving.abort(), 10);
    }
    expect(seen).toEqual([1]);
  });

  test("also when it has gone on for so long that the memory of its request was swept", async () => {
    const leaving = new AbortController();
    const closed = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`data: ${JSON.stringify(event(1))}\n\n`);
        response.on("close", resolve);
      };
    });
    const seen: number[] = [];
    for await (const { sequence } of client.events(ID, 0, leaving.signal)) {
      seen.push(sequence);
      setTimeout(() => {
        sweep();
        leaving.abort();
      }, 100);
    }
    expect(seen).toEqual([1]);
    await closed;
  });
});
