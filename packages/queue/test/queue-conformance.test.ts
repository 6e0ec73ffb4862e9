import { memoryBroker, queueConformance } from "@ascent/testkit";
import { describe, test } from "vitest";
import { conformanceServer, hasRedisServer, postgresHost, redisHost } from "./servers.ts";

queueConformance("memory", async () => ({
  async fresh() {
    const broker = memoryBroker();
    return {
      open: async (log) => broker.open(log),
      sendRaw: async (arch, id, payload) => broker.sendRaw(arch, id, payload),
    };
  },
  stop: async () => undefined,
}));

queueConformance("BullMQ on Postgres", async () => conformanceServer(await postgresHost()));

if (hasRedisServer()) queueConformance("BullMQ on Redis", async () => conformanceServer(await redisHost()));
else
  describe.skip("job queue: BullMQ on Redis: no redis-server on this machine's PATH", () => test("not run", () => {}));
