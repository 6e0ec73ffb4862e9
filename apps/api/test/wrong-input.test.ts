import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Document, resolve, type Schema } from "../src/openapi/model.ts";
import { addressed, type Described, describedBy, judgeOf } from "./described.ts";
import { type ApiRig, AUTH, apiRig } from "./rig.ts";

let rig: ApiRig;
let document: Document;
let operations: readonly Described[];

beforeAll(async () => {
  rig = await apiRig();
  ({ document, operations } = await describedBy(rig));
});
afterAll(() => rig.close());

const UNCHECKED = new Set(["if-none-match", "range"]);

/** A value that the schema of a parameter does not allow; undefined when it allows every text. */
function wrongText(schema: Schema): string | undefined {
  const held = resolve(schema, document.components);
  if (held.format !== undefined || held.enum !== undefined || held.type === "integer") return "what is this";
  if (held.pattern !== undefined && held.pattern !== "^[^\\0]*$") return "what is this?";
  return held.maxLength === undefined ? undefined : "x".repeat(held.maxLength + 1);
}

/** A value that no schema of a member allows. */
function wrongValue(schema: Schema): unknown {
  const { type } = resolve(schema, document.components);
  return type === "object" ? "no object" : { no: "object" };
}

/** What the document itself gives as a right request. */
function rightRequest({ parameters, operation }: Described) {
  const values = Object.fromEntries(
    parameters.filter((own) => own.required || own.in === "path").map(({ name, example }) => [name, example]),
  );
  return { values, body: operation.requestBody?.content["application/json"]?.example as object | undefined };
}

/** Sends it, and says what is not as it should be: 400, with a problem document that names the member. */
async function refused(described: Described, request: { values: object; body: unknown }, named: string) {
  const { url, headers } = addressed(described, request.values as Record<string, unknown>);
  const sent = request.body === undefined ? {} : { body: request.body };
  const answer = await rig.call(described.method, url, { headers, ...sent });
  const about = `${described.name} with a wrong ${named}`;
  if (answer.status !== 400) return `${about} is answered ${answer.status}`;
  const strange = judgeOf(document)(described, answer);
  if (strange !== undefined) return `${about}: ${strange}`;
  return answer.json().detail.includes(named) ? undefined : `${about} is not told: ${answer.json().detail}`;
}

/** What never comes to a database or a file's name: read by its own rules, or looked up in a list. */
const ELSEWHERE = /^\S+ \/v1\/session\/oidc\/| cursor$|\/export\/\{path\} (path|inputs)$/;

describe("wrong input is a 400 that names what is wrong, at every operation", () => {
  test("in path, query and headers", async () => {
    const found: string[] = [];
    let asked = 0;
    for (const described of operations) {
      for (const { name, schema } of described.parameters) {
        const wrong = UNCHECKED.has(name) ? undefined : wrongText(schema);
        if (wrong === undefined) continue;
        asked += 1;
        const right = rightRequest(described);
        const complaint = await refused(
          described,
          { ...right, values: { ...right.values, [name]: wrong } },
          name === "path" ? "*" : name,
        );
        if (complaint !== undefined) found.push(complaint);
      }
    }
    expect(asked).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  test("a NUL in path or query, which no name holds and Postgres refuses", async () => {
    const found: string[] = [];
    let asked = 0;
    for (const described of operations) {
      for (const { name, in: where } of described.parameters) {
        if ((where !== "path" && where !== "query") || ELSEWHERE.test(`${described.name} ${name}`)) continue;
        asked += 1;
        const { values } = rightRequest(described);
        const { url, headers } = addressed(described, { ...values, [name]: "a\0b" });
        const { status } = await rig.call(described.method, url, { headers });
        if (status !== 400) found.push(`${described.name} with a NUL in ${name} is answered ${status}`);
      }
    }
    expect(asked).toBeGreaterThan(80);
    expect(found).toEqual([]);
  });

  test("in a body: a member of another type, one that is missing, one that nobody knows", async () => {
    const found: string[] = [];
    let asked = 0;
    for (const described of operations) {
      if (described.body === undefined) continue;
      const parts = [described.body, ...(described.body.anyOf ?? [])].map((part) => resolve(part, document.components));
      const { properties = {}, required = [] } = parts.find((part) => part.properties !== undefined) ?? {};
      const { values, body = {} } = rightRequest(described);
      const without = (name: string) => Object.fromEntries(Object.entries(body).filter(([own]) => own !== name));
      const bodies = [
        ...Object.entries(properties).map(([name, schema]) => [name, { ...body, [name]: wrongValue(schema) }] as const),
        ...required.map((name) => [name, without(name)] as const),
        ["unheardOf", { ...body, unheardOf: 1 }] as const,
      ];
      for (const [name, wrong] of bodies) {
        asked += 1;
        const complaint = await refused(described, { values, body: wrong }, name);
        if (complaint !== undefined) found.push(complaint);
      }
    }
    expect(asked).toBeGreaterThan(30);
    expect(found).toEqual([]);
  });

  test("as a body that is no JSON (400), of another type (415), too large (413), or not there", async () => {
    const found: string[] = [];
    for (const described of operations.filter(({ body }) => body !== undefined)) {
      const { url } = addressed(described, rightRequest(described).values);
      const send = (type: string, payload: string) =>
        rig.app.inject({
          method: described.method as "POST",
          url,
          headers: { ...AUTH, "content-type": type },
          payload,
        });
      const isOptional = described.operation.requestBody?.required !== true;
      const statuses = {
        "no JSON": [(await send("application/json", "{")).statusCode, 400],
        "no object": [(await send("application/json", '"text"')).statusCode, 400],
        "another type": [(await send("application/xml", "<a/>")).statusCode, 415],
        "too large": [(await send("application/json", JSON.stringify("x".repeat(2 ** 20)))).statusCode, 413],
        ...(isOptional ? {} : { "none at all": [(await rig.call(described.method, url)).status, 400] }),
      };
      for (const [what, [status, expected]] of Object.entries(statuses))
        if (status !== expected) found.push(`${described.name} with ${what} is answered ${status}`);
    }
    expect(found).toEqual([]);
  });
});

describe("what is no request", () => {
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(await rig.listen()).port);
  });

  /** What comes back for bytes on a connection of their own, until it is closed. */
  async function answerTo(sent: string): Promise<string> {
    const socket = connect(port, "127.0.0.1").setEncoding("latin1");
    socket.write(sent);
    let answer = "";
    for await (const part of socket) answer += part;
    return answer;
  }

  test.each([
    ["another protocol", "HELO mail.example.org\r\n\r\n", 400],
    ["a header without a name", "GET /v1/runs HTTP/1.1\r\nhost: a\r\n: x\r\n\r\n", 400],
    ["a chunk that is none", "POST /v1/runs HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400],
    ["too many headers", `GET /v1/runs HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
  ])("%s is told in a problem document as well, and the connection closed", async (_name, sent, status) => {
    const [head = "", body = ""] = (await answerTo(sent)).split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain("content-type: application/problem+json");
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({ type: "about:blank", status, code: "bad-request", detail: expect.any(String) });
    expect(head).toContain(`x-request-id: ${problem.requestId}`);
    expect(head).toContain(`content-length: ${body.length}`);
  });

  test("what it expects of a server besides leave to go on is passed over", async () => {
    const sent = "GET /v1/runs HTTP/1.1\r\nhost: a\r\nexpect: the-best\r\nconnection: close\r\n\r\n";
    expect(await answerTo(sent)).toMatch(/^HTTP\/1\.1 401 [\s\S]*"code":"unauthorized"/);
  });
});
