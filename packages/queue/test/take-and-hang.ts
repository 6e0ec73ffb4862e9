import { createQueue, type QueueConfig } from "../src/index.ts";

/** A process that takes one job, says so, and never finishes it: to be killed. argv[2] is its queue's configuration. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const queue = await createQueue(JSON.parse(process.argv[2] ?? "") as QueueConfig, silent);
await queue.consume("x86_64", 1, async (payload) => {
  process.stdout.write(`${JSON.stringify(payload)}\n`);
  await new Promise(() => undefined);
});
