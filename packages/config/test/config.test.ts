import { resolve } from "node:path";
import { homeLayout, hostArch, readConfig } from "@ascent/config";
import { isFault } from "@ascent/core";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";

function complaint(environment: Record<string, string>): { code: string; message: string } {
  try {
    readConfig(environment);
  } catch (error) {
    if (isFault(error)) return { code: error.code, message: error.message };
  }
  throw new Error("nothing was wrong");
}

describe("the environment", () => {
  test("says nothing: loopback, a port of our own, embedded servers, the checkout's stages", () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: "127.0.0.1", port: 7070, logLevel: "info", arch: hostArch() });
    expect([config.token, config.jobs, config.databaseUrl, config.redisUrl]).toEqual(Array(4).fill(undefined));
    expect(config.stages).toEqual([resolve(import.meta.dirname, "../../../stages")]);
  });

  test.each([
    [{}, ["127.0.0.0/8", "::1/128"]],
    [{ ASCENT_HOST: "0.0.0.0" }, []],
    [{ ASCENT_HOST: "192.168.1.2" }, []],
    [{ ASCENT_WEBHOOK_NETWORKS: "none" }, []],
    [{ ASCENT_HOST: "0.0.0.0", ASCENT_WEBHOOK_NETWORKS: "10.0.0.0/8, fd00::/8" }, ["10.0.0.0/8", "fd00::/8"]],
  ])("%j lets webhooks call %j beside what is public", (environment, networks) => {
    expect(readConfig(environment as Record<string, string>).webhookNetworks).toEqual(networks);
  });

  test("networks that are none are refused", () => {
    expect(complaint({ ASCENT_WEBHOOK_NETWORKS: "localhost" }).message).toContain("ASCENT_WEBHOOK_NETWORKS");
  });

  test("is taken where it says something", () => {
    const config = readConfig({
      ASCENT_HOME: "/somewhere/./else",
      ASCENT_HOST: "::1",
      ASCENT_PORT: "0",
      ASCENT_TOKEN: "sixteen-or-more-x",
      ASCENT_STAGES: "/a:/b",
      ASCENT_ARCH: "aarch64",
      ASCENT_JOBS: "3",
      ASCENT_LOG: "debug",
      DATABASE_URL: "postgresql://u:p@h/d",
      REDIS_URL: "rediss://h:6380/1",
    });
    expect(config).toEqual({
      access: readConfig({}).access,
      home: "/somewhere/else",
      host: "::1",
      port: 0,
      token: "sixteen-or-more-x",
      stages: ["/a", "/b"],
      arch: "aarch64",
      jobs: 3,
      logLevel: "debug",
      databaseUrl: "postgresql://u:p@h/d",
      redisUrl: "rediss://h:6380/1",
      signing: { kind: "key" },
      webhookNetworks: ["127.0.0.0/8", "::1/128"],
    });
  });

  test("a worker's metrics are on loopback unless it says where, and nowhere unless it says that they are", () => {
    const where = (text: string) => readConfig({ ASCENT_WORKER_METRICS: text }).workerMetrics;
    expect(readConfig({})).not.toHaveProperty("workerMetrics");
    expect(where("7071")).toEqual({ host: "127.0.0.1", port: 7071 });
    expect(where("0.0.0.0:7071")).toEqual({ host: "0.0.0.0", port: 7071 });
    expect(where("[::1]:7071")).toEqual({ host: "::1", port: 7071 });
    for (const bad of ["yes", "70710", "host:", ":1", "http://host:1", "::1:7071"]) {
      expect(complaint({ ASCENT_WORKER_METRICS: bad }).message).toContain("ASCENT_WORKER_METRICS: must be a port");
    }
  });

  test("attestations are signed by a key unless it says that an identity signs", () => {
    expect(readConfig({}).signing).toEqual({ kind: "key" });
    expect(readConfig({ ASCENT_SIGNING: "keyless" }).signing).toEqual({
      kind: "keyless",
      fulcioUrl: "https://fulcio.sigstore.dev",
      rekorUrl: "https://rekor.sigstore.dev",
    });
    const own = { ASCENT_FULCIO_URL: "http://fulcio:5555", ASCENT_REKOR_URL: "http://rekor:3000" };
    const signing = { ASCENT_SIGNING: "keyless", ASCENT_IDENTITY_TOKEN_FILE: "/run/token", ...own };
    expect(readConfig(signing).signing).toEqual({
      kind: "keyless",
      fulcioUrl: "http://fulcio:5555",
      rekorUrl: "http://rekor:3000",
      identityTokenFile: "/run/token",
    });
  });

  test("an empty variable is none, and an empty part of a list is not the working directory", () => {
    expect(readConfig({ ASCENT_PORT: "", ASCENT_TOKEN: "", DATABASE_URL: "" })).toEqual(readConfig({}));
    expect(readConfig({ ASCENT_STAGES: ":/a::/b:" }).stages).toEqual(["/a", "/b"]);
  });

  test.each([
    ["ASCENT_PORT", ["65536", "-1", "1e3", "0x10", "7070 ", "7.5", "port"]],
    ["ASCENT_JOBS", ["0", "257", "two"]],
    ["ASCENT_ARCH", ["arm64", "X86_64"]],
    ["ASCENT_LOG", ["loud", "trace"]],
    ["ASCENT_SIGNING", ["none", "Key"]],
    ["ASCENT_FULCIO_URL", ["fulcio", "ftp://fulcio"]],
    ["ASCENT_REKOR_URL", ["rekor:3000"]],
    ["ASCENT_TOKEN", ["fifteen-letters", "with white space in it", "täglich-ein-anderes"]],
    ["DATABASE_URL", ["mysql://h/d", "not an address", "/var/run/postgres"]],
    ["REDIS_URL", ["http://h", "localhost:6379"]],
  ])("%s that makes no sense is named", (name, values) => {
    for (const value of values) {
      expect([value, complaint({ [name]: value })]).toEqual([
        value,
        { code: "bad-configuration", message: expect.stringContaining(name) },
      ]);
    }
  });

  test("every variable that makes no sense is named at once", () => {
    const { message } = complaint({ ASCENT_PORT: "x", ASCENT_JOBS: "y" });
    expect(message).toMatch(/ASCENT_PORT.*ASCENT_JOBS/);
  });

  test("no value is ever repeated in a complaint: it may be a secret", () => {
    const names = ["ASCENT_TOKEN", "DATABASE_URL", "REDIS_URL", "ASCENT_PORT"];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.stringMatching(/^[g-z]{10,15}$/), (name, secret) => {
        expect(complaint({ [name]: secret }).message).not.toContain(secret);
      }),
    );
  });
});

