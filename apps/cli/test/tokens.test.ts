import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TokenView } from "@ascent/client";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addTokens } from "../src/commands/tokens.ts";
import type { Paint } from "../src/view/picture.ts";
import { secretLines, tokenLines } from "../src/view/tokens-view.ts";

const same = (text: string) => text;
const plain: Paint = { columns: 100, rows: 40, good: same, bad: same, busy: same, faint: same, bold: same };
const ID = "00000000-0000-4000-8000-00000000000";
const token: TokenView = {
  ...{ id: `${ID}1`, name: "nightly", role: "maintainer", prefix: "ascent_1a2b3c4d5e6f", state: "active" },
  ...{ createdAt: "2026-01-01T00:00:00.000Z", createdBy: "installation" },
};
const revoked: TokenView = {
  ...{ ...token, id: `${ID}2`, state: "revoked", revokedAt: "2026-01-02T00:00:00.000Z" },
};

let server: Server;
let told: string;
let asked: { readonly method: string; readonly url: string; readonly body: string }[];
beforeEach(async () => {
  asked = [];
  told = "";
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method ?? "", url: request.url ?? "", body });
    const answer = { GET: { tokens: [revoked, token] }, POST: { token, secret: "s3cret" }, DELETE: revoked };
    response.statusCode = request.method === "POST" && request.url === "/v1/tokens" ? 201 : 200;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer[request.method as "GET"]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("ASCENT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("ASCENT_TOKEN", "an-admin-token-for-tests");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.close();
});

async function ascent(...words: string[]): Promise<string> {
  told = "";
  const program = new Command("ascent").exitOverride().configureOutput({ writeErr: () => undefined });
  addTokens(program);
  await program.parseAsync(["node", "ascent", "tokens", ...words]);
  return told;
}

test("are listed, as lines or as JSON", async () => {
  expect(await ascent()).toContain("nightly");
  expect(JSON.parse(await ascent("list", "--json"))).toEqual([revoked, token]);
});

test("a new one's secret stands alone on its line; times are told as spans", async () => {
  const before = Date.now();
  expect(
    (await ascent("create", "nightly", "--role", "maintainer", "--expires", "90d")).trimEnd().split("\n").at(-1),
  ).toBe("s3cret");
  const { expiresAt, ...rest } = JSON.parse(asked[0]?.body ?? "");
  expect(rest).toEqual({ name: "nightly", role: "maintainer" });
  expect(Math.round((Date.parse(expiresAt) - before) / 86_400_000)).toBe(90);
  await expect(ascent("create", "x")).rejects.toThrow("--role");
  await expect(ascent("create", "x", "--role", "root")).rejects.toThrow("Allowed choices");
  await expect(ascent("create", "x", "--role", "viewer", "--expires", "soon")).rejects.toThrow("30m, 12h or 90d");
});

test("are rotated and revoked by name, which is never a revoked one's, or by id", async () => {
  expect(JSON.parse(await ascent("rotate", "nightly", "--grace", "1h", "--json"))).toMatchObject({ secret: "s3cret" });
  expect(asked.at(-1)).toEqual({ method: "POST", url: `/v1/tokens/${token.id}/rotate`, body: '{"graceSeconds":3600}' });
  await ascent("revoke", revoked.id);
  expect(asked.at(-1)).toMatchObject({ method: "DELETE", url: `/v1/tokens/${revoked.id}` });
  await expect(ascent("revoke", "unknown")).rejects.toMatchObject({
    code: "token-unknown",
    wayOut: "There are: nightly.",
  });
});

test("a line tells how a token stands", () => {
  const lines = tokenLines(
    [
      token,
      revoked,
      { ...token, state: "expired", expiresAt: "2026-01-03T01:02:00.000Z", lastUsedAt: "2026-01-02T03:04:00.000Z" },
      { ...token, expiresAt: "2027-01-01T00:00:00.000Z", oldSecretUntil: "2026-01-01T01:00:00.000Z" },
    ],
    plain,
  );
  const head = "nightly  maintainer  ascent_1a2b3c4d5e6f…  ";
  expect(lines).toEqual([
    `${head}active, never used`,
    `${head}revoked 2026-01-02 00:00Z, never used`,
    `${head}expired 2026-01-03 01:02Z, used 2026-01-02 03:04Z`,
    `${head}active, expires 2027-01-01 00:00Z, old secret until 2026-01-01 01:00Z, never used`,
  ]);
  expect(secretLines({ token, secret: "s3cret" }, plain)).toEqual([
    "nightly may act as maintainer until it is revoked. This is shown once:",
    "",
    "s3cret",
  ]);
});
