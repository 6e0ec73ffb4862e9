import { flightDeck } from "@ascent/testkit";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccessRules } from "../src/access/register-access.ts";
import { createLogger } from "../src/logger.ts";
import { createServer } from "../src/server.ts";
import { type Answer, type ApiRig, AUTH, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

const NOBODY = { authorization: "" };
const SAME = { ...NOBODY, "sec-fetch-site": "same-origin" };

function signIn(token: string, headers: Record<string, string> = SAME): Promise<Answer> {
  return rig.post("/v1/session", { token }, headers);
}

/** What the browser sends back. */
function cookieOf(answer: Answer): string {
  return String(answer.headers["set-cookie"]).split(";")[0]!;
}

async function tokenFor(role: string, name: string) {
  return (await rig.post("/v1/tokens", { name, role })).json();
}

describe("signing in", () => {
  test("a page for it is told which ways there are, without a token", async () => {
    expect((await rig.get("/v1/session/methods", NOBODY)).json()).toEqual({ token: true });
  });

  test("with a token sets a cookie that no script reads, which stands for the token", async () => {
    const { secret, token } = await tokenFor("viewer", "alice");
    const answer = await signIn(secret);
    const actor = { name: "alice", role: "viewer", via: "session", id: token.id };
    const expiresAt = new Date(rig.deck.clock.now().getTime() + 12 * 3_600_000).toISOString();
    expect([answer.status, answer.json()]).toEqual([200, { ...actor, expiresAt }]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const set = String(answer.headers["set-cookie"]);
    expect(set).toMatch(/^ascent_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(set).not.toContain(secret.slice(20));
    const cookie = cookieOf(answer);
    expect((await rig.get("/v1/me", { ...NOBODY, cookie })).json()).toEqual(actor);
    expect((await rig.get("/v1/runs", { ...NOBODY, cookie })).status).toBe(200);
    expect((await rig.get("/v1/tokens", { ...NOBODY, cookie })).json()).toMatchObject({
      reason: "role-too-low",
      needs: "admin",
    });
  });

  test.each(["wrong", "ascent_000000000000_x"])("with %s is refused, and written down", async (token) => {
    const answer = await signIn(token);
    expect([answer.status, answer.json().reason, answer.headers["set-cookie"]]).toEqual([401, "unknown", undefined]);
    const [action] = (await rig.get("/v1/actions?limit=1")).json().actions;
    expect(action).toMatchObject({ action: "session.start", outcome: "refused", status: 401 });
  });

  test("and out are in the action log with who it was", async () => {
    const answer = await signIn(TOKEN);
    const newest = async () => (await rig.get("/v1/actions?limit=1")).json().actions[0];
    expect(await newest()).toMatchObject({ actor: "installation", action: "session.start", outcome: "done" });
    const cookie = cookieOf(answer);
    const out = await rig.call("DELETE", "/v1/session", { headers: { ...SAME, cookie } });
    expect([out.status, String(out.headers["set-cookie"])]).toEqual([200, expect.stringContaining("ascent_session=;")]);
    expect(await newest()).toMatchObject({ actor: "installation", action: "session.end", outcome: "done" });
    const after = await rig.get("/v1/me", { ...NOBODY, cookie });
    expect([after.status, after.json().reason]).toEqual([401, "session-ended"]);
  });

  test("lasts until the token behind it is revoked", async () => {
    const { secret, token } = await tokenFor("viewer", "bob");
    const cookie = cookieOf(await signIn(secret));
    await rig.call("DELETE", `/v1/tokens/${token.id}`);
    expect((await rig.get("/v1/me", { ...NOBODY, cookie })).json()).toMatchObject({ reason: "session-ended" });
  });

  test("lasts as long as the rules say", async () => {
    const cookie = cookieOf(await signIn(TOKEN));
    rig.deck.clock.advance(12 * 3600 - 1);
    expect((await rig.get("/v1/me", { ...NOBODY, cookie })).status).toBe(200);
    rig.deck.clock.advance(1);
    expect((await rig.get("/v1/me", { ...NOBODY, cookie })).status).toBe(401);
  });

  test("a token in the header counts before the cookie", async () => {
    const { secret } = await tokenFor("viewer", "carol");
    const cookie = cookieOf(await signIn(TOKEN));
    const answer = await rig.get("/v1/me", { authorization: `Bearer ${secret}`, cookie });
    expect(answer.json()).toMatchObject({ name: "carol", via: "token" });
  });
});

describe("a page of another site", () => {
  const start = async (headers: Record<string, string>) => {
    const cookie = cookieOf(await signIn(TOKEN));
    return rig.post("/v1/runs", { blueprint: "sample" }, { ...NOBODY, cookie, ...headers });
  };

  test.each([
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "none" }],
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site", origin: "http://localhost:80" }],
    [{}],
  ])("changes nothing with this one's cookie: %j", async (headers) => {
    const answer = await start(headers as Record<string, string>);
    expect([answer.status, answer.json().reason]).toEqual([403, "cross-site"]);
  });

  test.each([[{ "sec-fetch-site": "same-origin" }], [{ origin: "http://localhost:80" }]])(
    "is not what asks with %j",
    async (headers) => expect((await start(headers as Record<string, string>)).status).toBe(201),
  );

  test("signs nobody in; a program, which says no origin, may", async () => {
    const foreign = [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }];
    for (const headers of foreign) {
      const answer = await signIn(TOKEN, { ...NOBODY, ...headers } as Record<string, string>);
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([403, undefined]);
    }
    expect((await signIn(TOKEN, NOBODY)).status).toBe(200);
  });
});