describe("the data directory", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("follows XDG_DATA_HOME, else HOME", () => {
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    expect(readConfig({ HOME: "/h", XDG_DATA_HOME: "/x" }).home).toBe("/x/ascent");
    expect(readConfig({ HOME: "/h" }).home).toBe("/h/.local/share/ascent");
  });

  test("of root is where services keep theirs, whatever HOME is", () => {
    vi.spyOn(process, "getuid").mockReturnValue(0);
    expect(readConfig({ HOME: "/h", XDG_DATA_HOME: "/x" }).home).toBe("/var/lib/ascent");
  });

  test("holds everything below itself", () => {
    for (const path of Object.values(homeLayout("/d"))) expect(path).toMatch(/^\/d\//);
  });
});

/** The least that names an identity provider. */
const PROVIDER = {
  ASCENT_PUBLIC_URL: "https://ascent.example.org",
  ASCENT_OIDC_ISSUER: "https://id.example.org:8443/realms/r",
  ASCENT_OIDC_CLIENT_ID: "ascent",
  ASCENT_OIDC_ROLES: "staff=viewer, cn=admins=admin",
};

describe("who may use the service", () => {
  test("is as usual where nothing is said", () => {
    expect(readConfig({}).access).toEqual({
      ...{ publicUrl: undefined, corsOrigins: [], trustedProxies: undefined, oidc: undefined },
      ...{ requestsPerMinute: 6000, failedLoginsPerMinute: 20, sessionHours: 12 },
    });
  });

  test("is an identity provider's word where one is named", () => {
    expect(readConfig(PROVIDER).access.oidc).toEqual({
      ...{ issuer: "https://id.example.org:8443/realms/r", name: "id.example.org:8443", clientId: "ascent" },
      ...{ scope: "openid profile email", nameClaim: "preferred_username", roleClaim: "groups" },
      roles: [
        ["staff", "viewer"],
        ["cn=admins", "admin"],
      ],
    });
    const more = {
      ...{ ASCENT_OIDC_NAME: "Example", ASCENT_OIDC_CLIENT_SECRET_FILE: "/run/secret", ASCENT_OIDC_SCOPE: "openid" },
      ...{ ASCENT_OIDC_DEFAULT_ROLE: "viewer", ASCENT_OIDC_NAME_CLAIM: "email", ASCENT_OIDC_ROLE_CLAIM: "hd" },
    };
    expect(readConfig({ ...PROVIDER, ...more }).access.oidc).toMatchObject({
      ...{ name: "Example", clientSecretFile: "/run/secret", scope: "openid" },
      ...{ defaultRole: "viewer", nameClaim: "email", roleClaim: "hd" },
    });
    for (const issuer of ["http://localhost:8080", "http://127.0.0.1:1/x", "http://[::1]:9"])
      expect(readConfig({ ...PROVIDER, ASCENT_OIDC_ISSUER: issuer }).access.oidc?.issuer).toBe(issuer);
  });

  test("has roles for values with commas where they are a JSON object", () => {
    const rolesOf = (text: string) => readConfig({ ...PROVIDER, ASCENT_OIDC_ROLES: text }).access.oidc?.roles;
    expect(rolesOf(' {"cn=ops,ou=groups,dc=example": "admin", "staff": "viewer", "a=b": "worker"}')).toEqual([
      ["cn=ops,ou=groups,dc=example", "admin"],
      ["staff", "viewer"],
      ["a=b", "worker"],
    ]);
    for (const [text, why] of [
      ['{"staff": "root"}', 'gives "staff" the role "root"'],
      ['{"staff": viewer}', "must be a JSON object such as"],
      ['{"staff": 1}', "must be a JSON object such as"],
      ['{"": "viewer"}', "must be a JSON object such as"],
      ["cn=ops,dc=example=admin", 'the role "ops"'],
      ["cn=ops,dc=example=admin", "values with commas want a JSON object"],
      ["staff", "must be VALUE=ROLE"],
    ] as const) {
      const message = expect.stringContaining(why);
      expect(() => rolesOf(text)).toThrow(expect.objectContaining({ code: "bad-configuration", message }));
    }
  });

  test("is taken where something is said", () => {
    const access = readConfig({
      ASCENT_PUBLIC_URL: "https://ascent.example.org/",
      ASCENT_CORS_ORIGINS: "https://a.example, http://b.example:8080",
      ASCENT_TRUSTED_PROXIES: "10.0.0.0/8",
    }).access;
    expect(access).toMatchObject({
      ...{ publicUrl: "https://ascent.example.org", corsOrigins: ["https://a.example", "http://b.example:8080"] },
      ...{ trustedProxies: "10.0.0.0/8" },
    });
  });

  test.each([
    [{ ASCENT_CORS_ORIGINS: "https://a.example/path" }, "ASCENT_CORS_ORIGINS"],
    [{ ASCENT_CORS_ORIGINS: "*" }, "ASCENT_CORS_ORIGINS: must be origins such as"],
    [{ ASCENT_CORS_ORIGINS: "https://a.example,file:///b" }, "ASCENT_CORS_ORIGINS: must be origins such as"],
    [{ ASCENT_TRUSTED_PROXIES: "foo" }, "ASCENT_TRUSTED_PROXIES: must be addresses or networks"],
    [{ ASCENT_TRUSTED_PROXIES: "10.0.0.0/33" }, "ASCENT_TRUSTED_PROXIES: must be addresses or networks"],
    [{ ASCENT_TRUSTED_PROXIES: "10.0.0.1,::1/129" }, "ASCENT_TRUSTED_PROXIES: must be addresses or networks"],
    [{ ASCENT_REQUESTS_PER_MINUTE: "0" }, "ASCENT_REQUESTS_PER_MINUTE"],
    [{ ASCENT_OIDC_ISSUER: "id.example.org" }, "ASCENT_OIDC_ISSUER"],
    [{ ASCENT_OIDC_ISSUER: "http://id.example.org" }, "must be https"],
    [{ ASCENT_OIDC_ISSUER: "http://127.0.0.1.example.org" }, "must be https"],
    [{ ASCENT_OIDC_SCOPE: "profile email" }, "ASCENT_OIDC_SCOPE"],
    [{ ASCENT_OIDC_SCOPE: "xopenid" }, "ASCENT_OIDC_SCOPE"],
    [{ ASCENT_OIDC_ROLES: "staff=root" }, "ASCENT_OIDC_ROLES"],
    [{ ASCENT_OIDC_ROLES: "staff" }, "ASCENT_OIDC_ROLES"],
    [{ ASCENT_OIDC_DEFAULT_ROLE: "root" }, "ASCENT_OIDC_DEFAULT_ROLE"],
    [{ ASCENT_OIDC_CLIENT_SECRET: "hidden" }, "ASCENT_OIDC_ISSUER is not"],
    [{ ...PROVIDER, ASCENT_OIDC_CLIENT_ID: undefined }, "ASCENT_OIDC_CLIENT_ID"],
    [{ ...PROVIDER, ASCENT_PUBLIC_URL: undefined }, "ASCENT_PUBLIC_URL"],
    [{ ...PROVIDER, ASCENT_OIDC_ROLES: undefined }, "ASCENT_OIDC_DEFAULT_ROLE"],
    [{ ...PROVIDER, ASCENT_OIDC_CLIENT_SECRET: "a", ASCENT_OIDC_CLIENT_SECRET_FILE: "/b" }, "both"],
  ])("is refused with the variable's name where it makes no sense: %j", (environment, variable) => {
    const message = expect.stringContaining(variable);
    expect(() => readConfig(environment)).toThrow(expect.objectContaining({ code: "bad-configuration", message }));
  });
});
