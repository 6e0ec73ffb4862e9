import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ApiRig, apiRig } from "./rig.ts";

let rig: ApiRig;
beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

const NIGHTLY = { name: "nightly", request: { blueprint: "sample" }, cron: "30 2 * * *", timezone: "Europe/Vienna" };

async function made(given: object = {}) {
  const answer = await rig.post("/v1/schedules", { ...NIGHTLY, name: crypto.randomUUID(), ...given });
  expect(answer.status).toBe(201);
  return answer.json().schedule;
}

test("a schedule is made, read, paused, resumed and removed; the queue's clocks follow", async () => {
  const keep = vi.spyOn(rig.deck.errands, "keepTicks");
  const answer = await rig.post("/v1/schedules", NIGHTLY);
  const { schedule, warnings } = answer.json();
  expect(answer.status).toBe(201);
  expect(answer.headers.location).toBe(`/v1/schedules/${schedule.id}`);
  expect(warnings).toEqual(expect.any(Array));
  expect(schedule).toMatchObject({ ...NIGHTLY, overlap: "skip", enabled: true, createdBy: "installation" });
  expect(schedule.nextAt).toBe("2026-01-01T01:30:00.000Z");
  expect((await rig.get(`/v1/schedules/${schedule.id}`)).json()).toEqual(schedule);
  expect((await rig.get("/v1/schedules")).json().schedules).toContainEqual(schedule);
  expect(keep).toHaveBeenLastCalledWith([expect.objectContaining({ scheduleId: schedule.id })]);
  const path = `/v1/schedules/${schedule.id}`;
  const paused = (await rig.call("PATCH", path, { body: { enabled: false } })).json().schedule;
  expect(paused).toMatchObject({ enabled: false, name: "nightly" });
  expect(paused).not.toHaveProperty("nextAt");
  expect(keep).toHaveBeenLastCalledWith([]);
  const resumed = (await rig.call("PATCH", path, { body: { enabled: true, cron: "@weekly" } })).json().schedule;
  expect(resumed).toMatchObject({ enabled: true, cron: "@weekly", nextAt: "2026-01-03T23:00:00.000Z" });
  expect((await rig.call("DELETE", path)).status).toBe(204);
  expect((await rig.call("DELETE", path)).json()).toMatchObject({ status: 404, code: "schedule-unknown" });
  expect((await rig.get(path)).json().code).toBe("schedule-unknown");
});

test("an unchanged list costs a 304", async () => {
  await made();
  const { headers } = await rig.get("/v1/schedules");
  const again = await rig.get("/v1/schedules", { "if-none-match": String(headers.etag) });
  expect(again.status).toBe(304);
  await made();
  expect((await rig.get("/v1/schedules", { "if-none-match": String(headers.etag) })).status).toBe(200);
});

test("fired by hand it starts a run and says so; while that goes on, the next is skipped", async () => {
  const { id, name } = await made();
  const key = { "idempotency-key": "one" };
  const first = (await rig.post(`/v1/schedules/${id}/fire`, undefined, key)).json();
  expect(first).toMatchObject({ outcome: "started", runState: "preparing", firedBy: "installation" });
  const run = (await rig.get(`/v1/runs/${first.runId}`)).json();
  expect(run.requestedBy).toBe(`schedule ${name} (installation)`);
  expect((await rig.post(`/v1/schedules/${id}/fire`, undefined, key)).json()).toEqual(first);
  const second = (await rig.post(`/v1/schedules/${id}/fire`)).json();
  expect(second).toMatchObject({ outcome: "skipped", runId: first.runId });
  const { firings } = (await rig.get(`/v1/schedules/${id}/firings`)).json();
  expect(firings).toHaveLength(2);
  const newest = (await rig.get(`/v1/schedules/${id}/firings?limit=1`)).json();
  expect(newest.firings).toEqual([firings[0]]);
  const older = (await rig.get(`/v1/schedules/${id}/firings?limit=1&cursor=${newest.next}`)).json();
  expect(older).toEqual({ firings: [firings[1]] });
  expect((await rig.get(`/v1/schedules/${id}`)).json().last).toEqual(firings[0]);
});

