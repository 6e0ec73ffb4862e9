import { prepareSeed } from "@ascent/engine";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { RunVersions } from "../src/run-versions.ts";
import { type ApiRig, apiRig } from "./rig.ts";

/** A ledger whose versions change, and which answers when it is told to. */
function slowLedger() {
  const state = { version: 1, asked: 0, answer: [] as (() => void)[] };
  return {
    state,
    async runVersion() {
      state.asked += 1;
      const { version } = state;
      await new Promise<void>((resolve) => state.answer.push(resolve));
      return version;
    },
  };
}

describe("versions of runs", () => {
  const answerAll = (ledger: ReturnType<typeof slowLedger>) => {
    for (const answer of ledger.state.answer.splice(0)) answer();
  };

  test("are asked once for all who want to know together", async () => {
    const ledger = slowLedger();
    const versions = new RunVersions(ledger);
    const asked = Array.from({ length: 50 }, () => versions.now("a"));
    await vi.waitFor(() => expect(ledger.state.asked).toBe(1));
    answerAll(ledger);
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]));
    expect(ledger.state.asked).toBe(1);
  });

  test("are never older than the question: who comes while it is asked waits for the next time", async () => {
    const ledger = slowLedger();
    const versions = new RunVersions(ledger);
    const before = versions.now("a");
    await vi.waitFor(() => expect(ledger.state.asked).toBe(1));
    ledger.state.version = 2;
    const after = [versions.now("a"), versions.now("a")];
    answerAll(ledger);
    expect(await before).toBe(1);
    await vi.waitFor(() => expect(ledger.state.asked).toBe(2));
    answerAll(ledger);
    expect(await Promise.all(after)).toEqual([2, 2]);
    expect(ledger.state.asked).toBe(2);
  });

  test("of one run do not wait for those of another", async () => {
    const ledger = slowLedger();
    const versions = new RunVersions(ledger);
    const both = [versions.now("a"), versions.now("b")];
    await vi.waitFor(() => expect(ledger.state.asked).toBe(2));
    answerAll(ledger);
    expect(await Promise.all(both)).toEqual([1, 1]);
  });

  test("that could not be read are asked for again", async () => {
    const runVersion = vi.fn().mockRejectedValueOnce(new Error("gone")).mockResolvedValue(7);
    const versions = new RunVersions({ runVersion });
    const failed = versions.now("a");
    await expect(failed).rejects.toThrow("gone");
    expect(await versions.now("a")).toBe(7);
  });
});

describe("what is polled of a run", () => {
  let rig: ApiRig;
  let runId: string;

  beforeAll(async () => {
    rig = await apiRig();
  });
  beforeEach(async () => {
    runId = (await rig.post("/v1/runs", { blueprint: "sample" })).json().run.id;
  });
  afterAll(() => rig.close());

  test.each(["", "/stages", "/flight"])("%s is read once for each version, however many ask", async (what) => {
    const reads = vi.spyOn(rig.deck.ledger, what === "" ? "run" : "stages");
    const ask = () => Promise.all(Array.from({ length: 20 }, () => rig.get(`/v1/runs/${runId}${what}`)));
    const first = await ask();
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(first.map(({ body }) => body)).size).toBe(1);
    expect(first[0]?.headers["content-type"]).toBe("application/json; charset=utf-8");
    const once = reads.mock.calls.length;
    expect(once).toBeLessThanOrEqual(2);
    expect((await ask())[0]?.body).toBe(first[0]?.body);
    expect(reads.mock.calls.length).toBe(once);
    reads.mockRestore();
  });

  test("tells the run, its stages and its flight from what is read once, where they are asked for together", async () => {
    const { ledger } = rig.deck;
    const read = ledger.earlierSeconds.bind(ledger);
    let asked = 0;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Held until all three wait for it.
    const reads = vi.spyOn(ledger, "earlierSeconds").mockImplementation(async (id) => {
      await opened;
      return read(id);
    });
    const versions = vi.spyOn(ledger, "runVersion").mockImplementation(async () => {
      asked += 1;
      return 1;
    });
    const answers = Promise.all(["", "/stages", "/flight"].map((what) => rig.get(`/v1/runs/${runId}${what}`)));
    await vi.waitFor(() => expect(reads).toHaveBeenCalled());
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 200));
    open();
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
    versions.mockRestore();
  });

  test("is never older than what the asker has changed, while others ask all the time", async () => {
    let stop = false;
    const others = Array.from({ length: 4 }, async () => {
      while (!stop) await rig.get(`/v1/runs/${runId}`);
    });
    try {
      for (const priority of [0, 1, 2, 3, 4, 6, 7, 8]) {
        const before = await rig.get(`/v1/runs/${runId}`);
        await rig.deck.ledger.prioritizeRun(runId, rig.deck.clock.now(), priority);
        const after = await rig.get(`/v1/runs/${runId}`, { "if-none-match": String(before.headers.etag) });
        expect([after.status, after.json().priority]).toEqual([200, priority]);
      }
    } finally {
      stop = true;
      await Promise.all(others);
    }
  });

  test("tells estimates that are at most some seconds old, though the run has the same version", async () => {
    const { deck } = rig;
    await prepareSeed(deck.worker("w1"), { runId, arch: "x86_64", attempt: 1 });
    const finishAt = async () => (await rig.get(`/v1/runs/${runId}`)).json().estimates[0].finishAt as string;
    const first = await finishAt();
    deck.clock.advance(60);
    expect(Date.parse(await finishAt()) - Date.parse(first)).toBe(60_000);
  });

  test("that nobody knows is a 404 each time", async () => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    for (const what of ["", "/stages", "/flight", ""]) {
      expect((await rig.get(`/v1/runs/${nobody}${what}`)).json().code).toBe("run-unknown");
    }
  });
});
