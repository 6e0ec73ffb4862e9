import { Client } from "@ascent/client";
import { mayAct, ROLES, type Role } from "@ascent/core";
import { makeTokenSecret, SECRET_BYTES } from "@ascent/engine";
import { createFakeAccess, flightDeck } from "@ascent/testkit";
import pino from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { cachedSecrets } from "../src/access/cached-secrets.ts";
import { createLogger } from "../src/logger.ts";
import { createServer } from "../src/server.ts";
import { type ApiRig, AUTH, apiRig, type Method, TOKEN } from "./rig.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

let rig: ApiRig;
let admin: Client;
let url: string;
beforeAll(async () => {
  rig = await apiRig();
  url = await rig.listen();
  admin = new Client({ url, token: TOKEN });
});
afterAll(() => rig.close());
afterEach(async () => {
  for (const { id } of (await admin.tokens()).tokens) await admin.revokeToken(id);
});

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const later = (seconds: number) => new Date(rig.deck.clock.now().getTime() + seconds * 1000).toISOString();
const create = (role: Role, given: { readonly name?: string; readonly expiresAt?: string } = {}) =>
  admin.createToken({ name: role, role, ...given });
const me = (secret: string) => rig.get("/v1/me", bearer(secret));

describe("every route, for every role", () => {
  test("lets in who may, and refuses everyone else with the role that is needed", async () => {
    await rig.app.ready();
    const routes = rig.app.declaredAccess.filter((route) => !route.url.startsWith("/docs") && route.method !== "HEAD");
    expect(routes.length).toBeGreaterThan(30);
    for (const role of ROLES) {
      const { secret } = await create(role);
      for (const { method, url: path, role: needed = "admin" } of routes) {
        const filled = path.replace(":arch", "x86_64").replace(/:\w+/g, UNKNOWN).replace("*", "x");
        const body = method === "GET" || method === "DELETE" ? {} : { body: {} };
        const answer = await rig.call(method as Method, filled, { ...body, headers: bearer(secret) });
        if (mayAct(role, needed)) {
          expect([role, method, path, [401, 403].includes(answer.status)]).toEqual([role, method, path, false]);
          expect(answer.status).toBeLessThan(500);
        } else {
          expect([role, method, path, answer.status]).toEqual([role, method, path, 403]);
          expect(answer.json()).toMatchObject({ code: "forbidden", reason: "role-too-low", needs: needed });
        }
      }
    }
  });

  test("a viewer's and a worker's token open repositories for a stock apk client", async () => {
    const runId = await rig.flown();
    for (const role of ["viewer", "worker"] as const) {
      const { secret } = await create(role);
      const authorization = `Basic ${Buffer.from(`apk:${secret}`).toString("base64")}`;
      const answer = await rig.get(`/repos/${runId}/final/x86_64/APKINDEX.tar.gz`, { authorization });
      expect(answer.status).toBe(200);
    }
  });
});

