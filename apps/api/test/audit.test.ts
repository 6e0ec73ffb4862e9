import { Client } from "@ascent/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let client: Client;
beforeAll(async () => {
  rig = await apiRig();
  client = new Client({ url: await rig.listen(), token: TOKEN });
  await rig.flown();
});
afterAll(() => rig.close());

test("an audit tells the head, and finds it again", async () => {
  const audit = await client.audit();
  expect(audit).toMatchObject({ holds: true, problems: [], problemCount: 0, head: { position: expect.any(Number) } });
  expect(await client.audit(audit.head?.digest)).toMatchObject({ holds: true, since: audit.head });
});

test("a head that is not in the chain is a problem of the chain, not of the request", async () => {
  const lost = await client.audit(`sha256:${"0".repeat(64)}`);
  expect(lost).toMatchObject({ holds: false, problems: [{ kind: "head-lost" }], problemCount: 1 });
});

test("what is no head is refused", async () => {
  const answer = await rig.get("/v1/audit?since=yesterday");
  expect([answer.status, answer.json().code]).toEqual([400, "bad-request"]);
});
