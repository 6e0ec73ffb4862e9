import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { why } from "@ascent/engine";
import { createPostgresLedger, migrate, openPool, type PostgresLedger, startEmbeddedPostgres } from "@ascent/postgres";
import type pg from "pg";
import { generate, type Size } from "./generate.ts";

/**
 * Questions about lineage in a large history: `why` and the full closure of final packages, asked through the ledger as the API
 * does, each of another run and package. Beside each, the recursive query that one would write without Ascent's indexes' help.
 *
 * Run: npx tsx --conditions=source bench/lineage/bench.ts [RUNS] [BUILDS] [ENVIRONMENT] [QUESTIONS]
 * With 250 runs of 4 × 100 builds of 100 packages each: 1 million artifacts, 10 million edges, some 8 GB of disk below TMPDIR.
 * LINEAGE_HISTORY names a directory where the history is kept for the next time: it takes minutes to make, seconds to ask.
 */
const kept = process.env.LINEAGE_HISTORY;
const [runs = 250, builds = 100, environment = 100, questions = 200] = process.argv.slice(2).map(Number);
const size: Size = { runs, builds, environment };

interface Question {
  readonly name: string;
  /** How often it is asked at most: the plain query takes minutes. */
  readonly most?: number;
  ask(index: number): Promise<unknown>;
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** Seconds on a processor are what a busy machine does not change: those of this process and of the one server process that it asks. */
function processorMs(backend: number): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3 + Number(readFileSync(`/proc/${backend}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

async function measure({ name, ask, most = questions }: Question, backend: number): Promise<void> {
  const times: number[] = [];
  const busy: number[] = [];
  let last: unknown;
  for (let index = 0; index < Math.min(most, questions); index++) {
    const [started, before] = [performance.now(), processorMs(backend)];
    last = await ask(index);
    times.push(performance.now() - started);
    busy.push(processorMs(backend) - before);
  }
  const figures = [times, busy].flatMap((all) => {
    const sorted = all.toSorted((a, b) => a - b);
    return [0.5, 0.99].map((part) => quantile(sorted, part).toFixed(1).padStart(9));
  });
  console.log(`${name.padEnd(42)}${figures.join("")}   ${String(last)}`);
}

/** Each time another run, and another of its later builds. */
function targetOf(index: number): { readonly run: number; readonly build: number } {
  return { run: 1 + ((index * 37) % runs), build: builds - 1 - (index % Math.min(10, builds)) };
}

async function buildIdOf(pool: pg.Pool, index: number): Promise<string> {
  const { run, build } = targetOf(index);
  const { rows } = await pool.query<{ id: string }>("select md5($1)::uuid as id", [`build ${run} 4 ${build}`]);
  return rows[0]?.id ?? "";
}

async function runIdOf(pool: pg.Pool, index: number): Promise<string> {
  const { rows } = await pool.query<{ id: string }>("select md5($1)::uuid as id", [`run ${targetOf(index).run}`]);
  return rows[0]?.id ?? "";
}

const PLAIN = `with recursive rests_on as (
    select * from build_inputs where build_id = $1
    union select used.* from rests_on join build_inputs used on used.build_id = rests_on.made_by
  ) select distinct role, name, input, artifact from rests_on`;

function questionsFor(pool: pg.Pool, ledger: PostgresLedger): Question[] {
  const asked = (name: string, on: string): Question => ({
    name,
    async ask(index) {
      const package_ = `package-${targetOf(index).build}`;
      const { path, looked } = await why({ ledger }, { runId: await runIdOf(pool, index), package: package_, on });
      return `${path === undefined ? "never" : `${path.length} steps`}, ${looked} builds`;
    },
  });
  return [
    asked("why, on the seed", "seed"),
    asked("why, on a package of the stage before", "package-0"),
    asked("why, on nothing there is", "nothing"),
    {
      name: "full closure",
      async ask(index) {
        const all = await ledger.closureOf(await buildIdOf(pool, index));
        return `${all.length} things`;
      },
    },
    {
      name: "the same by a plain query",
      most: 3,
      async ask(index) {
        const { rows } = await pool.query(PLAIN, [await buildIdOf(pool, index)]);
        return `${rows.length} things`;
      },
    },
  ];
}

async function count(pool: pg.Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) from ${table}`);
  return Number(rows[0]?.count);
}

const directory = kept ?? (await mkdtemp(join(tmpdir(), "ascent-lineage-")));
const server = await startEmbeddedPostgres({ dataDirectory: join(directory, "data"), durable: false });
// One connection, so that it is known which process answers.
const pool = openPool(server.url, 1);
try {
  await migrate(pool);
  const started = performance.now();
  if ((await count(pool, "runs")) === 0) await generate(pool, size);
  // Counting ten million rows, and the plain query, take longer on a busy machine than any statement of the service may.
  await pool.query("set statement_timeout = 0");
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const [artifacts, edges] = [await count(pool, "artifacts"), await count(pool, "build_inputs")];
  console.log(`${artifacts} artifacts, ${edges} input edges, generated in ${seconds} s; ${questions} questions each\n`);
  const heads = ["median", "99 %", "CPU med.", "CPU 99 %"].map((each) => each.padStart(9)).join("");
  console.log(`${"milliseconds".padEnd(42)}${heads}`);
  const ledger = createPostgresLedger({ pool });
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  for (const question of questionsFor(pool, ledger)) await measure(question, rows[0]?.pid ?? 0);
} finally {
  await pool.end();
  await server.stop();
  if (kept === undefined) await rm(directory, { recursive: true, force: true });
}
