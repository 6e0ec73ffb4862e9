import { RUN_STATES } from "@ascent/core";
import type { LedgerReader, RunRecord } from "@ascent/engine";
import { z } from "zod";
import { badCursor, decodeCursor, encodeCursor, type Page, pageQuery } from "./paging.ts";
import { NameText } from "./schema/run.ts";

/** Which runs are asked for. */
export const RunsQuery = z.object({
  ...pageQuery,
  limit: pageQuery.limit.default(20),
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(RUN_STATES)).min(1))
    .optional()
    .meta({ description: "Any of these states, with commas between them", example: "preparing,running" }),
  blueprint: NameText.optional().meta({ example: "tiny" }),
});
export type RunsQuery = z.infer<typeof RunsQuery>;

/** By filters too: the cursor of one question is none of another's. */
function listName({ state, blueprint }: RunsQuery): string {
  return state === undefined && blueprint === undefined
    ? "runs"
    : JSON.stringify(["runs", state ?? null, blueprint ?? null]);
}

/** One more than is asked for tells whether there is another page. Throws Fault "bad-cursor". */
export async function pageOfRuns(
  ledger: Pick<LedgerReader, "run" | "runs">,
  query: RunsQuery,
): Promise<Page<RunRecord>> {
  const { limit, cursor, state, blueprint } = query;
  const list = listName(query);
  const before = cursor === undefined ? undefined : decodeCursor(list, z.uuid(), cursor);
  if (before !== undefined && (await ledger.run(before)) === undefined) throw badCursor("ends at no run");
  const found = await ledger.runs({
    limit: limit + 1,
    ...(before === undefined ? {} : { before }),
    ...(state === undefined ? {} : { states: state }),
    ...(blueprint === undefined ? {} : { blueprint }),
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last !== undefined ? { next: encodeCursor(list, last.id) } : {}) };
}
