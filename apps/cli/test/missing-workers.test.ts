import type { WorkerView } from "@ascent/client";
import { expect, test } from "vitest";
import { missingWorkerLines } from "../src/view/missing-workers.ts";

const worker = (arch: WorkerView["arch"], state: WorkerView["state"]) => ({ arch, state }) as WorkerView;
const BOTH = ["x86_64", "aarch64"] as const;

test("a run waits for each arch that no worker takes builds of, and is told what to do", () => {
  expect(missingWorkerLines(BOTH, [worker("x86_64", "idle"), worker("aarch64", "working")])).toEqual([]);
  expect(missingWorkerLines(BOTH, [worker("x86_64", "working"), worker("aarch64", "silent")])).toEqual([
    expect.stringMatching(/for aarch64 now.*ascent worker/),
  ]);
  expect(missingWorkerLines(BOTH, [worker("x86_64", "draining")])).toEqual([
    expect.stringMatching(/for x86_64 now.*let a drained one go on/),
    expect.stringMatching(/for aarch64 now.*ascent worker/),
  ]);
});
