import { createQueue, type QueueConfig } from "../src/index.ts";

/** A process that consumes for a moment, closes (argv[3]: `drain` or `close`) and must then end by itself. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const queue = await createQueue(JSON.parse(process.argv[2] ?? "") as QueueConfig, silent);
const consumer = await queue.consume("x86_64", 2, async () => undefined);
await new Promise((resolve) => setTimeout(resolve, 200));
if (process.argv[3] === "drain") await consumer.drain();
await queue.close();
process.stdout.write("closed\n");
