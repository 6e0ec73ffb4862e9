import { afterAll, beforeAll, expect, test } from "vitest";
import { describedBy, judgeOf } from "./described.ts";
import { fuzz } from "./fuzz.ts";
import { type ApiRig, apiRig } from "./rig.ts";

let rig: ApiRig;

beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

/** The same requests in each run; `./ascent test --soak` sends many more, others each time. */
test(
  "whatever is sent to whichever operation, the answer is one that the document describes, and never a 5xx",
  () => fuzz(rig, { numRuns: 25, seed: 20_260_105 }),
  180_000,
);

test("an answer that the document does not describe is noticed: its status, type, members, code", async () => {
  const { document, operations } = await describedBy(rig);
  const getRun = operations.find(({ name }) => name === "GET /v1/runs/{id}")!;
  const judge = judgeOf(document);
  const told = (status: number, type: string, content: object) => {
    const body = JSON.stringify(content);
    const answer = {
      status,
      headers: { "content-type": type },
      body,
      bytes: Buffer.from(body),
      json: () => JSON.parse(body),
    };
    return judge(getRun, answer);
  };
  const problem = { type: "about:blank", title: "T", detail: "d", status: 404, code: "run-unknown" };
  expect(told(404, "application/problem+json", problem)).toBeUndefined();
  expect(told(418, "application/problem+json", { ...problem, status: 418 })).toContain("not documented");
  expect(told(404, "application/problem+json", { ...problem, code: "token-unknown" })).toContain("undocumented code");
  expect(told(404, "application/problem+json", { ...problem, status: 400 })).toContain("says of itself");
  expect(told(404, "application/problem+json", { ...problem, detail: 1 })).toContain("/detail must be string");
  expect(told(404, "application/json", problem)).toContain("not application/json");
  expect(told(200, "application/json", { id: "x" })).toContain("must have required property");
});
