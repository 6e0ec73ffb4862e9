import { request as rawRequest } from "node:http";
import { flightDeck } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { App } from "../src/app.ts";
import { createLogger } from "../src/logger.ts";
import { createServer } from "../src/server.ts";
import { AUTH, TOKEN } from "./rig.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const written: string[] = [];
let app: App;
let deck: Awaited<ReturnType<typeof flightDeck>>;

beforeAll(async () => {
  deck = await flightDeck();
  app = await createServer(deck, {
    token: TOKEN,
    logger: createLogger("info", { write: (line: string) => void written.push(line) }),
  });
});
afterAll(() => app.close());

const ask = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { ...AUTH, ...headers } });

describe("a request's id", () => {
  test("is in every answer, a new one each time", async () => {
    const answers = await Promise.all([ask("/v1/runs"), ask("/healthz"), ask("/docs/json"), ask("/nothing")]);
    const ids = answers.map(({ headers }) => headers["x-request-id"]);
    expect(ids.every((id) => UUID.test(String(id)))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("is in every problem document: unknown route, no token, bad input, bad URL", async () => {
    const answers = [
      await ask("/nothing"),
      await app.inject({ url: "/v1/runs" }),
      await ask("/v1/runs?limit=none"),
      await ask("/v1/runs/%ff"),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 401, 400, 400]);
    for (const answer of answers) {
      expect(answer.json().requestId).toMatch(UUID);
      expect(answer.json().requestId).toBe(answer.headers["x-request-id"]);
    }
  });

  test("is the caller's, when that is a sane one", async () => {
    const answer = await ask("/nothing", { "x-request-id": "proxy-7f3a:12" });
    expect(answer.headers["x-request-id"]).toBe("proxy-7f3a:12");
    expect(answer.json().requestId).toBe("proxy-7f3a:12");
    for (const bad of ["", " ", "a b", '"}{', "x".repeat(129)]) {
      expect((await ask("/nothing", { "x-request-id": bad })).headers["x-request-id"]).toMatch(UUID);
    }
  });

  test("leads from a 500 to the log line that says what went wrong", async () => {
    vi.spyOn(deck.ledger, "runs").mockRejectedValueOnce(new Error("the inside"));
    const answer = await ask("/v1/runs");
    expect(answer.statusCode).toBe(500);
    const line = written.map((text) => JSON.parse(text)).find((entry) => entry.msg === "request failed");
    expect(line).toMatchObject({ requestId: answer.json().requestId, err: { message: "the inside" } });
  });

  test("is also on an event stream, whose head is written past the framework, as are the rules for browsers", async () => {
    const { run } = (
      await app.inject({ method: "POST", url: "/v1/runs", headers: AUTH, payload: { blueprint: "sample" } })
    ).json();
    const base = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
    const headers = await new Promise((resolve, reject) => {
      const sent = rawRequest(new URL(`/v1/runs/${run.id}/events`, base), {
        headers: { ...AUTH, "x-request-id": "live-1" },
      });
      sent.on("response", (answer) => {
        expect(answer.headers["content-type"]).toBe("text/event-stream");
        resolve(answer.headers);
        answer.destroy();
      });
      sent.on("error", reject);
      sent.end();
    });
    expect(headers).toMatchObject({
      "x-request-id": "live-1",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'self'"),
    });
  });
});
