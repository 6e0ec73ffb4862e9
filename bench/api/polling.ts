import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@ascent/client";
import { testDatabase } from "@ascent/testkit";
import autocannon from "autocannon";
import { TOKEN, writeBigRun } from "../dashboard/big-run.ts";
import { type ServerProcess, scratchFolder, startApi, startServer } from "../support/server-process.ts";

/**
 * Requests per second to what is polled of a run, of 80 builds and of 4,000, against a bare Fastify in turn on the same
 * machine: `npx tsc -b && npx tsx --conditions=source bench/api/polling.ts [ROUNDS] [CONNECTIONS] [SECONDS]`. The API is the
 * one of `ascent up`, compiled, a process of its own on a real Postgres, with its log (to a file) and its limits, raised as
 * docs/access.md says. Each connection is a viewer's. Beside the rate stands the CPU time of the serving process per
 * request, which other work on the machine disturbs least. Exits 1 when progress misses a half, or a quarter.
 */
const ROUNDS = Number(process.argv[2] ?? 5);
const CONNECTIONS = Number(process.argv[3] ?? 50);
const SECONDS = Number(process.argv[4] ?? 3);
/** The most that can be configured; so many viewers ask that none comes near it. */
const REQUESTS_PER_MINUTE = 1_000_000;
const VIEWERS = 10;
const TICKS_PER_SECOND = 100;
const BARE = fileURLToPath(new URL("bare-server.mjs", import.meta.url));

/** CPU time of a process so far, in seconds (proc(5): fields 14 and 15 of stat). */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

interface Target {
  readonly server: ServerProcess;
  readonly path: string;
  /** A request's headers, by connection. */
  readonly headers?: (connection: number) => Record<string, string>;
  readonly status: number;
}

interface Rate {
  readonly perSecond: number;
  /** Of the serving process, for one request, in microseconds. */
  readonly cpu: number;
}

async function measure({ server, path, headers, status }: Target, seconds: number): Promise<Rate> {
  let connection = 0;
  const before = await cpuOf(server.pid);
  const result = await autocannon({
    url: server.url + path,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient(client) {
      if (headers !== undefined) client.setHeaders(headers(connection));
      connection += 1;
    },
  });
  const answered = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const others = Object.keys(result.statusCodeStats ?? {}).filter((code) => Number(code) !== status);
  if (others.length > 0 || result.errors > 0) throw new Error(`${path} answered ${others}, ${result.errors} errors`);
  return { perSecond: answered / result.duration, cpu: (((await cpuOf(server.pid)) - before) / answered) * 1e6 };
}

interface Comparison {
  readonly name: string;
  readonly own: Target;
  readonly bare: Target;
  /** Undefined: told, not asked for. */
  readonly target: number | undefined;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

async function compare({ name, own, bare, target }: Comparison): Promise<boolean> {
  const rounds: { own: Rate; bare: Rate }[] = [];
  for (const one of [bare, own]) await measure(one, SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ bare: await measure(bare, SECONDS), own: await measure(own, SECONDS) });
  }
  const of = (pick: (round: { own: Rate; bare: Rate }) => number) => median(rounds.map(pick));
  const ratio = of((round) => round.own.perSecond / round.bare.perSecond);
  const cpu = of((round) => round.bare.cpu / round.own.cpu);
  const rates = `${of(({ own: { perSecond } }) => perSecond).toFixed(0)} of ${of((r) => r.bare.perSecond).toFixed(0)} a second`;
  const costs = `${of((r) => r.own.cpu).toFixed(0)} and ${of((r) => r.bare.cpu).toFixed(0)} µs`;
  const wanted = target === undefined ? "" : `; at least ${target}`;
  console.log(`${name}: ${ratio.toFixed(2)} (${rates}${wanted}); by CPU ${cpu.toFixed(2)} (${costs})`);
  return target === undefined || ratio >= target;
}

const scratch = await scratchFolder("polling");
const database = await testDatabase();
const servers: ServerProcess[] = [];
try {
  const runs = [];
  for (const builds of [80, 4000]) {
    const { runId, ledger } = await writeBigRun(database.url, builds);
    await ledger.close();
    runs.push({ builds, runId });
  }
  const api = await startApi(scratch.directory, {
    ...{ ASCENT_TOKEN: TOKEN, DATABASE_URL: database.url },
    ASCENT_REQUESTS_PER_MINUTE: String(REQUESTS_PER_MINUTE),
  });
  servers.push(api);
  const admin = new Client({ url: api.url, token: TOKEN });
  const secrets: string[] = [];
  for (let viewer = 0; viewer < VIEWERS; viewer += 1) {
    secrets.push((await admin.createToken({ name: `viewer-${viewer}`, role: "viewer" })).secret);
  }
  const bearer = (connection: number) => ({ authorization: `Bearer ${secrets[connection % VIEWERS]}` });
  const polled = runs.flatMap(({ builds, runId }) =>
    ["stages", "flight"].map((what) => ({ builds, what, path: `/v1/runs/${runId}/${what}` })),
  );
  const answers: { etag: string; file: string; size: number }[] = [];
  for (const [place, { path }] of polled.entries()) {
    const answer = await fetch(api.url + path, { headers: bearer(0) });
    const body = await answer.text();
    const file = join(scratch.directory, `body-${place}`);
    await writeFile(file, body);
    answers.push({ etag: answer.headers.get("etag") ?? "", file, size: body.length });
  }
  const bare = await startServer(BARE, {
    arguments: answers.map(({ file }) => file),
    log: join(scratch.directory, "bare.log"),
  });
  servers.push(bare);
  const small = { server: bare, path: "/small", status: 200 };
  const held: boolean[] = [];
  for (const [place, { builds, what, path }] of polled.entries()) {
    const { etag, size } = answers[place]!;
    const known = (connection: number) => ({ ...bearer(connection), "if-none-match": etag });
    const same = { server: bare, path: `/same/${place}`, status: 200 };
    const name = `${builds} builds, /${what}`;
    const own = { server: api, path };
    held.push(
      await compare({
        name: `${name}, matching ETag`,
        own: { ...own, headers: known, status: 304 },
        bare: small,
        target: 0.5,
      }),
      await compare({
        name: `${name}, without (${size} bytes)`,
        own: { ...own, headers: bearer, status: 200 },
        bare: same,
        target: 0.25,
      }),
    );
    await sleep(200);
  }
  process.exitCode = held.every((one) => one) ? 0 : 1;
} finally {
  for (const server of servers) await server.stop();
  await database.drop();
  await scratch.remove();
}
