import { CHAIN_START, chainDigest, type Digest } from "@ascent/core";
import type { Audit, AuditProblem, ChainHead, ChainReader } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import { asc, desc, gt, sql } from "drizzle-orm";
import { type Context, reading, type Transaction } from "../database.ts";
import { chain } from "../schema/index.ts";
import { bodiesOf, bodyText, RECORD_KINDS, recordKind } from "./append.ts";
import { type Difference, firstDifference } from "./difference.ts";
import type { Body, RecordKind } from "./record-kind.ts";

/** Records at once: one of a large build is some hundred kilobytes. */
const BATCH = 100;
/** Builds at once whose lineage is derived again: a millisecond each. */
const DERIVED = 1000;
/** Whoever has broken more than this needs no longer list. */
const SHOWN = 100;

type ChainRow = typeof chain.$inferSelect;

/** LedgerReader.chainHead. */
export async function chainHead(context: Context): Promise<ChainHead | undefined> {
  return reading(async () => {
    const { position, digest } = chain;
    const [head] = await context.db.select({ position, digest }).from(chain).orderBy(desc(position)).limit(1);
    return head;
  });
}

interface Findings {
  readonly problems: AuditProblem[];
  count: number;
  head?: ChainHead;
  since?: ChainHead;
}

/** LedgerReader.audit. All that is read is of one moment, whatever goes on meanwhile. */
export async function audit(context: Context, { since }: Parameters<ChainReader["audit"]>[0]): Promise<Audit> {
  const findings: Findings = { problems: [], count: 0 };
  await reading(() =>
    context.db.transaction(
      async (tx) => {
        await walk(tx, findings, since);
        for (const kind of RECORD_KINDS) await findUnrecorded(tx, findings, kind);
        await checkDefinitions(tx, findings);
        await checkLineage(tx, findings);
      },
      { isolationLevel: "repeatable read", accessMode: "read only" },
    ),
  );
  if (since !== undefined && findings.since === undefined) tell(findings, lostHead(since));
  const { problems, count, head, since: found } = findings;
  return {
    ...{ holds: count === 0, problems, problemCount: count },
    ...(head === undefined ? {} : { head }),
    ...(found === undefined ? {} : { since: found }),
  };
}

function tell(findings: Findings, problem: AuditProblem | undefined): void {
  if (problem === undefined) return;
  findings.count += 1;
  if (findings.problems.length < SHOWN) findings.problems.push(problem);
}

function lostHead(since: Digest): AuditProblem {
  const message = `${since} is no record of this chain: it was cut off or rewritten since that was written down`;
  return { kind: "head-lost", message };
}

/** From the first record to the last, in batches. */
async function walk(tx: Transaction, findings: Findings, since: Digest | undefined): Promise<void> {
  let last: ChainHead = { position: 0, digest: CHAIN_START };
  for (;;) {
    const rows = await tx
      .select()
      .from(chain)
      .where(gt(chain.position, last.position))
      .orderBy(asc(chain.position))
      .limit(BATCH);
    if (rows.length === 0) break;
    const bodies = await bodiesOf(tx, rows);
    for (const row of rows) {
      tell(findings, linkProblem(last, row));
      tell(findings, rowsProblem(row, bodies.get(row.kind)?.get(row.subject)));
      last = { position: row.position, digest: row.digest };
      if (row.digest === since) findings.since = last;
    }
  }
  if (last.position > 0) findings.head = last;
}

/** Does a record follow from the one before? */
function linkProblem(last: ChainHead, row: ChainRow): AuditProblem | undefined {
  const { position } = row;
  const of = { kind: "broken", position, record: nameOf(row), rows: `chain (position = ${position})` } as const;
  if (position !== last.position + 1) {
    return { ...of, message: `records ${last.position + 1} to ${position - 1} are missing` };
  }
  if (chainDigest(last.digest, row.body, sha256) === row.digest) return undefined;
  return { ...of, message: "its digest does not follow from the record before and its body" };
}

