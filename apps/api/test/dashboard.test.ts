import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { flightDeck } from "@ascent/testkit";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createServer } from "../src/server.ts";
import { TOKEN } from "./rig.ts";

let folder: string;
let app: App;

async function serve(dashboard: string): Promise<App> {
  const logger = pino({ level: "silent" });
  return createServer(await flightDeck(), { token: TOKEN, logger, dashboard });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ascent-site-"));
  const script = "console.log('the page');\n";
  await mkdir(join(folder, "site", "assets"), { recursive: true });
  await writeFile(join(folder, "site", "index.html"), "<!doctype html><title>Ascent</title>");
  await writeFile(join(folder, "site", "favicon.svg"), "<svg/>");
  await writeFile(join(folder, "site", "assets", "index-abc.js"), script);
  await writeFile(join(folder, "site", "assets", "index-abc.js.gz"), gzipSync(script));
  await writeFile(join(folder, "secret"), "not of the page");
  app = await serve(join(folder, "site"));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the built dashboard", () => {
  test.each(["/", "/runs", "/runs/0b5c3a1e/graph", "/builds/1", "/workers", "/settings"])(
    "is the document of every page, without a token, asked anew each time: %s",
    async (url) => {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-type"]).toMatch("text/html");
      expect(answer.headers["cache-control"]).toBe("no-cache");
      expect(answer.headers["content-security-policy"]).toMatch("default-src 'self'");
      expect(answer.body).toMatch("<title>Ascent</title>");
      const again = await app.inject({ url, headers: { "if-none-match": String(answer.headers.etag) } });
      expect(again.statusCode).toBe(304);
    },
  );

  test("says to a person that an address is nobody's, and to a program what it says everywhere", async () => {
    const person = await app.inject({
      url: "/no-such-page",
      headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
    });
    expect(person.statusCode).toBe(404);
    expect(person.body).toMatch("<title>Ascent</title>");
    expect(person.headers["content-security-policy"]).toMatch("default-src 'self'");
    const program = await app.inject({ url: "/no-such-page" });
    expect(program.statusCode).toBe(404);
    expect(program.json()).toMatchObject({ code: "route-unknown" });
  });

  test("keeps what its name says the contents of for good, compressed where that is understood", async () => {
    const plain = await app.inject({ url: "/assets/index-abc.js" });
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.headers["content-type"]).toMatch("javascript");
    const small = await app.inject({ url: "/assets/index-abc.js", headers: { "accept-encoding": "gzip" } });
    expect(small.headers["content-encoding"]).toBe("gzip");
    expect(small.rawPayload).toEqual(gzipSync("console.log('the page');\n"));
  });

  test.each(["/assets/none.js", "/assets/../../secret", "/assets/%2e%2e/%2e%2e/secret", "/assets/..%2f..%2fsecret"])(
    "gives nothing but its own files: %s",
    async (url) => {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.body).not.toMatch("not of the page");
      expect(answer.headers["cache-control"] ?? "").not.toMatch("immutable");
    },
  );

  test.each(["/v1/runs", "/v1/nothing", "/repos/tiny/final/key", "/metrics"])(
    "stands in front of no other address: %s",
    async (url) => {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["content-type"]).toMatch("application/problem+json");
    },
  );

  test("is no route of the API's document", async () => {
    const { paths } = (await app.inject({ url: "/docs/json" })).json();
    expect(Object.keys(paths).filter((path) => !/^\/(v1|repos|metrics|healthz|readyz)/.test(path))).toEqual([]);
  });
});

test("a dashboard that is not built says how to build it, and the API works", async () => {
  const bare = await serve(join(folder, "nowhere"));
  const page = await bare.inject({ url: "/runs/1" });
  expect(page.statusCode).toBe(503);
  expect(page.body).toMatch("npm run build -w apps/dashboard");
  expect((await bare.inject({ url: "/healthz" })).statusCode).toBe(200);
  await bare.close();
});
