import { randomUUID } from "node:crypto";
import { memoryQueue, untilQuiet } from "@ascent/testkit";
import { expect, test } from "vitest";
import { createWorkerMetrics, serveMetrics } from "../src/metrics.ts";

test("a worker tells what it has in hand, how long its jobs took and how its process is", async () => {
  const metrics = createWorkerMetrics();
  const queue = metrics.counting(memoryQueue());
  const served = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
  const during: string[] = [];
  const job = (at: number) => {
    const payload = { kind: "build", buildId: randomUUID(), attempt: 1 } as const;
    return { id: `job-${at}`, arch: "x86_64", priority: 1, payload } as const;
  };
  await queue.send([job(1)]);
  const consumer = await queue.consume("x86_64", 1, async () => {
    during.push(await metrics.render());
    if (during.length === 2) throw new Error("the ledger is away");
  });
  await untilQuiet(queue);
  await queue.send([job(2)]);
  await untilQuiet(queue);
  await consumer.drain();
  expect(during[0]).toContain('ascent_worker_jobs_running{kind="build"} 1');
  const answer = await fetch(served.url);
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  const text = await answer.text();
  expect(text).toContain('ascent_worker_jobs_running{kind="build"} 0');
  expect(text).toContain('ascent_worker_job_seconds_count{kind="build",outcome="handled"} 1');
  expect(text).toContain('ascent_worker_job_seconds_count{kind="build",outcome="error"} 1');
  expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  expect((await fetch(new URL("/", served.url))).status).toBe(404);
  expect((await fetch(served.url, { method: "POST" })).status).toBe(404);
  await served.close();
});