describe("tokens", () => {
  test("are made with a secret that is shown once, and listed without it", async () => {
    const answer = await rig.post("/v1/tokens", { name: "grafana", role: "viewer", expiresAt: later(60) });
    expect([answer.status, answer.headers["cache-control"]]).toEqual([201, "no-store"]);
    const { token, secret } = answer.json();
    expect(secret).toMatch(/^ascent_[0-9a-f]{12}_[\w-]{43}$/);
    expect(token).toMatchObject({ name: "grafana", role: "viewer", state: "active", createdBy: "installation" });
    expect(secret.startsWith(token.prefix)).toBe(true);
    const { tokens } = await admin.tokens();
    expect(tokens.find(({ id }) => id === token.id)).toEqual(token);
    expect(JSON.stringify(tokens)).not.toContain(secret.slice(20));
    expect((await me(secret)).json()).toEqual({ name: "grafana", role: "viewer", via: "token", id: token.id });
    expect(await admin.me()).toEqual({ name: "installation", role: "admin", via: "installation" });
  });

  test("two secrets are never the same", async () => {
    const [one, two] = [await create("viewer"), await create("worker")];
    expect(one.secret.slice(20)).not.toBe(two.secret.slice(20));
    expect(one.token.prefix).not.toBe(two.token.prefix);
  });

  test.each([
    [
      "expired",
      async () => {
        const { secret } = await create("viewer", { name: "short", expiresAt: later(1) });
        expect((await me(secret)).status).toBe(200);
        rig.deck.clock.advance(1);
        return secret;
      },
    ],
    [
      "revoked",
      async () => {
        const { secret, token } = await create("viewer", { name: "gone" });
        expect((await me(secret)).status).toBe(200);
        expect(await admin.revokeToken(token.id)).toMatchObject({ state: "revoked", id: token.id });
        return secret;
      },
    ],
    [
      "rotated",
      async () => {
        const { secret, token } = await create("viewer", { name: "turned" });
        expect((await me(secret)).status).toBe(200);
        await admin.rotateToken(token.id, { graceSeconds: 0 });
        return secret;
      },
    ],
    ["unknown", async () => `${(await create("viewer", { name: "other" })).secret.slice(0, -4)}AAAA`],
  ])("that are %s are refused with that reason", async (reason, given) => {
    const answer = await me(await given());
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: "unauthorized", reason, wayOut: expect.any(String) });
    expect(answer.headers["www-authenticate"]).toMatch(
      /^Bearer realm="ascent", error="invalid_token", error_description="/,
    );
  });

  test("are rotated: the old secret works for the grace that was given, the new one from now on", async () => {
    const { secret, token } = await create("viewer", { name: "nightly" });
    const rotated = await admin.rotateToken(token.id, { graceSeconds: 60 });
    expect(rotated.token).toMatchObject({ id: token.id, state: "active", oldSecretUntil: later(60) });
    for (const shown of [secret, rotated.secret]) expect((await me(shown)).status).toBe(200);
    rig.deck.clock.advance(60);
    expect([(await me(secret)).status, (await me(rotated.secret)).status]).toEqual([401, 200]);
  });

  test("that have ended are not rotated; what there never was is told", async () => {
    const { token } = await create("viewer", { name: "ended" });
    await admin.revokeToken(token.id);
    await expect(admin.rotateToken(token.id, {})).rejects.toMatchObject({ status: 409, code: "token-ended" });
    await expect(admin.rotateToken(UNKNOWN, {})).rejects.toMatchObject({ status: 404, code: "token-unknown" });
    await expect(admin.revokeToken(UNKNOWN)).rejects.toMatchObject({ status: 404, code: "token-unknown" });
  });

  test("are not made with a name in use, an end that is past, or what makes no sense", async () => {
    await create("viewer");
    await expect(create("viewer")).rejects.toMatchObject({ status: 409, code: "token-name-taken" });
    await expect(create("viewer", { name: "installation" })).rejects.toMatchObject({ status: 409 });
    const past = create("viewer", { name: "past", expiresAt: later(0) });
    await expect(past).rejects.toMatchObject({ status: 422, code: "expiry-passed" });
    for (const body of [
      {},
      { name: "x" },
      { name: "x", role: "root" },
      { name: "a b", role: "viewer" },
      { name: "", role: "viewer" },
    ]) {
      expect([body, (await rig.post("/v1/tokens", body)).status]).toEqual([body, 400]);
    }
    const { token } = await create("viewer", { name: "graceful" });
    for (const graceSeconds of [-1, 1.5, 30 * 86_400 + 1]) {
      expect((await rig.post(`/v1/tokens/${token.id}/rotate`, { graceSeconds })).status).toBe(400);
    }
  });

  test("tell when they were last used, to the minute", async () => {
    const { secret } = await create("viewer", { name: "busy" });
    const lastUse = async () => (await admin.tokens()).tokens.find(({ name }) => name === "busy")?.lastUsedAt;
    expect(await lastUse()).toBeUndefined();
    const first = later(0);
    await me(secret);
    await vi.waitFor(async () => expect(await lastUse()).toBe(first));
    rig.deck.clock.advance(59);
    await me(secret);
    expect(await lastUse()).toBe(first);
  });

  test("have their use written once a minute, however many requests come while it is", async () => {
    const inner = createFakeAccess();
    const written = vi.spyOn(inner, "tokenUsed");
    const deck = await flightDeck();
    const app = await createServer({ ...deck, access: inner }, { token: TOKEN, logger: pino({ enabled: false }) });
    const ask = (path: string, headers: Record<string, string>) => app.inject({ url: path, headers });
    const payload = { name: "often", role: "viewer" };
    const made = await app.inject({ method: "POST", url: "/v1/tokens", headers: AUTH, payload });
    const { secret } = made.json();
    for (let minute = 1; minute <= 2; minute += 1) {
      for (let request = 0; request < 5; request += 1) {
        expect((await ask("/v1/me", bearer(secret))).statusCode).toBe(200);
      }
      expect(written).toHaveBeenCalledTimes(minute);
      deck.clock.advance(60);
    }
    await app.close();
  });

  test("name who started a run", async () => {
    const { secret } = await create("maintainer", { name: "nightly" });
    const started = await new Client({ url, token: secret }).startRun({ blueprint: "sample" });
    expect(started.run.requestedBy).toBe("nightly");
    expect((await admin.startRun({ blueprint: "sample" })).run.requestedBy).toBe("installation");
  });
});

