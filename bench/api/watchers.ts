import { fork } from "node:child_process";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createPostgresAccess, createPostgresLedger } from "@ascent/postgres";
import { flightDeck, testDatabase } from "@ascent/testkit";
import pino from "pino";
import { createServer } from "../../apps/api/src/server.ts";

/**
 * Clients that watch one run by server-sent events (1,000 unless given): how late the last of them hears of an event, counted
 * from when it is committed, and how much memory the API's process has then. Exits 1 beyond 1 s or 400 MB.
 */
const CLIENTS = Number(process.argv[2] ?? 1000);
const EVENTS = 20;
const TOKEN = "a-token-for-the-bench";

interface Start {
  readonly url: string;
  readonly clients: number;
}

/** In a process of its own: reports each event's number with the time at which the last client had it. */
function watchAll({ url, clients }: Start): void {
  const heard = new Map<string, number>();
  let open = 0;
  for (let client = 0; client < clients; client += 1) {
    get(url, { headers: { authorization: `Bearer ${TOKEN}` }, agent: false }, (response) => {
      open += 1;
      if (open === clients) process.send?.({ open });
      let rest = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines.filter((one) => one.startsWith("id: "))) {
          heard.set(line, (heard.get(line) ?? 0) + 1);
          if (heard.get(line) === clients) process.send?.({ sequence: Number(line.slice(4)), at: Date.now() });
        }
      });
    });
  }
}

async function main(): Promise<void> {
  const database = await testDatabase();
  const ledger = createPostgresLedger({ databaseUrl: database.url });
  const access = createPostgresAccess({ databaseUrl: database.url });
  const deck = await flightDeck({ ledger, access });
  const app = await createServer({ ...deck, operations: ledger }, { token: TOKEN, logger: pino({ level: "silent" }) });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const { run } = await deck.start();
  const child = fork(new URL(import.meta.url), ["client"], { execArgv: process.execArgv });
  const heard = new Map<number, number>();
  const opened = new Promise<void>((resolve) => {
    child.on("message", (message: { open?: number; sequence?: number; at?: number }) => {
      if (message.open !== undefined) resolve();
      if (message.sequence !== undefined) heard.set(message.sequence, message.at ?? 0);
    });
  });
  child.send({ url: `${url}/v1/runs/${run.id}/events`, clients: CLIENTS });
  await opened;
  await sleep(1000);
  const committed = new Map<number, number>();
  let rss = 0;
  for (let event = 0; event < EVENTS; event += 1) {
    await ledger.prioritizeRun(run.id, new Date(), event % 10);
    committed.set((await ledger.runVersion(run.id)) ?? 0, Date.now());
    await sleep(300);
    rss = Math.max(rss, process.memoryUsage.rss());
  }
  await sleep(1000);
  const late = [...committed].map(([sequence, at]) => (heard.get(sequence) ?? Number.POSITIVE_INFINITY) - at);
  const [worst, megabytes] = [Math.max(...late), Math.round(rss / 1e6)];
  const middle = late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)];
  process.stdout.write(
    `${CLIENTS} clients: last heard after ${middle} ms (median), ${worst} ms (worst); ${megabytes} MB\n`,
  );
  child.kill();
  await app.close();
  await access.close();
  await ledger.close();
  await database.drop();
  process.exitCode = worst <= 1000 && megabytes < 400 ? 0 : 1;
}

if (process.argv[2] === "client") process.once("message", (start: Start) => watchAll(start));
else await main();
