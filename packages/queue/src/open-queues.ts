import type { Log } from "@ascent/engine";
import type { Backend, OpenQueue } from "./backend.ts";
import { Outage } from "./outage.ts";
import { endsWithin, withinTime } from "./time-limit.ts";
import { unreachable } from "./unreachable.ts";

const CONNECT_MS = 10_000;
const CLOSE_MS = 1_000;

/** The queues of one backend by name, each opened when it is first asked something and again after it was lost. */
export class OpenQueues {
  readonly #backend: Backend;
  readonly #outage: Outage;
  readonly #queues = new Map<string, Promise<OpenQueue>>();

  constructor(backend: Backend, log: Log) {
    this.#backend = backend;
    this.#outage = new Outage(log, { queue: backend.place, side: "producer" });
  }

  /** An answer of the queue, or Fault "queue-unreachable"; never later than the limit. */
  async ask<T>(name: string, limitMs: number, question: (queue: OpenQueue) => Promise<T>): Promise<T> {
    const late = () => new Late(`no answer within ${limitMs} ms`);
    try {
      const answer = await withinTime(this.#opened(name).then(question), limitMs, late);
      this.#outage.ended();
      return answer;
    } catch (error) {
      // A connection that swallows questions is worth nothing; the next question makes a new one.
      if (error instanceof Late) void this.#discard(name);
      this.#outage.began(error);
      throw unreachable(this.#backend, error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.keys()].map((name) => this.#discard(name)));
  }

  #opened(name: string): Promise<OpenQueue> {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const opening = this.#open(name);
    this.#queues.set(name, opening);
    return opening;
  }

  /** BullMQ remembers for good that the first connection failed, so a queue that did not come up is thrown away. */
  async #open(name: string): Promise<OpenQueue> {
    const queue = this.#backend.openQueue(name);
    queue.on("error", (error) => this.#outage.began(error));
    try {
      await withinTime(queue.waitUntilReady(), CONNECT_MS, () => new Late("no connection"));
      return queue;
    } catch (error) {
      this.#queues.delete(name);
      void shut(queue);
      throw error;
    }
  }

  async #discard(name: string): Promise<void> {
    const known = this.#queues.get(name);
    this.#queues.delete(name);
    if (known === undefined) return;
    await endsWithin(known.then(shut), 2 * CLOSE_MS - 200);
  }
}

class Late extends Error {}

async function shut(queue: OpenQueue): Promise<void> {
  if (await endsWithin(queue.close(), CLOSE_MS)) return;
  // Stops a client that is still trying to connect.
  await endsWithin(queue.disconnect(), CLOSE_MS / 2);
}
