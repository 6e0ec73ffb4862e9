import { BUILD_STATES } from "@ascent/core";
import type { BuildRecord, LedgerReader } from "@ascent/engine";
import { z } from "zod";
import { decodeCursor, encodeCursor, type Page, pageQuery } from "./paging.ts";
import { ArchName, WantedText } from "./schema/run.ts";

const State = z.enum(BUILD_STATES);

/** What of a run's builds is asked for. */
export const BuildsQuery = z.object({
  ...pageQuery,
  limit: pageQuery.limit.default(200),
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(State).min(1))
    .optional()
    .meta({ description: "Any of these states, with commas between them", example: "failed,building" }),
  stage: WantedText.optional(),
  arch: ArchName.optional(),
  search: WantedText.optional().meta({ description: "Part of the package's name, in whatever case" }),
  order: z.enum(["plan", "failures"]).default("plan").meta({
    description: "`plan`: as they are built; `failures`: failed first, then building, ready, waiting, the rest",
  }),
});
export type BuildsQuery = z.infer<typeof BuildsQuery>;

/** By order and filters too: the cursor of one question is none of another's. */
function listName({ state, stage, arch, search, order }: BuildsQuery): string {
  return JSON.stringify(["builds", order, state ?? null, stage ?? null, arch ?? null, search ?? null]);
}

/** One page. Throws Fault "bad-cursor". */
export async function pageOfBuilds(
  ledger: Pick<LedgerReader, "buildPage">,
  runId: string,
  query: BuildsQuery,
): Promise<Page<BuildRecord>> {
  const { limit, cursor, state, stage, arch, search, order } = query;
  const list = listName(query);
  const found = await ledger.buildPage(runId, {
    limit: limit + 1,
    order,
    ...(cursor === undefined ? {} : { after: decodeCursor(list, z.object({ id: z.uuid(), state: State }), cursor) }),
    ...(state === undefined ? {} : { states: state }),
    ...(stage === undefined ? {} : { stage }),
    ...(arch === undefined ? {} : { arch }),
    ...(search === undefined ? {} : { search }),
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items };
  return { items, next: encodeCursor(list, { id: last.id, state: last.state }) };
}
