import { Client } from "@ascent/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiRig, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let client: Client;
let runId: string;
beforeAll(async () => {
  rig = await apiRig();
  client = new Client({ url: await rig.listen(), token: TOKEN });
  runId = await rig.flown();
});
afterAll(() => rig.close());

describe("why", () => {
  test("answers the nearest way to the seed, build by build, unless something else is named", async () => {
    const why = await client.why(runId, { package: "app", on: "seed" });
    expect(why.path?.map(({ stage, build, name }) => `${stage}/${build} ${name}`)).toEqual([
      ...["final/app cc", "stage2/cc cc", "stage1/cc gcc"],
    ]);
    const { json } = await rig.get(`/v1/runs/${runId}/why?package=app`);
    expect(json()).toEqual(why);
  });

  test("answers without a way when there is none", async () => {
    const why = await client.why(runId, { package: "lib", on: "sh" });
    expect(why.path).toBeUndefined();
    expect(why.looked).toBeGreaterThan(1);
  });

  test.each([
    ["/why?package=nothing", 404, "package-unknown"],
    ["/why", 400, "bad-request"],
    ["/why?package=app&arch=mips", 400, "bad-request"],
    ["/why?package=", 400, "bad-request"],
  ])("%s is refused with %i %s", async (path, status, code) => {
    const answer = await rig.get(`/v1/runs/${runId}${path}`);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });

  test("of a run that is not there is refused", async () => {
    const answer = await rig.get("/v1/runs/00000000-0000-4000-8000-000000000000/why?package=app");
    expect([answer.status, answer.json().code]).toEqual([404, "run-unknown"]);
  });
});
