import { randomUUID } from "node:crypto";
import { errandConformance, memoryErrandBroker, recordedLog } from "@ascent/testkit";
import { describe, expect, test, vi } from "vitest";
import { createErrandQueue } from "../src/index.ts";
import { freshNamespace, hasRedisServer, postgresHost, type QueueHost, redisHost } from "./servers.ts";

errandConformance("memory", async () => ({
  async fresh() {
    const broker = memoryErrandBroker();
    return { open: async (log) => broker.open(log) };
  },
  stop: async () => undefined,
}));

async function serverOn(starting: Promise<QueueHost>) {
  const host = await starting;
  return {
    async fresh() {
      const namespace = freshNamespace();
      return {
        open: (log: Parameters<typeof createErrandQueue>[1]) => createErrandQueue(host.config({ namespace }), log),
      };
    },
    stop: () => host.stop(),
  };
}

errandConformance("BullMQ on Postgres", () => serverOn(postgresHost()));

describe.skipIf(!hasRedisServer())("on Redis (needs redis-server on the PATH)", () => {
  errandConformance("BullMQ on Redis", () => serverOn(redisHost()));
  test("clocks that a Redis lost with everything else tick again when they are asked for again", async () => {
    const host = await redisHost();
    const namespace = freshNamespace();
    const tick = { scheduleId: randomUUID(), cron: "* * * * * *", timezone: "UTC" };
    const before = await createErrandQueue(host.config({ namespace }), recordedLog());
    await before.keepTicks([tick]);
    await before.close();
    await host.stop();
    const empty = await redisHost();
    const queue = await createErrandQueue(empty.config({ namespace }), recordedLog());
    try {
      const ticks: string[] = [];
      await queue.consume({ tick: async (id) => void ticks.push(id), deliver: async () => undefined }, 1);
      await queue.keepTicks([tick]);
      await vi.waitFor(() => expect(ticks).toContain(tick.scheduleId), { timeout: 10_000 });
    } finally {
      await queue.close();
      await empty.stop();
    }
  });
});
