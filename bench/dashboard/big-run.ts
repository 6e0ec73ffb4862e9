import { fileURLToPath } from "node:url";
import { prepareSeed, startRun } from "@ascent/engine";
import { createPostgresLedger, openPool } from "@ascent/postgres";
import { flightDeck, testDatabase } from "@ascent/testkit";
import pino from "pino";
import { createServer } from "../../apps/api/src/server.ts";

/** A run of thousands of builds in the midst of its flight: planned as any run is, its states written beside. */

const STAGES = ["stage1", "stage2", "stage3", "final"] as const;
/** Own-stage builds that each waits for, at most. */
const FAN = 3;
export const TOKEN = "a-token-for-the-bench-alone";
const SITE = fileURLToPath(new URL("../../apps/dashboard/dist/site", import.meta.url));

function packageName(index: number): string {
  return `pkg-${String(index).padStart(4, "0")}`;
}

/** Waits for some that come before it: a graph as deep as real ones are, a few dozen builds one after another. */
function needsOf(index: number): string[] {
  const layer = Math.floor(Math.sqrt(index));
  return Array.from({ length: Math.min(FAN, layer) }, (_, n) => packageName(Math.floor((index * (n + 1)) / (n + 4))));
}

function blueprint(perStage: number): Record<string, string> {
  const definitions = STAGES.map((stage) =>
    Array.from({ length: perStage }, (_, index) => `${stage}/${packageName(index)}.yaml`),
  );
  const lines = STAGES.map((stage, at) => {
    const input = at === 0 ? "seed" : STAGES[at - 1];
    return `  - {name: ${stage}, inputs: [${input}], definitions: [${definitions[at]!.join(", ")}]}`;
  });
  const head =
    "name: sample\narches: [x86_64]\nseeds:\n  - {name: debian, type: debian, suite: host, reason: bench}\nstages:";
  const files: Record<string, string> = {
    "bootstrap.yaml": [head, ...lines, "policies: {require: resolved}", ""].join("\n"),
  };
  for (const [at, stage] of STAGES.entries()) {
    for (let index = 0; index < perStage; index += 1) {
      // Own names of the stage before come from there; what a stage has by itself is ordered within the first.
      const needs =
        at === 0 ? ["gcc", ...needsOf(index).filter((name) => name !== packageName(index))] : needsOf(index);
      files[`${stage}/${packageName(index)}.yaml`] = definition(packageName(index), [...new Set(needs)]);
    }
  }
  return files;
}

function definition(name: string, needs: readonly string[]): string {
  return [
    `package: {name: ${name}, version: "1.0", epoch: 0, description: ${name}, copyright: [{license: MIT}]}`,
    `environment: {contents: {packages: [${needs.join(", ")}]}}`,
    `pipeline:\n  - name: make ${name}\n    runs: echo ${name}\n`,
  ].join("\n");
}

/** Two stages done, the third half-way with a few failures and what they hold back, the last still to come. */
const states = (runId: string) => `
update builds set attempt = 1, state = 'done', cached = position % 7 = 0, key = 'sha256:' || repeat('ab', 32)
 where run_id = '${runId}' and (stage in ('stage1', 'stage2') or (stage = 'stage3' and position % 10 < 5));
update builds set attempt = 1, state = 'building' where run_id = '${runId}' and stage = 'stage3' and state = 'waiting' and position % 61 = 7;
update builds set attempt = 1, state = 'failed' where run_id = '${runId}' and stage = 'stage3' and state = 'waiting' and position % 331 = 6;
update builds set state = 'blocked', blocked_by = (select id from builds where run_id = '${runId}' and state = 'failed' order by position limit 1)
 where run_id = '${runId}' and stage = 'stage3' and state = 'waiting' and position % 29 = 8;
update builds set state = 'ready', attempt = 1 where run_id = '${runId}' and stage = 'stage3' and state = 'waiting' and position % 17 = 9;
insert into attempts (build_id, number, state, worker, lease_until, step, failure, started_at, finished_at)
select id, 1, case state when 'done' then 'succeeded' when 'failed' then 'failed' when 'ready' then 'queued' else 'building' end,
  'worker-' || position % 24, now() + interval '1 day',
  case when state = 'building' then '{"index": 2, "total": 5, "label": "autoconf/make"}'::jsonb end,
  case when state = 'failed' then '{"code": "step-failed", "message": "the step ended with exit code 2", "step": "autoconf/make",
    "retryable": false, "logTail": ["cc -o main main.c", "main.c:12:3: error: unknown type name", "make: *** [main] Error 1"]}'::jsonb end,
  now() - (30 + position % 900) * interval '1 second',
  case when state in ('done', 'failed') then now() - (position % 25) * interval '1 second' end
from builds where run_id = '${runId}' and attempt = 1
on conflict (build_id, number) do update set state = excluded.state, worker = excluded.worker, lease_until = excluded.lease_until,
  started_at = excluded.started_at, finished_at = excluded.finished_at;
update run_stages set state = case stage when 'stage3' then 'open' when 'final' then 'waiting' else 'complete' end where run_id = '${runId}';
`;

export interface BigRun {
  readonly url: string;
  readonly runId: string;
  /** Of its Postgres. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Such a run in a ledger, and the ports that made it. */
export async function writeBigRun(databaseUrl: string, builds: number) {
  const clock = { now: () => new Date(), advance: () => {} };
  const ledger = createPostgresLedger({ databaseUrl, clock });
  const deck = await flightDeck({ clock, ledger, blueprint: blueprint(Math.ceil(builds / STAGES.length)) });
  const started = await startRun(deck, { blueprint: "sample", requestedBy: "bench" });
  if (!started.ok) throw new Error(JSON.stringify(started.defects.slice(0, 3)));
  const { id } = started.value.run;
  await prepareSeed(deck.worker("worker-0"), { runId: id, arch: "x86_64", attempt: 1 });
  const pool = openPool(databaseUrl, 1);
  await pool.query(states(id));
  await pool.end();
  return { runId: id, deck, ledger };
}

/** Serves the real API with the built dashboard and such a run on a Postgres of its own. */
export async function serveBigRun(builds: number, port = 0): Promise<BigRun> {
  const database = await testDatabase();
  const { runId, deck, ledger } = await writeBigRun(database.url, builds);
  const app = await createServer(deck, { token: TOKEN, logger: pino({ level: "warn" }), dashboard: SITE });
  const url = await app.listen({ host: "127.0.0.1", port });
  return {
    url,
    runId,
    databaseUrl: database.url,
    async close() {
      await app.close();
      await ledger.close();
      await database.drop();
    },
  };
}
