import { mayAct, ROLES, type Role } from "@ascent/core";
import { flightDeck } from "@ascent/testkit";
import Fastify, { type FastifyRequest } from "fastify";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../src/access/actor.ts";
import { type DeclaredAccess, registerDeclaredAccess } from "../src/access/declared.ts";
import { actorOf, registerGuard } from "../src/access/guard.ts";
import { Refusal } from "../src/access/refusal.ts";
import type { App } from "../src/app.ts";
import { registerProblems } from "../src/problems.ts";
import { Problem } from "../src/schema/problem.ts";
import { createServer } from "../src/server.ts";
import { type ApiRig, apiRig, type Method, TOKEN } from "./rig.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

function urlOf({ url }: DeclaredAccess): string {
  return url.replace(":arch", "x86_64").replace(/:\w+/g, UNKNOWN).replace("*", "x");
}

/** An application with nothing but the guard and what a test adds. */
async function guarded(add: (app: App) => void): Promise<App> {
  const app = Fastify() as unknown as App;
  registerProblems(app as never);
  registerDeclaredAccess(app);
  const ofRequest = async (request: FastifyRequest): Promise<Actor> => {
    const role = request.headers["x-test-role"] as Role | undefined;
    if (role === undefined) throw new Refusal("missing", "this needs a token");
    return { name: "tester", role, via: "token" };
  };
  registerGuard(app, { ofRequest });
  add(app);
  return app;
}

describe("routes", () => {
  let rig: ApiRig;
  let routes: readonly DeclaredAccess[];
  beforeAll(async () => {
    rig = await apiRig();
    await rig.app.ready();
    routes = rig.app.declaredAccess.filter(({ url }) => !url.startsWith("/docs"));
    expect(routes.length).toBeGreaterThan(30);
  });
  afterAll(() => rig.close());

  test("each says who may use it", () => {
    expect(routes.filter(({ role }) => role === undefined)).toEqual([]);
  });

  test("none but those that tell how the service is, or let one sign in or out, are open to anyone", () => {
    const open = routes.filter(({ role, method }) => role === "anyone" && method !== "HEAD").map(({ url }) => url);
    const signingIn = ["/v1/session", "/v1/session/methods", "/v1/session/oidc", "/v1/session/oidc/callback"];
    expect(open.sort()).toEqual(["/healthz", "/readyz", ...signingIn, "/v1/session/oidc/end"]);
  });

  test("each refuses whoever shows no token, before it looks at anything else", async () => {
    for (const route of routes.filter(({ role }) => role !== "anyone")) {
      const answer = await rig.call(route.method as Method, urlOf(route), { headers: { authorization: "" } });
      expect([route.method, route.url, answer.status]).toEqual([route.method, route.url, 401]);
      if (route.method === "HEAD") continue;
      expect(Problem.parse(answer.json())).toMatchObject({ code: "unauthorized", reason: "missing" });
    }
  });

  test("each that changes something asks for more than to be able to read", () => {
    const exempt = ["/v1/session"];
    const changing = routes.filter(
      ({ method, url, action }) => !["GET", "HEAD"].includes(method) && action !== false && !exempt.includes(url),
    );
    for (const { role, url } of changing) expect([url, role !== "viewer" && role !== "anyone"]).toEqual([url, true]);
    expect(changing.length).toBeGreaterThan(4);
  });

  test("the document tells the role of each, and that 401 and 403 are possible", async () => {
    const { paths } = (await rig.get("/docs/json")).json();
    const refusing = ["/v1/session", "/v1/session/oidc/callback"];
    for (const [path, item] of Object.entries<Record<string, Record<string, unknown>>>(paths)) {
      for (const operation of Object.values(item)) {
        const role = operation["x-role"];
        expect([path, [...ROLES, "anyone"].includes(role as Role)]).toEqual([path, true]);
        const { responses } = operation as { responses: object };
        expect([path, "401" in responses]).toEqual([path, role !== "anyone" || refusing.includes(path)]);
        expect([path, "403" in responses]).toEqual([
          path,
          (role !== "anyone" && role !== "viewer") || refusing.includes(path),
        ]);
      }
    }
  });
});

describe("the guard", () => {
  test("a server with a route that does not say who may use it does not start", async () => {
    const app = await guarded((bare) => bare.get("/v1/forgotten", async () => "seen by all"));
    await expect(app.ready()).rejects.toMatchObject({
      code: "route-without-role",
      message: expect.stringContaining("GET /v1/forgotten"),
    });
    const added = await createServer(await flightDeck(), { token: TOKEN, logger: pino({ level: "silent" }) });
    added.get("/v1/late", async () => "seen by all");
    await expect(added.ready()).rejects.toMatchObject({ code: "route-without-role" });
  });

  test("lets in who may, refuses who may not with the role that is needed, and knows who it was", async () => {
    const app = await guarded((bare) => {
      for (const role of ROLES) bare.post(`/${role}`, { config: { role } }, async (request) => actorOf(request));
      bare.get("/anyone", { config: { role: "anyone" } }, async (request) => ({ actor: request.actor ?? null }));
    });
    for (const role of ROLES) {
      for (const needed of ROLES) {
        const answer = await app.inject({ method: "POST", url: `/${needed}`, headers: { "x-test-role": role } });
        if (mayAct(role, needed)) {
          expect([answer.statusCode, answer.json()]).toEqual([200, { name: "tester", role, via: "token" }]);
          continue;
        }
        expect(answer.statusCode).toBe(403);
        expect(answer.json()).toMatchObject({ code: "forbidden", reason: "role-too-low", needs: needed });
        expect(answer.json().wayOut).toContain("admin");
        expect(answer.headers["www-authenticate"]).toContain(`error="insufficient_scope", scope="${needed}"`);
      }
    }
    expect((await app.inject("/anyone")).json()).toEqual({ actor: null });
    await app.close();
  });

  test("a page's script gets no challenge that would open the browser's own dialog", async () => {
    const app = await guarded((bare) => bare.get("/viewer", { config: { role: "viewer" } }, async () => "x"));
    const asked = async (mode?: string) => {
      const headers = mode === undefined ? {} : { "sec-fetch-mode": mode };
      return (await app.inject({ url: "/viewer", headers })).headers["www-authenticate"];
    };
    expect([await asked(), await asked("navigate")]).toEqual(Array(2).fill(expect.stringContaining("Basic")));
    expect(await asked("cors")).toBe('Bearer realm="ascent"');
    await app.close();
  });
});
