import { memoryBroker, queueConformance } from "@ascent/testkit";
import { describe } from "vitest";
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

describe.skipIf(!hasRedisServer())("on Redis (needs redis-server on the PATH)", () => {
  queueConformance("BullMQ on Redis", async () => conformanceServer(await redisHost()));
});
