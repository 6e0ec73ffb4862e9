import { Client } from "@ascent/client";
import { executeBuild, prepareSeed } from "@ascent/engine";
import { type Deck, sampleBlueprint } from "@ascent/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunEventView } from "../src/schema/run.ts";
import { type ApiRig, AUTH, apiRig, TOKEN } from "./rig.ts";

let rig: ApiRig;
let client: Client;
let url: string;

beforeAll(async () => {
  rig = await apiRig();
  url = await rig.listen();
  client = new Client({ url, token: TOKEN });
});
afterAll(() => rig.close());

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

const never = new AbortController().signal;
const numbers = (events: readonly RunEventView[]) => events.map(({ sequence }) => sequence);

/** What is recorded, all of it. */
async function recorded(deck: Deck, runId: string) {
  return deck.ledger.events(runId, 0, 10_000);
}

describe("events of a run", () => {
  test("come live, each once and in order, and end with the run's last", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const listening = collect(client.events(run.id, 0, never));
    await rig.deck.fly(run.id, 3);
    const events = await listening;
    expect(numbers(events)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(0)?.type).toBe("run.created");
    expect(events.at(-1)?.type).toBe("run.succeeded");
    expect(events).toHaveLength((await recorded(rig.deck, run.id)).length);
    expect(events.filter(({ type }) => type === "build.done")).toHaveLength(10);
  });

  test("of a run that is over end at once, whole, and go on after any of them", async () => {
    const runId = await rig.flown();
    const all = await collect(client.events(runId, 0, never));
    for (const after of [1, all.length - 1, all.length, all.length + 100]) {
      expect(numbers(await collect(client.events(runId, after, never)))).toEqual(numbers(all).slice(after));
    }
  });

  test("are neither lost nor doubled by a reader that breaks off again and again", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const flying = rig.deck.fly(run.id, 2);
    const seen: number[] = [];
    let last: string | undefined;
    while (last !== "run.succeeded") {
      const connection = new AbortController();
      let left = 7;
      for await (const event of client.events(run.id, seen.at(-1) ?? 0, connection.signal)) {
        seen.push(event.sequence);
        last = event.type;
        left -= 1;
        if (left === 0) break;
      }
      connection.abort();
    }
    await flying;
    expect(seen).toEqual((await recorded(rig.deck, run.id)).map(({ sequence }) => sequence));
  });

  test("a run that ends between two looks is told to its end", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const { ledger, clock } = rig.deck;
    const read = ledger.events;
    let ended = false;
    const events = vi.spyOn(ledger, "events").mockImplementation(async (id, after, limit) => {
      const found = await read(id, after, limit);
      // Nothing new was there, and at once there is: the moment in which a last event could get lost.
      if (id === run.id && found.length === 0 && !ended) {
        ended = true;
        await ledger.cancelRun(id, clock.now());
        await ledger.concludeRun(id, { state: "cancelled", at: clock.now() });
      }
      return found;
    });
    const types = (await collect(client.events(run.id, 0, never))).map(({ type }) => type);
    events.mockRestore();
    expect(types.at(-1)).toBe("run.cancelled");
  });

  test("of a run that was tried again go on past its first end", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    await client.cancel(run.id);
    await client.retry(run.id);
    const listening = collect(client.events(run.id, 0, never));
    await rig.deck.fly(run.id);
    const types = (await listening).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("run."))).toEqual([
      "run.created",
      "run.cancelled",
      "run.retried",
      "run.running",
      "run.succeeded",
    ]);
  });

  test("carry their number as id, and their type", async () => {
    const runId = await rig.flown();
    const answer = await fetch(`${url}/v1/runs/${runId}/events`, { headers: AUTH });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const text = await answer.text();
    expect(text).toMatch(/^retry: 1000\n\nid: 1\nevent: run\.created\ndata: \{.*\}\n\n/);
  });

  test("a client that leaves is noticed, and nothing is asked for it any more", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const asked = vi.spyOn(rig.deck.ledger, "events");
    const leaving = new AbortController();
    const heard: number[] = [];
    const listening = (async () => {
      for await (const { sequence } of client.events(run.id, 0, leaving.signal)) heard.push(sequence);
    })();
    await vi.waitFor(() => expect(asked.mock.calls.filter(([id]) => id === run.id).length).toBeGreaterThan(1), 10_000);
    await vi.waitFor(() => expect(heard).toEqual([1]), 10_000);
    leaving.abort();
    await listening;
    expect(heard).toEqual([1]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = asked.mock.calls.filter(([id]) => id === run.id).length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked.mock.calls.filter(([id]) => id === run.id)).toHaveLength(before);
    asked.mockRestore();
    await client.cancel(run.id);
  });

  test.each([
    ["/v1/runs/00000000-0000-4000-8000-000000000000/events", {}, 404],
    ["/v1/runs/nothing/events", {}, 400],
    ["/v1/builds/00000000-0000-4000-8000-000000000000/log/live", {}, 404],
    ["/v1/builds/00000000-0000-4000-8000-000000000000/log/live", { "last-event-id": "7" }, 400],
    ["/v1/runs/00000000-0000-4000-8000-000000000000/events", { "last-event-id": "-1" }, 400],
    ["/v1/runs/00000000-0000-4000-8000-000000000000/events", { "last-event-id": "9".repeat(30) }, 400],
  ])("%s with %j is refused with %i before any stream begins", async (path, headers, status) => {
    const answer = await rig.get(path, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });
});

