import { Fault } from "@ascent/core";
import type { AccessLedger } from "@ascent/engine";
import { flightDeck } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLogger } from "../src/logger.ts";
import type { ActionView } from "../src/schema/access.ts";
import { createServer } from "../src/server.ts";
import { type ApiRig, AUTH, apiRig, type Method, TOKEN } from "./rig.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

let rig: ApiRig;
let viewer: string;
beforeAll(async () => {
  rig = await apiRig();
  viewer = (await rig.post("/v1/tokens", { name: "watcher", role: "viewer" })).json().secret;
});
afterAll(() => rig.close());

async function newest(query = ""): Promise<ActionView | undefined> {
  return (await rig.get(`/v1/actions?limit=1${query}`)).json().actions[0];
}

describe("the action log", () => {
  test("tells who started, cancelled and retried what, from where, by which request", async () => {
    const started = await rig.post("/v1/runs", { blueprint: "sample" }, { "x-request-id": "from-the-test" });
    const { run } = started.json();
    expect(await newest()).toEqual({
      ...{ sequence: expect.any(Number), at: rig.deck.clock.now().toISOString(), actor: "installation", role: "admin" },
      ...{ action: "run.start", target: `/v1/runs/${run.id}`, outcome: "done", status: 201 },
      ...{ requestId: "from-the-test", address: "127.0.0.1" },
    });
    for (const action of ["cancel", "retry"]) {
      await rig.post(`/v1/runs/${run.id}/${action}`);
      expect(await newest()).toMatchObject({
        action: `run.${action}`,
        target: `/v1/runs/${run.id}/${action}`,
        outcome: "done",
      });
    }
  });

  test("tells who was refused and why, and that somebody unknown was", async () => {
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
    await rig.post("/v1/runs", { blueprint: "sample" }, bearer(viewer));
    expect(await newest()).toMatchObject({
      ...{ actor: "watcher", role: "viewer", action: "run.start" },
      ...{ outcome: "refused", status: 403, reason: "role-too-low", target: "/v1/runs" },
    });
    await rig.post("/v1/runs", { blueprint: "sample" }, bearer("wrong"));
    const unknown = await newest();
    expect(unknown).toMatchObject({ outcome: "refused", status: 401, reason: "unknown", address: "127.0.0.1" });
    expect(unknown).not.toHaveProperty("actor");
    const { token, secret } = (await rig.post("/v1/tokens", { name: "gone", role: "admin" })).json();
    await rig.call("DELETE", `/v1/tokens/${token.id}`);
    await rig.post("/v1/runs", { blueprint: "sample" }, bearer(secret));
    expect(await newest()).toMatchObject({ actor: "gone", reason: "revoked", status: 401 });
  });

  test("tells what failed, with its code", async () => {
    await rig.post(`/v1/runs/${UNKNOWN}/cancel`);
    expect(await newest()).toMatchObject({ outcome: "failed", status: 404, reason: "run-unknown" });
    await rig.post("/v1/runs", { blueprint: 1 });
    expect(await newest()).toMatchObject({ outcome: "failed", status: 400, reason: "bad-request" });
  });

  test("misses no route that changes something, and has nothing of those that only read", async () => {
    await rig.app.ready();
    const routes = rig.app.declaredAccess.filter(({ url, method }) => !url.startsWith("/docs") && method !== "HEAD");
    for (const { method, url, action } of routes) {
      const before = (await newest())?.sequence ?? 0;
      const path = url.replace(":arch", "x86_64").replace(/:\w+/g, UNKNOWN).replace("*", "x");
      await rig.call(method as Method, path, { headers: { authorization: "Bearer wrong" } });
      const changes = method !== "GET" && action !== false;
      expect([method, url, ((await newest())?.sequence ?? 0) > before]).toEqual([method, url, changes]);
    }
  });

  test("is read page by page, by actor, by action and by time, by admins alone", async () => {
    const all: number[] = [];
    let url: string | undefined = "/v1/actions?limit=3";
    while (url !== undefined) {
      const answer = await rig.get(url);
      all.push(...answer.json().actions.map(({ sequence }: ActionView) => sequence));
      url = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1];
    }
    expect(all.length).toBeGreaterThan(10);
    expect(all).toEqual([...new Set(all)].sort((a, b) => b - a));
    const of = async (query: string) =>
      (await rig.get(`/v1/actions?limit=1000&${query}`)).json().actions as ActionView[];
    for (const { actor } of await of("actor=watcher")) expect(actor).toBe("watcher");
    expect((await of("action=token.create&actor=installation")).length).toBe(2);
    const now = rig.deck.clock.now().toISOString();
    expect([(await of(`since=${now}`)).length, (await of(`until=${now}`)).length]).toEqual([all.length, 0]);
    for (const bad of ["cursor=x", "since=yesterday", "limit=0", "actor="]) {
      expect([bad, (await rig.get(`/v1/actions?${bad}`)).status]).toEqual([bad, 400]);
    }
    expect((await rig.get("/v1/actions", { authorization: `Bearer ${viewer}` })).status).toBe(403);
  });

  test("holds no secret, neither of a request nor of an answer", async () => {
    const made = (await rig.post("/v1/tokens", { name: "quiet", role: "viewer" })).json();
    await rig.post(
      `/v1/runs?token=${made.secret}`,
      { blueprint: "sample" },
      { authorization: `Bearer ${made.secret}` },
    );
    const text = (await rig.get("/v1/actions?limit=1000")).body;
    expect(text).not.toContain(made.secret.slice(20));
    expect(text).not.toContain(TOKEN);
  });

  const breaking = async (broken: Partial<AccessLedger>) => {
    const written: string[] = [];
    const logger = createLogger("info", { write: (line: string) => void written.push(line) });
    const deck = await flightDeck();
    const app = await createServer({ ...deck, access: { ...deck.access, ...broken } }, { token: TOKEN, logger });
    const start = { method: "POST", url: "/v1/runs", headers: AUTH, payload: { blueprint: "sample" } } as const;
    const actions = async () =>
      (await app.inject({ url: "/v1/actions", headers: AUTH })).json().actions as ActionView[];
    return { deck, app, actions, start: () => app.inject(start), log: () => written.join("") };
  };

  test("that cannot take an action's end does not take back what was done: what was announced is told later", async () => {
    const { deck, app, actions, start, log } = await breaking({
      recordAction: vi.fn().mockRejectedValue(new Error("disk full")),
    });
    expect((await start()).statusCode).toBe(201);
    expect(log()).toContain("action not recorded");
    deck.clock.advance(3600);
    expect(await actions()).toEqual([]);
    deck.clock.advance(1);
    const told = { actor: "installation", action: "run.start", target: "/v1/runs", outcome: "failed", status: 0 };
    expect(await actions()).toMatchObject([{ ...told, reason: "end-unknown" }]);
    expect(await actions()).toHaveLength(1);
    await app.close();
  });

  test("that cannot take an action's announcement lets nothing be done", async () => {
    const gone = new Fault("database-unreachable", "nobody answers", { retryable: true });
    const { deck, app, start } = await breaking({ announceAction: vi.fn().mockRejectedValue(gone) });
    const answer = await start();
    expect([answer.statusCode, answer.json().code]).toEqual([503, "database-unreachable"]);
    expect(await deck.ledger.runs({ limit: 1 })).toEqual([]);
    await app.close();
  });

  test("has what a process announced that died before the end, once another one starts", async () => {
    const deck = await flightDeck();
    const intent = { id: UNKNOWN, at: deck.clock.now(), actor: "nightly", role: "maintainer" } as const;
    const asked = { action: "run.cancel", target: "/v1/runs/1/cancel", requestId: "r-1", address: "127.0.0.1" };
    await deck.access.announceAction({ ...intent, ...asked });
    deck.clock.advance(3601);
    const app = await createServer(deck, { token: TOKEN, logger: createLogger("silent") });
    await app.ready();
    expect(await deck.access.actions({ limit: 9 })).toMatchObject([
      { ...asked, actor: "nightly", reason: "end-unknown" },
    ]);
    await app.close();
  });

  test("has what was asked over a connection that is gone by then", async () => {
    const app = await createServer(await flightDeck(), { token: TOKEN, logger: createLogger("silent") });
    app.addHook("onRequest", async ({ raw }) => {
      Object.defineProperty(raw.socket, "remoteAddress", { value: undefined });
    });
    const payload = { blueprint: "sample" };
    expect((await app.inject({ method: "POST", url: "/v1/runs", headers: AUTH, payload })).statusCode).toBe(201);
    const { actions } = (await app.inject({ url: "/v1/actions", headers: AUTH })).json();
    expect(actions).toMatchObject([{ action: "run.start", outcome: "done", address: "gone" }]);
    await app.close();
  });

  test("keeps nothing of what was refused before anything was tried, or for asking too often", async () => {
    const deck = await flightDeck();
    const access = { ...deck.access, announceAction: vi.fn(deck.access.announceAction) };
    const limits = { failedLoginsPerMinute: 1 };
    const app = await createServer(
      { ...deck, access },
      { token: TOKEN, logger: createLogger("silent"), access: limits },
    );
    await app.inject({ method: "POST", url: "/v1/runs", payload: { blueprint: "sample" } });
    await app.inject({ method: "POST", url: "/v1/runs", headers: AUTH, payload: { blueprint: 7 } });
    expect(access.announceAction).not.toHaveBeenCalled();
    const signIn = () => app.inject({ method: "POST", url: "/v1/session", payload: { token: "wrong" } });
    expect([(await signIn()).statusCode, (await signIn()).statusCode]).toEqual([401, 429]);
    deck.clock.advance(4000);
    expect(await deck.access.recordLostActions(deck.clock.now())).toBe(0);
    await app.close();
  });
});