test.each<[object, [number, string, string]]>([
  [{ cron: "61 * * * *" }, [422, "bad-cron", "0-59"]],
  [{ cron: "0 0 3 * * *" }, [422, "bad-cron", "6 fields"]],
  [{ timezone: "Europe/Viena" }, [422, "timezone-unknown", "Viena"]],
  [{ request: { blueprint: "nobody" } }, [404, "blueprint-unknown", "nobody"]],
  [{ request: { blueprint: "sample", seeds: ["gentoo"] } }, [422, "seed-unknown", "gentoo"]],
  [{ request: { blueprint: "sample", arches: ["aarch64"] } }, [422, "arch-unknown", "aarch64"]],
  [{ overlap: "queue" }, [400, "bad-request", "overlap"]],
  [{ name: "" }, [400, "bad-request", "name"]],
  [{ every: 5 }, [400, "bad-request", "every"]],
])("%j is refused with what would be right", async (wrong, [status, code, said]) => {
  const answer = await rig.post("/v1/schedules", { ...NIGHTLY, name: crypto.randomUUID(), ...wrong });
  expect(answer.json()).toMatchObject({ status, code });
  expect(answer.json().detail).toContain(said);
  if (status !== 400) expect(answer.json().wayOut).toMatch(/[A-Z@]/);
  const planned = await rig.post("/v1/schedule-plans", { ...NIGHTLY, name: crypto.randomUUID(), ...wrong });
  expect(planned.json()).toMatchObject({ status, code });
  const { id } = await made();
  const changed = await rig.call("PATCH", `/v1/schedules/${id}`, { body: wrong });
  expect(changed.json()).toMatchObject({ status, code });
});

test("a schedule that is only asked about is not made; it tells the next times and what would be started", async () => {
  const before = (await rig.get("/v1/schedules")).json().schedules.length;
  const wanted = { ...NIGHTLY, name: "only asked about" };
  const { firings, seed, forecast, warnings } = (await rig.post("/v1/schedule-plans", wanted)).json();
  const times = firings.map(({ dueAt }: { dueAt: string }) => Date.parse(dueAt));
  expect(times).toHaveLength(10);
  expect(times[0]).toBeGreaterThan(rig.deck.clock.now().getTime());
  expect(new Set(firings.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(["start"]));
  expect([seed, forecast.arches[0].arch, warnings]).toEqual(["alpine", "x86_64", expect.any(Array)]);
  const paused = (await rig.post("/v1/schedule-plans", { ...wanted, enabled: false })).json();
  expect(paused.firings).toEqual([]);
  expect((await rig.get("/v1/schedules")).json().schedules.length).toBe(before);
});

test("of times that come while the run before is likely to go on, those that are skipped say so", async () => {
  const often = { ...NIGHTLY, name: "often", cron: "* * * * *" };
  const outcomes = async (more: object) => {
    const { firings } = (await rig.post("/v1/schedule-plans", { ...often, ...more })).json();
    return firings.map(({ outcome }: { outcome: string }) => outcome);
  };
  // Nothing of it was built before: each build is taken to last a minute.
  const skipping = await outcomes({ overlap: "skip" });
  expect(skipping[0]).toBe("start");
  expect(skipping).toContain("skip");
  expect(new Set(await outcomes({ overlap: "start" }))).toEqual(new Set(["start"]));
});

test("a schedule tells what it would do now, or why it could start nothing", async () => {
  const { id, name } = await made();
  const plan = await rig.get(`/v1/schedules/${id}/plan`);
  expect(plan.status).toBe(200);
  expect(plan.json().firings[0].dueAt).toBe((await rig.get(`/v1/schedules/${id}`)).json().nextAt);
  expect((await rig.post("/v1/schedule-plans", { ...NIGHTLY, name })).json().code).toBe("schedule-name-taken");
  await rig.call("PATCH", `/v1/schedules/${id}`, { body: { enabled: false } });
  expect((await rig.get(`/v1/schedules/${id}/plan`)).json().firings).toEqual([]);
  const sample = rig.deck.blueprints.held.get("sample")!;
  rig.deck.blueprints.held.set("sample", new Map([["bootstrap.yaml", "name: ["]]));
  const broken = await rig.get(`/v1/schedules/${id}/plan`);
  rig.deck.blueprints.held.set("sample", sample);
  expect([broken.status, broken.json().code]).toEqual([422, "blueprint-defects"]);
  expect((await rig.get(`/v1/schedules/${crypto.randomUUID()}/plan`)).json().code).toBe("schedule-unknown");
});

test("two schedules cannot have one name", async () => {
  const { name } = await made();
  expect((await rig.post("/v1/schedules", { ...NIGHTLY, name })).json()).toMatchObject({
    status: 409,
    code: "schedule-name-taken",
  });
});