describe("what is read of a token", () => {
  test("is asked for once while somebody polls, and again after a rotation, a revocation, or some seconds", async () => {
    const inner = createFakeAccess();
    const asked = vi.spyOn(inner, "secretOf");
    let now = 0;
    const access = cachedSecrets(inner, () => now);
    const secret = { prefix: "ascent_000000000001", digest: `sha256:${"0".repeat(64)}` } as const;
    await access.createToken({ id: UNKNOWN, name: "x", role: "viewer", secret, createdBy: "test", at: new Date(0) });
    const times = async (count: number) => {
      await access.secretOf(secret.prefix);
      await access.secretOf(secret.prefix);
      expect(asked).toHaveBeenCalledTimes(count);
    };
    await times(1);
    now = 5_000;
    await times(2);
    const rotation = {
      secret: { ...secret, prefix: "ascent_000000000002" },
      oldSecretUntil: new Date(9),
      at: new Date(1),
    };
    await access.rotateToken(UNKNOWN, rotation);
    await times(3);
    await access.revokeToken(UNKNOWN, new Date(2));
    expect(await access.secretOf(secret.prefix)).toMatchObject({ token: { revokedAt: new Date(2) } });
    for (let guess = 0; guess < 3; guess += 1) expect(await access.secretOf("ascent_00000000000f")).toBeUndefined();
    expect(asked).toHaveBeenCalledTimes(7);
  });

  test("cannot be asked for while the database is gone: that is told, and the installation's token still works", async () => {
    const deck = await flightDeck();
    const access = { ...deck.access, secretOf: vi.fn().mockRejectedValue(new Error("connection refused")) };
    const app = await createServer({ ...deck, access }, { token: TOKEN, logger: pino({ level: "silent" }) });
    const secret = `ascent_000000000000_${"A".repeat(43)}`;
    expect((await app.inject({ url: "/v1/me", headers: bearer(secret) })).statusCode).toBe(500);
    expect((await app.inject({ url: "/v1/me", headers: AUTH })).statusCode).toBe(200);
    await app.close();
  });

  test("of the installation may look like any other, and opens everything as well", async () => {
    const token = makeTokenSecret(Buffer.alloc(SECRET_BYTES, 7)).text;
    const app = await createServer(await flightDeck(), { token, logger: pino({ enabled: false }) });
    const status = async (shown: string) => (await app.inject({ url: "/v1/me", headers: bearer(shown) })).statusCode;
    expect([await status(token), await status(`${token.slice(0, -1)}_`), await status(TOKEN)]).toEqual([200, 401, 401]);
    await app.close();
  });

  test("is not in the log: no secret is, whether it was made or shown", async () => {
    const written: string[] = [];
    const logger = createLogger("debug", { write: (line: string) => void written.push(line) });
    const app = await createServer(await flightDeck(), { token: TOKEN, logger });
    const payload = { name: "quiet", role: "viewer" };
    const made = await app.inject({ method: "POST", url: "/v1/tokens", headers: AUTH, payload });
    const { secret } = made.json();
    await app.inject({ url: "/v1/me", headers: bearer(secret) });
    logger.info({ secret }, "by mistake");
    expect(written.join("")).toContain("/v1/tokens");
    expect(written.join("")).not.toContain(secret.slice(20));
    await app.close();
  });
});
