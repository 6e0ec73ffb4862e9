import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OidcConfig } from "@ascent/config";
import { createSecretBox } from "@ascent/keyring";
import { type Deck, flightDeck } from "@ascent/testkit";
import fc from "fast-check";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { App } from "../src/app.ts";
import { createLogger } from "../src/logger.ts";
import { returnPathOf } from "../src/oidc/return-path.ts";
import { claimOf, personOf } from "../src/oidc/who.ts";
import { createServer } from "../src/server.ts";
import { Browser, PUBLIC_URL } from "./browser-walk.ts";
import { CLIENT, type RealProvider, startIdentityProvider } from "./identity-provider.ts";
import { AUTH, TOKEN, UNLIMITED } from "./rig.ts";

const START = `${PUBLIC_URL}/v1/session/oidc`;
const CALLBACK = `${START}/callback`;
const PEOPLE = {
  alice: { preferred_username: "alice", groups: ["everyone", "release-team", "staff"] },
  bob: { preferred_username: "bob", groups: "staff" },
  юля: { preferred_username: 'Юля "Ю"', groups: [] },
  mallory: { preferred_username: "<b>mallory</b>", groups: ["everyone"] },
};
const ROLES = [
  ["staff", "viewer"],
  ["release-team", "maintainer"],
] as const;

let provider: RealProvider;
let directory: string;
const apps: App[] = [];
beforeAll(async () => {
  provider = await startIdentityProvider({ redirectUri: CALLBACK, signedOutUri: `${PUBLIC_URL}/`, people: PEOPLE });
  directory = await mkdtemp(join(tmpdir(), "ascent-oidc-"));
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await provider.stop();
  await rm(directory, { recursive: true });
});

interface Service {
  readonly app: App;
  readonly deck: Deck;
  readonly browser: Browser;
  /** Everything that it logged. */
  logged(): string;
}

function config(oidc: Partial<OidcConfig> = {}): OidcConfig {
  return {
    ...{ issuer: provider.issuer, name: "Example ID", clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ scope: "openid profile email", nameClaim: "preferred_username", roleClaim: "groups", roles: ROLES },
    ...oidc,
  };
}

/** `oidc`: all of it, or what is otherwise than usual. */
async function service(oidc: Partial<OidcConfig> = {}, limits = UNLIMITED): Promise<Service> {
  const deck = await flightDeck({ secretBox: createSecretBox(directory) });
  const lines: string[] = [];
  const logger = createLogger("debug", { write: (line: string) => void lines.push(line) });
  const access = { ...limits, publicUrl: PUBLIC_URL, oidc: "nameClaim" in oidc ? (oidc as OidcConfig) : config(oidc) };
  const app = await createServer(deck, { token: TOKEN, logger, access });
  apps.push(app);
  return { app, deck, browser: new Browser(app), logged: () => lines.join("") };
}

/** Begins at the service; returns where the browser is sent, and then, signed in there, where it is sent back to. */
async function walk(browser: Browser, person: string, start = START) {
  const begun = await browser.ask(start);
  expect(begun.status).toBe(303);
  const there = Browser.next(begun);
  return { there, back: await browser.signInAs(person, there) };
}

/** One address with a parameter of another. */
function swapped(url: string, name: string, other: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, new URL(other).searchParams.get(name) ?? "");
  return changed.href;
}

const me = async ({ app, browser }: Service) => {
  const cookie = [...browser.jar(PUBLIC_URL)].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await app.inject({ url: "/v1/me", headers: { cookie } });
  return [answer.statusCode, answer.json()];
};

const newestAction = async ({ app }: Service) =>
  (await app.inject({ url: "/v1/actions?limit=1", headers: AUTH })).json().actions[0];

/** The page that a person gets instead of a session, with the reason in it. */
async function expectRefused(given: Service, url: string, [status, reason]: readonly [number, string]) {
  const page = await given.browser.ask(url);
  expect([page.status, page.headers.get("content-type"), page.body]).toEqual([
    status,
    "text/html; charset=utf-8",
    expect.stringContaining(`<code>${reason}</code>`),
  ]);
  expect(page.body).toContain('href="/v1/session/oidc"');
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.headers.get("www-authenticate") ?? "Bearer").not.toContain("Basic");
  expect([...given.browser.jar(PUBLIC_URL).keys()]).not.toContain("ascent_session");
  return page;
}

