import { fileURLToPath } from "node:url";
import { createPostgresAccess, createPostgresLedger } from "@ascent/postgres";
import { type Deck, type DeckOptions, flightDeck, manualClock, testDatabase } from "@ascent/testkit";
import type { LightMyRequestResponse } from "fastify";
import pino from "pino";
import type { App } from "../src/app.ts";
import { createServer } from "../src/server.ts";

export const TOKEN = "a-token-for-tests-alone";
export const AUTH = { authorization: `Bearer ${TOKEN}` };
/** Tests ask, and fail, more often than people. */
export const UNLIMITED = { requestsPerMinute: 1_000_000, failedLoginsPerMinute: 1_000_000 };
export const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url));

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly bytes: Buffer;
  readonly json: LightMyRequestResponse["json"];
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

export interface ApiRig {
  readonly app: App;
  readonly deck: Deck;
  readonly databaseUrl: string;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Any method; `get` and `post` are short for it. */
  call(
    method: Method,
    url: string,
    request?: { body?: unknown; headers?: Record<string, string> | undefined },
  ): Promise<Answer>;
  /** Starts a run of the deck's blueprint through the API and flies it to its end. */
  flown(body?: object): Promise<string>;
  /** Listens on a free port of loopback. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** The API on a real Postgres of its own; store, queue, seeds and builder are fakes. */
export async function apiRig(options: DeckOptions = {}): Promise<ApiRig> {
  const database = await testDatabase();
  const clock = options.clock ?? manualClock();
  const ledger = createPostgresLedger({ databaseUrl: database.url, clock });
  const access = createPostgresAccess({ databaseUrl: database.url });
  const deck = await flightDeck({ clock, ledger, access, ...options });
  const app = await createServer(
    { ...deck, operations: ledger },
    { token: TOKEN, logger: pino({ level: "silent" }), access: UNLIMITED },
  );
  const rig: ApiRig = {
    app,
    deck,
    databaseUrl: database.url,
    get: (url, headers) => rig.call("GET", url, { headers }),
    post: (url, body, headers) => rig.call("POST", url, { body, headers }),
    async call(method, url, { body, headers: given = {} } = {}) {
      const content = body === undefined ? {} : { "content-type": "application/json" };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const request = { method, url, headers: { ...AUTH, ...content, ...given }, ...payload };
      const { statusCode, headers, body: text, rawPayload, json } = await app.inject(request);
      return { status: statusCode, headers, body: text, bytes: rawPayload, json };
    },
    async flown(body = { blueprint: "sample" }) {
      const { run } = (await rig.post("/v1/runs", body)).json();
      await deck.fly(run.id, 2);
      return run.id;
    },
    listen: () => app.listen({ host: "127.0.0.1", port: 0 }),
    async close() {
      await app.close();
      await access.close();
      await ledger.close();
      await database.drop();
    },
  };
  return rig;
}