async function server(access: Partial<AccessRules>) {
  return createServer(await flightDeck(), { token: TOKEN, logger: pino({ level: "silent" }), access });
}

describe("limits", () => {
  test("whoever asks more often than may be is told when to ask again; others and the installation are not", async () => {
    const app = await server({ requestsPerMinute: 3 });
    const make = async (name: string) => {
      const payload = { name, role: "viewer" };
      return (await app.inject({ method: "POST", url: "/v1/tokens", headers: AUTH, payload })).json().secret;
    };
    const [one, two] = [await make("one"), await make("two")];
    const ask = async (secret: string) => app.inject({ url: "/v1/me", headers: { authorization: `Bearer ${secret}` } });
    const answers = [await ask(one), await ask(one), await ask(one), await ask(one)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    const refused = answers[3]!;
    expect(refused.headers["content-type"]).toContain("application/problem+json");
    expect(refused.json()).toMatchObject({ code: "too-many-requests", wayOut: expect.any(String) });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect((await ask(two)).statusCode).toBe(200);
    for (let index = 0; index < 5; index += 1) expect((await ask(TOKEN)).statusCode).toBe(200);
    await app.close();
  });

  test("wrong tokens from one address are refused more and more cheaply; a right one is still let in", async () => {
    const app = await server({ failedLoginsPerMinute: 2 });
    const wrong = () => app.inject({ url: "/v1/me", headers: { authorization: "Bearer wrong" } });
    const signingIn = () => app.inject({ method: "POST", url: "/v1/session", payload: { token: "wrong" } });
    const statuses = [await wrong(), await signingIn(), await wrong(), await signingIn()].map((one) => one.statusCode);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await app.inject({ url: "/v1/me", headers: AUTH })).statusCode).toBe(200);
    const { actions } = (await app.inject({ url: "/v1/actions", headers: AUTH })).json();
    expect(actions.map(({ status }: { status: number }) => status)).toEqual([401]);
    await app.close();
  });

  test("without any token nothing is counted: there is nothing to guess", async () => {
    const app = await server({ failedLoginsPerMinute: 1 });
    for (let index = 0; index < 4; index += 1) expect((await app.inject("/v1/me")).statusCode).toBe(401);
    await app.close();
  });

  test("addresses are those that a trusted proxy tells, and nobody else's word", async () => {
    for (const [proxies, statuses] of [
      ["127.0.0.1", [401, 401]],
      [undefined, [401, 429]],
    ] as const) {
      const app = await server({ failedLoginsPerMinute: 1, trustedProxies: proxies });
      const from = async (address: string) => {
        const headers = { authorization: "Bearer wrong", "x-forwarded-for": address };
        return (await app.inject({ url: "/v1/me", headers })).statusCode;
      };
      expect([await from("192.0.2.1"), await from("192.0.2.2")]).toEqual(statuses);
      await app.close();
    }
  });
});