/** Do the tables still say what the record says? */
function rowsProblem(row: ChainRow, body: Body | undefined): AuditProblem | undefined {
  const { kind, subject, position } = row;
  const of = { kind: "changed", position, record: nameOf(row) } as const;
  const known = recordKind(kind);
  if (known === undefined) {
    return { ...of, kind: "broken", message: "this version of Ascent knows no such kind of record" };
  }
  if (body === undefined) {
    return { ...of, rows: known.rows(subject, []), message: "what it is about is not there any more" };
  }
  const text = bodyText({ kind, subject }, body);
  if (text === row.body) return undefined;
  const difference = firstDifference(parsed(row.body), JSON.parse(text));
  const rows = known.rows(subject, difference?.path ?? []);
  return { ...of, rows, message: difference === undefined ? "its body is not canonical JSON" : sentence(difference) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function sentence({ path, recorded, now }: Difference): string {
  const place = path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text === "" ? "" : "."}${key}`),
    "",
  );
  return `${place || "the whole"} was recorded as ${recorded ?? "nothing"} and is ${now ?? "nothing"} now`;
}

function nameOf({ kind, subject }: Pick<ChainRow, "kind" | "subject">): string {
  return `${kind} ${subject}`;
}

/** Rows that nobody recorded were written past Ascent. */
async function findUnrecorded(
  tx: Transaction,
  findings: Findings,
  { kind, subjects, rows }: RecordKind,
): Promise<void> {
  const found = await tx.execute<{ subject: string }>(sql`
    select wanted.subject from (${subjects}) as wanted
    where not exists (select from ${chain} where ${chain.kind} = ${kind} and ${chain.subject} = wanted.subject)`);
  for (const { subject } of found.rows) {
    const message = "this row is on no record: it was not written by Ascent, or its record was removed";
    tell(findings, { kind: "unrecorded", record: nameOf({ kind, subject }), rows: rows(subject, []), message });
  }
}

/** The text of a definition is named by its digest, which the records of its builds hold. */
async function checkDefinitions(tx: Transaction, findings: Findings): Promise<void> {
  const found = await tx.execute<{ digest: string }>(sql`
    select digest from definitions
    where text is not null and digest <> 'sha256:' || encode(sha256(convert_to(text, 'UTF8')), 'hex') order by 1`);
  for (const { digest } of found.rows) {
    tell(findings, {
      kind: "changed",
      rows: `definitions (digest = ${digest})`,
      message: "its text has another digest",
    });
  }
}

/** What lineage is walked by follows from what builds used, which is on record. A build that is told already is told once. */
async function checkLineage(tx: Transaction, findings: Findings): Promise<void> {
  const told = new Set(findings.problems.map(({ record }) => record));
  for await (const id of wrongNodes(tx)) {
    if (told.has(nameOf({ kind: "build.done", subject: id }))) continue;
    const message = "it is not what the inputs of that build come to";
    tell(findings, { kind: "changed", rows: `lineage_nodes (build_id = ${id})`, message });
  }
}

/** Some builds at a time: no statement takes long, however many there are. */
async function* wrongNodes(tx: Transaction): AsyncGenerator<string> {
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await tx.execute<{ id: string; wrong: boolean }>(sql`
      select build.id, (node.same_stage, node.other_stages, node.words)
        is distinct from (derived.same_stage, derived.other_stages, derived.words) as wrong
      from (select id from builds where state = 'done' and id > ${last}::uuid order by id limit ${DERIVED}) as build
      left join lineage_nodes node on node.build_id = build.id
      cross join lateral lineage_node(build.id) as derived
      order by 1`);
    for (const { id, wrong } of rows) if (wrong) yield id;
    if (rows.length < DERIVED) break;
    last = rows.at(-1)?.id ?? last;
  }
  const strays = await tx.execute<{ id: string }>(sql`
    select build_id as id from lineage_nodes
    where not exists (select from builds where builds.id = build_id and builds.state = 'done') order by 1`);
  for (const { id } of strays.rows) yield id;
}
