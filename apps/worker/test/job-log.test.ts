import { randomUUID } from "node:crypto";
import { memoryQueue, untilQuiet } from "@ascent/testkit";
import { expect, test } from "vitest";
import { createJobLog } from "../src/job-log.ts";

test("what any room logs while a job is handled names the job, also when several run at once", async () => {
  const lines: Record<string, unknown>[] = [];
  const { log, naming } = createJobLog("debug", { write: (line: string) => void lines.push(JSON.parse(line)) });
  const queue = naming(memoryQueue());
  const [one, two, runId] = [randomUUID(), randomUUID(), randomUUID()];
  const payloads = [
    { kind: "build", buildId: one, attempt: 1 },
    { kind: "build", buildId: two, attempt: 2 },
    { kind: "seed", runId, arch: "x86_64", attempt: 3 },
  ] as const;
  await queue.send(payloads.map((payload, at) => ({ id: `job-${at}`, arch: "x86_64", priority: 1, payload })));
  const consumer = await queue.consume("x86_64", 3, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.info({ path: "somewhere" }, "of a room that knows no job");
  });
  await untilQuiet(queue);
  await consumer.drain();
  log.info({}, "of nothing");
  expect(lines).toHaveLength(4);
  expect(lines).toContainEqual(expect.objectContaining({ buildId: one, attempt: 1, path: "somewhere" }));
  expect(lines).toContainEqual(expect.objectContaining({ buildId: two, attempt: 2 }));
  expect(lines).toContainEqual(expect.objectContaining({ runId, arch: "x86_64", attempt: 3 }));
  expect(lines.at(-1)).toMatchObject({ msg: "of nothing", name: "worker" });
  expect(lines.at(-1)).not.toHaveProperty("attempt");
});