describe("signing in through an identity provider", () => {
  test("is offered under its name where it is configured", async () => {
    const { app } = await service();
    const answer = await app.inject("/v1/session/methods");
    expect(answer.json()).toEqual({ token: true, oidc: { name: "Example ID", url: "/v1/session/oidc" } });
  });

  test("leads with PKCE, a state and a nonce there, and back to the page that was asked for, signed in", async () => {
    const given = await service();
    const begun = await given.browser.ask(`${START}?return=${encodeURIComponent("/runs/7?stage=é#log")}`);
    const asked = new URL(Browser.next(begun)).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ response_type: "code", client_id: CLIENT.id, redirect_uri: CALLBACK, scope: "openid profile email" },
      ...{ code_challenge_method: "S256", code_challenge: expect.stringMatching(/^[\w-]{43}$/) },
    });
    for (const name of ["state", "nonce"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(begun.headers.get("set-cookie")).toMatch(
      /^ascent_oidc=s1\.[\w-]+; Max-Age=600; Path=\/v1\/session\/oidc; HttpOnly; SameSite=Lax$/,
    );
    const back = await given.browser.signInAs("alice", Browser.next(begun));
    const ended = await given.browser.ask(back);
    expect([ended.status, ended.headers.get("location")]).toEqual([303, "/runs/7?stage=%C3%A9#log"]);
    expect([...given.browser.jar(PUBLIC_URL).keys()]).toEqual(["ascent_session"]);
    expect(await me(given)).toEqual([200, { name: "oidc:alice", role: "maintainer", via: "session" }]);
    const action = { actor: "oidc:alice", role: "maintainer", action: "session.start", outcome: "done" };
    expect(await newestAction(given)).toMatchObject({ ...action, target: "/v1/session/oidc/callback" });
  });

  test("gives the role of the claim's value, and lasts as long as any session", async () => {
    const given = await service();
    const { back } = await walk(given.browser, "bob");
    expect((await given.browser.ask(back)).headers.get("location")).toBe("/");
    expect(await me(given)).toMatchObject([200, { name: "oidc:bob", role: "viewer" }]);
    given.deck.clock.advance(12 * 3600);
    expect(await me(given)).toMatchObject([401, { reason: "session-ended" }]);
  });

  test("leaves no code, state, secret or token in the log", async () => {
    const given = await service();
    const { there, back } = await walk(given.browser, "alice");
    await given.browser.ask(back);
    await given.browser.ask(back);
    const secrets = [
      ...[...new URL(back).searchParams].filter(([name]) => name !== "iss").map(([, value]) => value),
      ...["nonce", "state", "code_challenge"].map((name) => new URL(there).searchParams.get(name) ?? ""),
      ...[CLIENT.secret, ...given.browser.jar(PUBLIC_URL).values()],
    ];
    expect(secrets.length).toBeGreaterThan(5);
    expect(given.logged()).toContain("/v1/session/oidc/callback");
    for (const secret of secrets) expect(given.logged()).not.toContain(secret);
  });

  test("works as a public client, with a secret in the body where the provider wants it there, or one of a file", async () => {
    const secret = { client_secret: CLIENT.secret, redirect_uris: [CALLBACK] };
    const clients = [
      { client_id: "public", redirect_uris: [CALLBACK], token_endpoint_auth_method: "none" },
      { client_id: "post", ...secret, token_endpoint_auth_method: "client_secret_post" },
    ] as const;
    const more = { clients: [...clients], clientAuthMethods: ["none", "client_secret_post"] as const };
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE, more: more as never });
    const clientSecretFile = join(directory, "client-secret");
    await writeFile(clientSecretFile, `${CLIENT.secret}\n`);
    for (const own of [{ clientId: "public" }, { clientId: "post", clientSecretFile }]) {
      const { clientSecret: _, ...bare } = config({ issuer: other.issuer, ...own });
      const given = await service(bare);
      expect((await given.browser.ask((await walk(given.browser, "bob")).back)).status).toBe(303);
    }
    await other.stop();
  });

  test("asks for what the token leaves out where the provider tells it, once", async () => {
    const conforming = await service();
    expect((await conforming.browser.ask((await walk(conforming.browser, "bob")).back)).status).toBe(303);
    const more = {
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: true }, userinfo: { enabled: false } },
    };
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE, more });
    const given = await service(config({ issuer: other.issuer }));
    expect((await given.browser.ask((await walk(given.browser, "bob")).back)).status).toBe(303);
    expect(await me(given)).toMatchObject([200, { name: "oidc:bob", role: "viewer" }]);
    await other.stop();
  });
});

