import type pg from "pg";

/**
 * How large a history is made. Each run has four stages, each of whose builds uses packages of the stage before and a few
 * of its own.
 */
export interface Size {
  readonly runs: number;
  /** Builds of each stage. */
  readonly builds: number;
  /** Packages in the environment of each build. */
  readonly environment: number;
}

const STAGES = ["stage1", "stage2", "stage3", "final"];
/** Packages of a seed. */
const SEED = 200;
/** Out of a hundred packages of an environment: those that builds of the same stage put out. */
const OWN = 5;

/** What is made of every build beside its package: subpackages, SBOMs, attestations, a log, a source, a scan. */
const OTHERS = 9;

/**
 * Fills a database that was migrated with runs that are done. Rows are made by the server itself; triggers and foreign keys are
 * off meanwhile and indexes made afterwards, or it would take hours. Everything is a function of the numbers, nothing is random.
 */
export async function generate(pool: pg.Pool, size: Size): Promise<void> {
  const client = await pool.connect();
  const run = (text: string) => client.query(text);
  try {
    await run("set statement_timeout = 0; set lock_timeout = 0; set session_replication_role = replica");
    await run("set maintenance_work_mem = '512MB'; set work_mem = '256MB'");
    const indexes = await dropIndexes(client);
    for (const statement of statementsFor(size)) await run(statement);
    for (const { definition } of indexes) await run(definition);
    // What a trigger adds when a build is done.
    await run("insert into lineage_nodes select node.* from builds cross join lateral lineage_node(builds.id) as node");
    await run("vacuum (analyze)");
  } finally {
    client.release(true);
  }
}

