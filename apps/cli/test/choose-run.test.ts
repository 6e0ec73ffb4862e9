import type { Client, RunView } from "@ascent/client";
import { describe, expect, test } from "vitest";
import { chooseJudgedRun } from "../src/service.ts";

type Kind = "judged" | "unjudged" | "rebuild";

/** Runs as the service tells them, newest first. */
function clientWith(kinds: readonly Kind[]): Client {
  const runs = kinds.map((kind, at) => ({
    id: `${at}0000000-0000-4000-8000-000000000000`,
    purpose: kind === "rebuild" ? { kind, of: "another", with: "final" } : { kind: "bootstrap" },
    ...(kind === "judged" ? { verdict: { holds: true } } : {}),
  }));
  const run = async (id: string) => runs.find((one) => one.id === id) as unknown as RunView;
  return { runs: async () => ({ runs }), run } as unknown as Client;
}

const chosen = async (kinds: readonly Kind[], id?: string) =>
  Number((await chooseJudgedRun(clientWith(kinds), id)).id[0]);

describe("the run to export, when none is named", () => {
  test("is the newest bootstrap with a verdict, past rebuilds and what is unfinished or failed", async () => {
    expect(await chosen(["rebuild", "unjudged", "judged", "judged"])).toBe(2);
    expect(await chosen(["judged", "rebuild"])).toBe(0);
  });
  test("is none where no run has a verdict, with a way out", async () => {
    for (const kinds of [[], ["rebuild"], ["unjudged"]] satisfies Kind[][])
      await expect(chosen(kinds)).rejects.toMatchObject({
        code: "run-unknown",
        wayOut: expect.stringContaining("ascent bootstrap"),
      });
  });
  test("is the named one where one is named, whatever it is", async () => {
    expect(await chosen(["judged", "rebuild"], "1000")).toBe(1);
  });
});
