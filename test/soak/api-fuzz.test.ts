import { afterAll, beforeAll, test } from "vitest";
import { fuzz } from "../../apps/api/test/fuzz.ts";
import { type ApiRig, apiRig } from "../../apps/api/test/rig.ts";

let rig: ApiRig;

beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

test(
  "hundreds of requests to every operation, others each time, are answered as the document describes",
  () => fuzz(rig, { numRuns: 400 }),
  3_600_000,
);
