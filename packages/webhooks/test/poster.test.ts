import { randomBytes } from "node:crypto";
import { webhookHeaders, webhookSecret } from "@ascent/formats";
import fc from "fast-check";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { afterEach, describe, expect, test } from "vitest";
import { createWebhookPoster, readNetworks } from "../src/index.ts";
import { type Answer, type Receiver, receiver } from "./receiver.ts";

const open: Receiver[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

async function listening(...answers: Answer[]): Promise<Receiver> {
  const one = await receiver(...answers);
  open.push(one);
  return one;
}

const LOOPBACK = readNetworks(["127.0.0.0/8", "::1/128"]);
const PUBLIC = readNetworks([]);
const poster = createWebhookPoster({ networks: LOOPBACK, timeoutMs: 400 });
const message = (url: string) => ({
  url,
  headers: { "content-type": "application/json", "webhook-id": "m1" },
  body: "{}",
});

describe("what is sent", () => {
  test("arrives with its headers and bytes, and the answer's status and first kB come back", async () => {
    const there = await listening({ status: 201, body: "é".repeat(5_000) });
    const body = JSON.stringify({ text: "💥 ümlaut" });
    const answer = await poster.post({ ...message(there.url), body });
    expect(answer).toMatchObject({ status: 201, milliseconds: expect.any(Number) });
    expect(Buffer.byteLength(answer.response ?? "")).toBeLessThanOrEqual(1027);
    expect(answer.response).toMatch(/^é{500}/);
    expect(there.received).toMatchObject([
      {
        path: "/hook",
        body,
        headers: { "webhook-id": "m1", "user-agent": "ascent", "content-type": "application/json" },
      },
    ]);
  });

  test("follows no redirect", async () => {
    const elsewhere = await listening({ status: 200 });
    const there = await listening({ status: 307, headers: { location: elsewhere.url } });
    expect(await poster.post(message(there.url))).toMatchObject({ status: 307 });
    expect(elsewhere.received).toEqual([]);
  });

  test.each<[string, Answer, string]>([
    ["says nothing", "never", "receiver-timeout"],
    ["hangs up", "hang-up", "receiver-unreachable"],
  ])("is an answer too when the receiver %s", async (_, answer, code) => {
    const there = await listening(answer);
    const told = await poster.post(message(there.url));
    expect(told).toMatchObject({ error: { code, message: expect.stringMatching(/\w/) } });
    expect(told.milliseconds).toBeLessThan(2_000);
  });

  test("is an answer too when nobody is there, or the name leads nowhere", async () => {
    const gone = await receiver();
    await gone.close();
    for (const url of [gone.url, "https://no-such-host.invalid/"]) {
      const { error } = await createWebhookPoster({ networks: LOOPBACK }).post(message(url));
      expect(error?.code).toBe("receiver-unreachable");
    }
  });
});

describe("where nothing is sent", () => {
  test.each([
    "https://127.0.0.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::]/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://224.0.0.1/",
    "http://93.184.216.34/",
    "http://127.0.0.1/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:secret@example.org/",
    "https://example.org/#part",
    "example.org",
    "",
  ])("%s", async (url) => {
    const strict = createWebhookPoster({ networks: PUBLIC });
    expect(() => strict.check(url)).toThrowError(
      expect.objectContaining({ code: "webhook-url-refused", wayOut: expect.stringContaining("https://") }),
    );
    expect(await strict.post(message(url))).toMatchObject({ error: { code: "webhook-url-refused" } });
  });

  test("a name that leads to an address that may not be called is found out when it is resolved", async () => {
    const there = await listening();
    const strict = createWebhookPoster({ networks: PUBLIC });
    for (const url of [`https://localhost:${there.port}/`, `http://localhost:${there.port}/`]) {
      expect(() => strict.check(url)).not.toThrow();
      expect(await strict.post(message(url))).toMatchObject({ error: { code: "webhook-url-refused" } });
    }
    expect(there.received).toEqual([]);
    expect(await poster.post(message(`http://localhost:${there.port}/`))).toMatchObject({ status: 204 });
  });

  test("listed networks may be called, also in the clear; public ones encrypted alone", () => {
    const some = readNetworks(["10.0.0.0/8", "fd00::/8"]);
    expect(some.permits("10.9.9.9", false)).toBe(true);
    expect(some.permits("::ffff:10.9.9.9", false)).toBe(true);
    expect(some.permits("fd12::1", false)).toBe(true);
    expect(some.permits("11.0.0.1", true)).toBe(true);
    expect(some.permits("11.0.0.1", false)).toBe(false);
    expect(some.permits("127.0.0.1", true)).toBe(false);
    expect(some.permits("no address", true)).toBe(false);
    expect(() => readNetworks(["10.0.0.0/99"])).toThrowError(expect.objectContaining({ code: "bad-configuration" }));
  });

  test("whatever is given as a URL, it is checked or refused, and nothing else", () => {
    const strict = createWebhookPoster({ networks: PUBLIC });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.ipV4().map((ip) => `https://${ip}/`),
        ),
        (url) => {
          try {
            strict.check(url);
          } catch (error) {
            expect(error).toMatchObject({ code: "webhook-url-refused" });
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("signatures, as the Standard Webhooks library verifies them", () => {
  const secret = () => webhookSecret(randomBytes(32));
  const given = { id: "evt_1", at: new Date(), body: '{"type":"run.failed","data":{"é":"💥"}}' };

  test("hold for the message as it was sent", () => {
    const mine = secret();
    expect(new Webhook(mine).verify(given.body, { ...webhookHeaders(given, [mine]) })).toEqual(JSON.parse(given.body));
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: fc.constantFrom(..."abc_-123"), minLength: 1 }), (body, id) => {
        new Webhook(mine).verify(body, { ...webhookHeaders({ id, at: new Date(), body }, [mine]) });
      }),
      { numRuns: 50 },
    );
  });

  test("do not hold with another secret, body, id or time", () => {
    const mine = secret();
    const headers = webhookHeaders(given, [mine]);
    const refused = (key: string, body: string, changed: object = {}) =>
      expect(() => new Webhook(key).verify(body, { ...headers, ...changed })).toThrowError(WebhookVerificationError);
    refused(secret(), given.body);
    refused(mine, `${given.body} `);
    refused(mine, given.body, { "webhook-id": "evt_2" });
    refused(mine, given.body, { "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) });
  });

  test.each([-6 * 60, 6 * 60])(
    "of a message from %i seconds away are refused: nobody can replay what he overheard",
    (seconds) => {
      const mine = secret();
      const at = new Date(Date.now() + seconds * 1000);
      expect(() => new Webhook(mine).verify(given.body, { ...webhookHeaders({ ...given, at }, [mine]) })).toThrowError(
        WebhookVerificationError,
      );
    },
  );

  test("of two secrets both hold, and of a third none", () => {
    const [fresh, old, stolen] = [secret(), secret(), secret()];
    const headers = { ...webhookHeaders(given, [fresh, old]) };
    for (const one of [fresh, old]) expect(() => new Webhook(one).verify(given.body, headers)).not.toThrow();
    expect(() => new Webhook(stolen).verify(given.body, headers)).toThrowError(WebhookVerificationError);
    expect(headers["webhook-signature"]).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });
});