async function dropIndexes(client: pg.PoolClient): Promise<readonly { readonly definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public'
     and tablename in ('build_inputs', 'artifacts', 'packages', 'build_outputs') and indexname !~ '_pk(ey)?$'`,
  );
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows;
}

const uuid = (what: string) => `md5(${what})::uuid`;
const digest = (what: string) => `'sha256:' || encode(sha256(convert_to(${what}, 'UTF8')), 'hex')`;
const stageOf = (index: string) => `(array['${STAGES.join("','")}'])[${index}]`;
const buildId = (run: string, stage: string, build: string) =>
  uuid(`'build ' || ${run} || ' ' || ${stage} || ' ' || ${build}`);
/** Runs share nothing: the worst case for a database that looks things up by digest. */
const madeDigest = (run: string, stage: string, build: string) =>
  digest(`'package ' || ${run} || ' ' || ${stage} || ' ' || ${build}`);

function statementsFor({ runs, builds, environment }: Size): string[] {
  const own = Math.max(1, Math.floor((environment * OWN) / 100));
  // Each series asks for the one before, so that rows come in this order: what belongs to a build lies together, as it does
  // in life.
  const each = `generate_series(1, ${runs}) r, generate_series(1, ${STAGES.length} + 0 * r) s, generate_series(0, ${builds - 1} + 0 * s) b`;
  const made = madeDigest("r", "s", "b");
  const record = (name: string) =>
    `jsonb_build_object('name', ${name}, 'version', '1-r0', 'provides', '[]'::jsonb, 'depends', '[]'::jsonb)`;
  return [
    `insert into artifacts (digest, kind, size, label) select ${digest("'definition'")}, 'blueprint-file', 1, 'd'`,
    `insert into definitions (digest, file) select ${digest("'definition'")}, 'd.yaml'`,
    `insert into artifacts (digest, kind, size, label)
       select ${digest("'seed ' || n")}, 'package', 1, 'seed-' || n from generate_series(0, ${SEED - 1}) n`,
    `insert into packages (file_digest, content_digest, name, version, arch, origin, record)
       select ${digest("'seed ' || n")}, ${digest("'seed content ' || n")}, 'seed-' || n, '1-r0', 'x86_64', 'seed-' || n,
              ${record("'seed-' || n")} from generate_series(0, ${SEED - 1}) n`,
    `insert into runs (id, blueprint, blueprint_digest, seeds, arches, required, settings, requested_by, state, created_at, finished_at)
       select ${uuid("'run ' || r")}, 'bench', ${digest("'blueprint'")}, '{debian}', '{x86_64}', 'resolved', '{}', 'bench',
              'succeeded', now(), now() from generate_series(1, ${runs}) r`,
    `insert into run_stages (run_id, arch, stage, position, inputs, state)
       select ${uuid("'run ' || r")}, 'x86_64', ${stageOf("s")}, s, '{}', 'complete'
       from generate_series(1, ${runs}) r, generate_series(1, ${STAGES.length}) s`,
    `insert into builds (id, run_id, arch, stage, position, name, version, state, attempt, first_attempt, wave, remaining,
                         priority, recipe, definition_digest, key, builder_version)
       select ${buildId("r", "s", "b")}, ${uuid("'run ' || r")}, 'x86_64', ${stageOf("s")}, b, 'package-' || b, '1-r0', 'done', 1, 1,
              0, 0, 1, '{}', ${digest("'definition'")}, ${digest("'key ' || r || ' ' || s || ' ' || b")}, '1' from ${each}`,
    `insert into artifacts (digest, kind, size, label) select ${made}, 'package', 1, 'p' from ${each}`,
    `insert into artifacts (digest, kind, size, label)
       select ${digest("'other ' || r || ' ' || s || ' ' || b || ' ' || n")}, 'report', 1, 'o' from ${each}, generate_series(1, ${OTHERS} + 0 * b) n`,
    `insert into packages (file_digest, content_digest, name, version, arch, origin, record)
       select ${made}, ${digest(`'content ' || r || ' ' || s || ' ' || b`)}, 'package-' || b, '1-r0', 'x86_64', 'package-' || b,
              ${record("'package-' || b")} from ${each}`,
    `insert into build_outputs (build_id, position, file_digest, sbom)
       select ${buildId("r", "s", "b")}, 0, ${made}, ${digest("'other ' || r || ' ' || s || ' ' || b || ' 1'")} from ${each}`,
    `insert into build_inputs (build_id, role, position, artifact, name, origin)
       select ${buildId("r", "s", "b")}, 'source', 0, ${digest("'other ' || r || ' ' || s || ' ' || b || ' 2'")},
              'https://example.org/package-' || b || '.tar.gz', 'https://example.org/' from ${each}`,
    environmentRows({ each, environment, own, builds }),
  ];
}

interface Environment {
  readonly each: string;
  readonly environment: number;
  readonly own: number;
  readonly builds: number;
}

/**
 * A build uses some that come before it in its own stage and, of the stage before (or the seed), packages that are spread over
 * it: the place of each is a step that is prime to any number of builds, so that all of a stage is reached within two builds.
 */
function environmentRows({ each, environment, own, builds }: Environment): string {
  const other = `((b * 7919 + n * 31) % ${builds})`;
  const before = "(b - 1 - n * 3)";
  const ofSeed = `((b * 13 + n) % ${SEED})`;
  return `insert into build_inputs (build_id, role, position, artifact, name, version, content_digest, input, made_by)
    select ${buildId("r", "s", "b")}, 'environment', n,
      case when n < ${own} and ${before} >= 0 then ${madeDigest("r", "s", before)}
           when s = 1 then ${digest(`'seed ' || ${ofSeed}`)} else ${madeDigest("r", "(s - 1)", other)} end,
      case when n < ${own} and ${before} >= 0 then 'package-' || ${before}
           when s = 1 then 'seed-' || ${ofSeed} else 'package-' || ${other} end,
      '1-r0',
      case when n < ${own} and ${before} >= 0 then ${digest(`'content ' || r || ' ' || s || ' ' || ${before}`)}
           when s = 1 then ${digest(`'seed content ' || ${ofSeed}`)} else ${digest(`'content ' || r || ' ' || (s - 1) || ' ' || ${other}`)} end,
      case when n < ${own} and ${before} >= 0 then ${stageOf("s")} when s = 1 then 'seed:debian' else ${stageOf("(s - 1)")} end,
      case when n < ${own} and ${before} >= 0 then ${buildId("r", "s", before)}
           when s = 1 then null else ${buildId("r", "(s - 1)", other)} end
    from ${each}, generate_series(0, ${environment - 1} + 0 * b) n`;
}