describe("a live log", () => {
  async function building(script: string) {
    rig.deck.blueprints.held.set("loud", new Map(Object.entries(sampleBlueprint({ "stage1/cc": script }))));
    const { run } = await client.startRun({ blueprint: "loud" });
    const seed = (await rig.deck.ledger.run(run.id))!.preparation[0]!;
    await prepareSeed(rig.deck.worker("w1"), { runId: run.id, arch: seed.arch, attempt: 1 });
    const { builds } = await client.builds(run.id);
    const id = builds.find(({ stage, name }) => stage === "stage1" && name === "cc")!.id;
    return {
      id,
      runId: run.id,
      attempt: (number: number) => executeBuild(rig.deck.worker("w1"), { buildId: id, attempt: number }),
    };
  }

  test("follows the build from before it begins until it ends, without gap or repetition", async () => {
    const { id, runId, attempt } = await building("echo one\nsleep 0.6\necho two\nsleep 0.6\necho three");
    const following = collect(client.followLog(id, never));
    await attempt(1);
    const parts = await following;
    expect(parts.join("")).toBe("--- make cc\none\ntwo\nthree\n");
    expect(parts.length).toBeGreaterThan(1);
    expect(await client.log(id)).toBe(parts.join(""));
    await client.cancel(runId);
  });

  test("resumes after its last event, in the same attempt", async () => {
    const { id, runId } = await building("echo never run");
    const { ledger, clock } = rig.deck;
    const lease = { worker: "w1", until: new Date(clock.now().getTime() + 15_000) };
    await ledger.claimBuild({ buildId: id, attempt: 1 }, lease);
    const say = (attempt: number, sequence: number, text: string) =>
      ledger.appendLog({ buildId: id, attempt }, { sequence, text, at: clock.now() });
    for (const [sequence, text] of ["a", "b", "c"].entries()) await say(1, sequence, text);
    clock.advance(16);
    await ledger.expireLeases(clock.now(), 10);
    await ledger.claimBuild({ buildId: id, attempt: 2 }, { ...lease, until: new Date(clock.now().getTime() + 15_000) });
    for (const [sequence, text] of ["x", "y"].entries()) await say(2, sequence, text);
    const from = async (eventId: string) =>
      (await rig.get(`/v1/builds/${id}/log/live`, { "last-event-id": eventId })).body;
    expect(await from("1.1")).toContain('id: 1.3\ndata: "bc"\n');
    expect(await from("1.3")).not.toContain("data:");
    const newest = client.followLog(id, never);
    const first = await newest.next();
    await say(2, 2, "z");
    // Let go of, the build has a third attempt at once: whoever only came now would follow that one.
    await ledger.cancelBuild({ buildId: id, attempt: 2 }, clock.now());
    expect([first.value, ...(await collect(newest))].join("")).toBe("xyz");
    await client.cancel(runId);
  });

  test("of a build that will never begin ends", async () => {
    const { runId } = await building("exit 1");
    await client.cancel(runId);
    const { builds } = await client.builds(runId);
    const waiting = builds.find(({ stage }) => stage === "final")!;
    expect(await collect(client.followLog(waiting.id, never))).toEqual([]);
  });
});

