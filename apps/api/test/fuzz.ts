import fc from "fast-check";
import { expect } from "vitest";
import { describedBy, judgeOf } from "./described.ts";
import { type Known, requestsTo } from "./requests.ts";
import type { ApiRig } from "./rig.ts";

export interface Effort {
  /** Requests to each operation. */
  readonly numRuns: number;
  /** Absent: another each time; a failure tells which it was. */
  readonly seed?: number;
}

/** Sends requests to every operation of the document; each answer must be one that the document describes, and no 5xx. */
export async function fuzz(rig: ApiRig, effort: Effort): Promise<void> {
  const known = await knownOf(rig);
  const { document, operations } = await describedBy(rig);
  const judge = judgeOf(document);
  // What is started here is not flown: it would only fill the queue.
  rig.deck.queue.send = async () => {};
  expect(operations.length).toBeGreaterThan(30);
  for (const described of operations) {
    const property = fc.asyncProperty(
      requestsTo(described, document, known),
      async ({ method, url, headers, body }) => {
        const answer = await rig.call(method, url, { headers, ...(body === undefined ? {} : { body }) });
        expect(answer.status).toBeLessThan(500);
        expect([described.name, judge(described, answer)]).toEqual([described.name, undefined]);
      },
    );
    await fc.assert(property, effort);
  }
}

/** A run that is over, with a schedule and a token beside it: one that goes on would never end its events. */
async function knownOf(rig: ApiRig): Promise<Known> {
  const runId = await rig.flown();
  const { builds } = (await rig.get(`/v1/runs/${runId}/builds`)).json();
  const [lock] = (await rig.get(`/v1/runs/${runId}/seed-locks`)).json().locks;
  const { schedule } = (
    await rig.post("/v1/schedules", { name: "nightly", cron: "@daily", request: { blueprint: "sample" } })
  ).json();
  const { token } = (await rig.post("/v1/tokens", { name: "known", role: "viewer" })).json();
  return {
    id: [runId, builds[0].id, schedule.id, token.id],
    other: [runId],
    run: [runId, "sample"],
    input: ["final", "seed:alpine"],
    file: ["app-1.0-r0.apk"],
    path: ["proof/proof.json", "verdict.json"],
    digest: [lock.digest],
    blueprint: ["sample"],
    seed: ["alpine", "debian"],
    seeds: ["alpine", "debian"],
    package: ["app", "base"],
    packages: ["app", "base"],
    on: ["seed", "seed:alpine", "base", lock.digest],
    with: [runId],
    cron: ["@daily", "30 2 * * *"],
    timezone: ["UTC", "Europe/Vienna"],
    range: ["bytes=0-3", "bytes=-2"],
    "if-none-match": ["*"],
  };
}
