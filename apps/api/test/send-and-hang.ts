import { randomUUID } from "node:crypto";
import { startErrands } from "@ascent/engine";
import { createSecretBox } from "@ascent/keyring";
import { createPostgresLedger } from "@ascent/postgres";
import { createErrandQueue, type QueueConfig } from "@ascent/queue";
import { flightDeck } from "@ascent/testkit";
import { createWebhookPoster, readNetworks } from "@ascent/webhooks";

/** A process that delivers, until it is killed. argv[2]: JSON of its database, its queue and the keys' directory. */
const given = JSON.parse(process.argv[2] ?? "") as { databaseUrl: string; queue: QueueConfig; keys: string };
const deck = await flightDeck({ ledger: createPostgresLedger({ databaseUrl: given.databaseUrl }) });
await startErrands({
  ...deck,
  clock: { now: () => new Date() },
  ids: { uuid: randomUUID },
  errands: await createErrandQueue(given.queue, deck.log),
  secretBox: createSecretBox(given.keys),
  poster: createWebhookPoster({ networks: readNetworks(["127.0.0.0/8"]) }),
});
process.stdout.write("delivering\n");