describe("browsers", () => {
  test("are told to run nothing but this service's own scripts, in no frame, and to guess no types", async () => {
    for (const url of ["/healthz", "/v1/me", "/nothing"]) {
      const { headers } = await rig.get(url);
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|upgrade-insecure/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
  });

  test("are told nothing anew with a 304: what they have came with it", async () => {
    const { headers } = await rig.get("/v1/runs");
    const again = await rig.get("/v1/runs", { "if-none-match": String(headers.etag) });
    expect([again.status, again.headers["content-security-policy"]]).toEqual([304, undefined]);
    expect(again.headers).toMatchObject({ etag: headers.etag, "cache-control": headers["cache-control"] });
  });

  test("are told to stay with https, and get secure cookies, where the service is reached so", async () => {
    const app = await server({ publicUrl: "https://ascent.example.org" });
    const headers = { origin: "https://ascent.example.org" };
    const answer = await app.inject({ method: "POST", url: "/v1/session", headers, payload: { token: TOKEN } });
    expect(answer.headers["strict-transport-security"]).toContain("max-age=");
    expect(String(answer.headers["set-cookie"])).toContain("; Secure;");
    await app.close();
  });

  test("let no other site's scripts in unless it is configured, and never with a cookie", async () => {
    const preflight = { method: "OPTIONS", url: "/v1/runs" } as const;
    const headers = { origin: "https://other.example", "access-control-request-method": "GET" };
    const closed = await server({});
    expect((await closed.inject({ ...preflight, headers })).headers["access-control-allow-origin"]).toBeUndefined();
    const open = await server({ corsOrigins: ["https://other.example"] });
    const allowed = await open.inject({ ...preflight, headers });
    expect([allowed.statusCode, allowed.headers["access-control-allow-origin"]]).toEqual([204, headers.origin]);
    expect(allowed.headers["access-control-allow-credentials"]).toBeUndefined();
    const asked = await open.inject({ url: "/v1/me", headers: { ...AUTH, origin: headers.origin } });
    expect(asked.headers["access-control-allow-origin"]).toBe(headers.origin);
    const evil = await open.inject({ url: "/v1/me", headers: { ...AUTH, origin: "https://evil.example" } });
    expect(evil.headers["access-control-allow-origin"]).not.toBe("https://evil.example");
    await Promise.all([closed.close(), open.close()]);
  });
});

test("no log holds the cookie or the token that one signs in with", async () => {
  const written: string[] = [];
  const logger = createLogger("debug", { write: (line: string) => void written.push(line) });
  const app = await createServer(await flightDeck(), { token: TOKEN, logger });
  const answer = await app.inject({ method: "POST", url: "/v1/session", payload: { token: TOKEN } });
  const cookie = String(answer.headers["set-cookie"]).split(";")[0]!;
  await app.inject({ url: "/v1/me", headers: { cookie } });
  logger.info({ req: { headers: { cookie } }, headers: { cookie } }, "by mistake");
  const text = written.join("");
  expect(text).toContain("/v1/session");
  for (const secret of [TOKEN, cookie.split("=")[1]!]) expect(text).not.toContain(secret);
  await app.close();
});