describe("a reader that is slow", () => {
  test("gets everything all the same", async () => {
    const runId = await rig.flown();
    const { ledger } = rig.deck;
    const big = "x".repeat(100_000);
    const events = vi.spyOn(ledger, "events").mockImplementation(async (_, after) => {
      const numbers = Array.from({ length: Math.min(10, 200 - after) }, (_, index) => after + index + 1);
      return numbers.map(
        (sequence) => ({ runId, sequence, type: "build.step", at: new Date(0), data: { big } }) as const,
      );
    });
    const seen: number[] = [];
    for await (const event of client.events(runId, 0, never)) {
      seen.push(event.sequence);
      if (seen.length % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    events.mockRestore();
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });
});

describe("many that watch one run", () => {
  test("get each event once and soon, from one reader of the ledger; who does not read holds up nobody", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const { ledger } = rig.deck;
    const asked = vi.spyOn(ledger, "events");
    const leaving = new AbortController();
    // It takes its answer's head and never reads on.
    const stuck = await fetch(`${url}/v1/runs/${run.id}/events`, { headers: AUTH, signal: leaving.signal });
    const watching = Array.from({ length: 100 }, () => collect(client.events(run.id, 0, never)));
    await rig.deck.fly(run.id, 2);
    const all = (await recorded(rig.deck, run.id)).map(({ sequence }) => sequence);
    for (const events of await Promise.all(watching)) expect(numbers(events)).toEqual(all);
    // Each reads what was there before it came at most once by itself; all else is read once for all.
    expect(asked.mock.calls.filter(([id]) => id === run.id).length).toBeLessThan(400);
    asked.mockRestore();
    expect(stuck.status).toBe(200);
    leaving.abort();
  });

  test("are told when the ledger cannot be read, and go on when they come back", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    const { ledger } = rig.deck;
    const seen = client.events(run.id, 0, never);
    expect((await seen.next()).value?.sequence).toBe(1);
    const broken = vi.spyOn(ledger, "events").mockRejectedValue(new Error("gone"));
    expect((await seen.next()).done).toBe(true);
    broken.mockRestore();
    await client.cancel(run.id);
    expect(numbers(await collect(client.events(run.id, 1, never)))[0]).toBe(2);
  });
});

describe("events of a build", () => {
  test("are those of its run that are about it, with the run's numbers, resumable, and end with the run", async () => {
    const { run } = await client.startRun({ blueprint: "sample" });
    await rig.deck.fly(run.id, 2);
    const events = await recorded(rig.deck, run.id);
    const { builds } = await client.builds(run.id);
    const { id } = builds[0]!;
    const own = events.filter(({ data }) => data.buildId === id).map(({ sequence }) => sequence);
    expect(own.length).toBeGreaterThan(2);
    const ids = async (after: string) => {
      const { body } = await rig.get(`/v1/builds/${id}/events`, { "last-event-id": after });
      return [...body.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number));
    };
    expect(await ids("0")).toEqual(own);
    expect(await ids(String(own[1]))).toEqual(own.slice(2));
    expect(await ids(String(events.length))).toEqual([]);
    expect((await rig.get("/v1/builds/00000000-0000-4000-8000-000000000000/events")).status).toBe(404);
  });
});