describe("signing out", () => {
  const end = async ({ app, browser }: Service) => {
    const cookie = [...browser.jar(PUBLIC_URL)].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    const answer = await app.inject({ method: "DELETE", url: "/v1/session", headers });
    browser.jar(PUBLIC_URL).clear();
    return answer.json();
  };
  /** Whether the provider lets one in again without asking who it is. */
  const isKnownThere = async ({ browser }: Service) => {
    const page = await browser.ask(Browser.next(await browser.ask(START)));
    return Browser.next(page).startsWith(CALLBACK);
  };

  test("leads to the provider, which asks whether to sign out there too, and back", async () => {
    const given = await service();
    await given.browser.ask((await walk(given.browser, "alice")).back);
    expect(await end(given)).toEqual({ signedIn: false, atProvider: "/v1/session/oidc/end" });
    expect(await me(given)).toMatchObject([401, { reason: "missing" }]);
    expect(await isKnownThere(given)).toBe(true);
    const there = await given.browser.ask(`${PUBLIC_URL}/v1/session/oidc/end`);
    expect([there.status, there.headers.get("cache-control")]).toEqual([303, "no-store"]);
    const asked = new URL(Browser.next(there));
    expect(asked.origin).toBe(provider.issuer);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: CLIENT.id,
      post_logout_redirect_uri: `${PUBLIC_URL}/`,
    });
    expect(await given.browser.signOutAt(asked.href)).toBe(`${PUBLIC_URL}/`);
    expect(await isKnownThere(given)).toBe(false);
  });

  test("comes straight back where the provider has no such page", async () => {
    const more = { features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: false } } };
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE, more });
    const given = await service({ issuer: other.issuer });
    const answer = await given.browser.ask(`${PUBLIC_URL}/v1/session/oidc/end`);
    await other.stop();
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${PUBLIC_URL}/`]);
  });

  test("is over here although the provider does not answer, which is told", async () => {
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE });
    const given = await service({ issuer: other.issuer });
    await given.browser.ask((await walk(given.browser, "bob")).back);
    await other.stop();
    const away = await service({ issuer: other.issuer });
    expect(await end(given)).toMatchObject({ signedIn: false });
    const page = await away.browser.ask(`${PUBLIC_URL}/v1/session/oidc/end`);
    expect([page.status, page.body]).toEqual([503, expect.stringContaining("identity-provider-unreachable")]);
  });

  test("of who came with a token, or where there is no provider, leads nowhere", async () => {
    const given = await service();
    const body = { token: TOKEN };
    const opened = await given.app.inject({ method: "POST", url: "/v1/session", payload: body });
    const cookie = String(opened.headers["set-cookie"]).split(";")[0] ?? "";
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    const ended = await given.app.inject({ method: "DELETE", url: "/v1/session", headers });
    expect(ended.json()).toEqual({ signedIn: false });
    const bare = await createServer(await flightDeck(), { token: TOKEN, logger: pino({ level: "silent" }) });
    apps.push(bare);
    const answer = await bare.inject("/v1/session/oidc/end");
    expect([answer.statusCode, answer.json().code]).toEqual([404, "sign-in-unconfigured"]);
  });
});

describe("nobody is signed in", () => {
  test("whom the provider knows and no role is meant for: 403 that says so, with their name as text", async () => {
    const given = await service();
    const { back } = await walk(given.browser, "mallory");
    const page = await expectRefused(given, back, [403, "no-role"]);
    expect(page.body).toContain("oidc:&lt;b&gt;mallory&lt;/b&gt;");
    expect(page.body).not.toContain("<b>");
    const action = { actor: "oidc:<b>mallory</b>", action: "session.start", outcome: "refused", reason: "no-role" };
    expect(await newestAction(given)).toMatchObject({ ...action, status: 403 });
  });

  test("of whatever name: what a header cannot hold is in the answer's body alone", async () => {
    const given = await service();
    const { back } = await walk(given.browser, "юля");
    const jar = given.browser.jar(PUBLIC_URL);
    const cookie = `ascent_oidc=${jar.get("ascent_oidc")}`;
    const answer = await given.app.inject({ url: back.slice(PUBLIC_URL.length), headers: { cookie } });
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { reason: "no-role" }]);
    expect(answer.json().detail).toContain('oidc:Юля "Ю"');
    expect(String(answer.headers["www-authenticate"])).toMatch(/^Bearer realm="ascent"/);
    expect(String(answer.headers["www-authenticate"])).not.toContain("error");
  });

  test("by an answer with another state", async () => {
    const given = await service();
    const { back } = await walk(given.browser, "alice");
    const wrong = new URL(back);
    wrong.searchParams.set("state", "x".repeat(43));
    await expectRefused(given, wrong.href, [401, "sign-in-mismatch"]);
    await expectRefused(given, back, [401, "sign-in-expired"]);
    expect(await newestAction(given)).toMatchObject({ action: "session.start", outcome: "refused", status: 401 });
  });

  test("by an answer without one, with two, or with what is far too long", async () => {
    const given = await service();
    for (const answer of ["", "?code=x", "?state=a&state=b&code=x", `?state=${"x".repeat(600)}`]) {
      await given.browser.ask(START);
      const page = await given.browser.ask(CALLBACK + answer);
      expect([answer, page.status]).toEqual([answer, expect.toSatisfy((status) => [400, 401].includes(status))]);
    }
  });

  test("by a code that was redeemed already, in another attempt of the same browser", async () => {
    const given = await service();
    const first = await walk(given.browser, "alice");
    expect((await given.browser.ask(first.back)).status).toBe(303);
    given.browser.jar(PUBLIC_URL).delete("ascent_session");
    const { back } = await walk(given.browser, "alice");
    await expectRefused(given, swapped(back, "code", first.back), [401, "sign-in-refused"]);
  });

  test("by somebody else's code: it was asked for with another verifier", async () => {
    const given = await service();
    const stolen = await walk(new Browser(given.app), "alice");
    const { back } = await walk(given.browser, "bob");
    await expectRefused(given, swapped(back, "code", stolen.back), [401, "sign-in-refused"]);
  });

  test("by the very answer in another browser", async () => {
    const given = await service();
    const { back } = await walk(new Browser(given.app), "alice");
    await expectRefused(given, back, [401, "sign-in-expired"]);
  });

  test.each([
    ["nonce", "another-nonce"],
    ["code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
  ])("by an answer to a request whose %s was changed on the way", async (name, value) => {
    const given = await service();
    const there = new URL(Browser.next(await given.browser.ask(START)));
    there.searchParams.set(name, value);
    const back = await given.browser.signInAs("alice", there.href);
    await expectRefused(given, back, [401, "sign-in-refused"]);
  });

  test("by an answer that says it is from another provider", async () => {
    const given = await service();
    const { back } = await walk(given.browser, "alice");
    const other = new URL(back);
    other.searchParams.set("iss", "https://other.example");
    await expectRefused(given, other.href, [401, "sign-in-refused"]);
  });

  test("who says no there", async () => {
    const given = await service();
    const there = new URL(Browser.next(await given.browser.ask(START)));
    const { state = "" } = Object.fromEntries(there.searchParams);
    const no = { state, error: "access_denied", error_description: "<script>alert(1)</script>", iss: provider.issuer };
    const page = await expectRefused(given, `${CALLBACK}?${new URLSearchParams(no)}`, [401, "sign-in-refused"]);
    expect(page.body).toContain("(access_denied)");
    expect(page.body).not.toContain("script");
  });

  test("after ten minutes, or with a cookie that was changed", async () => {
    const late = await service();
    const { back } = await walk(late.browser, "alice");
    late.deck.clock.advance(600);
    await expectRefused(late, back, [401, "sign-in-expired"]);
    for (const change of [
      (text: string) => `${text.slice(0, -2)}AA`,
      () => "s1.",
      () => "{}",
      (text: string) => text.slice(3),
    ]) {
      const given = await service();
      const walked = await walk(given.browser, "alice");
      const jar = given.browser.jar(PUBLIC_URL);
      jar.set("ascent_oidc", change(jar.get("ascent_oidc") ?? ""));
      await expectRefused(given, walked.back, [401, "sign-in-expired"]);
    }
  });

  test("by an ID token whose time is over", async () => {
    const past = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE, more: { ttl: { IdToken: 1 } } });
    const given = await service({ issuer: past.issuer });
    const { back } = await walk(given.browser, "alice");
    const real = Date.now;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => real() + 600_000);
    try {
      await expectRefused(given, back, [401, "sign-in-refused"]);
    } finally {
      clock.mockRestore();
      await past.stop();
    }
  });

  test("by an ID token that was not signed with a key of the provider's", async () => {
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE });
    const own = (await (await fetch(`${other.issuer}/jwks`)).json()) as { keys: object[] };
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
    other.showKeys({ keys: own.keys.map((key) => ({ ...key, ...stranger })) });
    const given = await service({ issuer: other.issuer });
    const { back } = await walk(given.browser, "alice");
    await expectRefused(given, back, [401, "sign-in-refused"]);
    expect(given.logged()).toContain("signature");
    await other.stop();
  });

  test("where none is configured: 404, with a way out", async () => {
    const app = await createServer(await flightDeck(), { token: TOKEN, logger: pino({ level: "silent" }) });
    apps.push(app);
    for (const url of ["/v1/session/oidc", "/v1/session/oidc/callback?code=x&state=y"]) {
      const answer = await app.inject(url);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        404,
        { code: "sign-in-unconfigured", wayOut: expect.stringContaining("token") },
      ]);
    }
    expect((await app.inject("/v1/session/methods")).json()).toEqual({ token: true });
  });

  test("again and again from one address: 429", async () => {
    const given = await service({}, { ...UNLIMITED, failedLoginsPerMinute: 2 });
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await given.browser.ask(`${CALLBACK}?state=x`)).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
  });
});

describe("a provider that does not answer as it should", () => {
  const json = async ({ app }: Service, url: string) => {
    const answer = await app.inject({ url: url.slice(PUBLIC_URL.length) });
    return [answer.statusCode, answer.json()];
  };

  test("keeps nothing but signing in through it from working, and is asked again when it is back", async () => {
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE });
    await other.stop();
    const given = await service({ issuer: other.issuer });
    const unreachable = { code: "identity-provider-unreachable", wayOut: expect.stringContaining("token") };
    expect(await json(given, START)).toMatchObject([503, unreachable]);
    await expectRefused(given, START, [503, "identity-provider-unreachable"]);
    expect((await given.app.inject({ url: "/v1/me", headers: AUTH })).statusCode).toBe(200);
    await other.start();
    await expect.poll(async () => (await given.browser.ask(START)).status, { timeout: 20_000 }).toBe(303);
    const { back } = await walk(given.browser, "alice");
    await other.stop();
    await expectRefused(given, back, [503, "identity-provider-unreachable"]);
    expect(await newestAction(given)).toMatchObject({ action: "session.start", outcome: "failed", status: 503 });
  });

  test.each([
    ["does not know the client", { clientId: "another" }],
    ["is given a wrong secret", { clientSecret: "wrong" }],
  ])("because it %s is not usable, and the log says why", async (_what, wrong) => {
    const given = await service(wrong);
    const begun = await given.browser.ask(START);
    // An unknown client is told to the person by the provider itself; a code would be of no use.
    const state = new URL(Browser.next(begun)).searchParams.get("state") ?? "";
    const answer = new URLSearchParams({ code: "x", state, iss: provider.issuer });
    await expectRefused(given, `${CALLBACK}?${answer}`, [503, "identity-provider-unusable"]);
    expect(given.logged()).toContain("invalid_client");
  });

  test("is not usable where it says to be another or nothing, or its client secret cannot be read", async () => {
    const slash = await service({ issuer: `${provider.issuer}/elsewhere` });
    await expectRefused(slash, START, [503, "identity-provider-unusable"]);
    const other = await startIdentityProvider({ redirectUri: CALLBACK, people: PEOPLE });
    const aliased = await service({ issuer: other.issuer.replace("127.0.0.1", "localhost") });
    await expectRefused(aliased, START, [503, "identity-provider-unusable"]);
    await other.stop();
    const { clientSecret: _, ...bare } = config();
    const unread = await service({ ...bare, clientSecretFile: join(directory, "nothing") });
    await expectRefused(unread, START, [503, "identity-provider-unusable"]);
  });
});

describe("the page to come back to", () => {
  test.each([
    ...[
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/\t/evil.example",
      "/.//evil.example",
    ],
    ...[
      "javascript:alert(1)",
      "evil.example",
      "",
      "/a/..//evil.example",
      "/\n/evil.example",
      "/v1/session/oidc",
      "/x/../v1/runs",
    ],
  ])("is one of the service's own, not %j", async (page) => {
    const given = await service();
    const answer = await given.browser.ask(`${START}?return=${encodeURIComponent(page)}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  });

  test("never leads a browser to another origin, whatever is asked for", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      ":",
      "@",
      "#",
      "?",
      "%2f",
      "%5c",
      "evil.example",
      "\t",
      " ",
      "a",
      "é",
    );
    const base = "https://ascent.example.org/v1/session/oidc/callback";
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part).map((parts) => parts.join("")),
          fc.webUrl(),
          fc.string(),
        ),
        (text) => {
          const path = returnPathOf(text);
          if (path !== undefined) expect(new URL(path, base).origin).toBe("https://ascent.example.org");
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("what a provider says of a person", () => {
  const rules = { nameClaim: "preferred_username", roleClaim: "groups", roles: ROLES };

  test("gives the role that may most, the usual one, or none", () => {
    const roleOf = (groups: unknown, more = {}) => personOf({ sub: "1", groups }, { ...rules, ...more }).role;
    expect(roleOf(["release-team", "staff"])).toBe("maintainer");
    expect(roleOf("staff")).toBe("viewer");
    for (const nothing of [[], "staff,release-team", ["Staff"], null, undefined, 7, { staff: true }, [["staff"]]])
      expect([nothing, roleOf(nothing)]).toEqual([nothing, undefined]);
    expect(roleOf([], { defaultRole: "viewer" })).toBe("viewer");
    expect(roleOf(["release-team"], { defaultRole: "viewer" })).toBe("maintainer");
  });

  test("is found by its name, or by a path where no claim has that name", () => {
    const claims = { "https://x.example/roles": ["a"], realm_access: { roles: ["b"] }, "a.b": 1, a: { b: 2 } };
    expect(claimOf(claims, "https://x.example/roles")).toEqual(["a"]);
    expect(claimOf(claims, "realm_access.roles")).toEqual(["b"]);
    expect(claimOf(claims, "a.b")).toBe(1);
    for (const none of ["realm_access.roles.length.x", "constructor", "a.constructor", "__proto__", "a..b", ""])
      expect([none, claimOf(claims, none)]).toEqual([none, undefined]);
  });

  test("about an address counts once the provider has seen that it is theirs", () => {
    const email = { ...rules, nameClaim: "email", roleClaim: "email", roles: [["a@x.example", "admin"]] as const };
    const person = (verified: unknown) => personOf({ sub: "1", email: "a@x.example", email_verified: verified }, email);
    expect(person(true)).toEqual({ name: "oidc:a@x.example", role: "admin" });
    for (const not of [false, undefined, "true", 1]) expect(person(not)).toEqual({ name: "oidc:1", role: undefined });
  });

  test("names them by what fits in a line; else, as where nothing is said, by `sub`", () => {
    const named = (name: unknown) => personOf({ sub: "s-1", preferred_username: name }, rules).name;
    expect(named("Zoë O'Hara")).toBe("oidc:Zoë O'Hara");
    for (const unfit of ["", " a", "a\nb", "a\u202eb", "x".repeat(101), 7, null, "\u0000"])
      expect([unfit, named(unfit)]).toEqual([unfit, "oidc:s-1"]);
  });
});
