import { Fault } from "@ascent/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { whole } from "./parameters.ts";

/** What a list that is read page by page takes. */
export const pageQuery = {
  limit: whole({ minimum: 1, maximum: 1000 })
    .default(100)
    .meta({ description: "Entries per page, at most 1000", example: 100 }),
  cursor: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: "`next` of the page before", example: "WyJydW5zIiwiMCJd" }),
};
export const PageQuery = z.object(pageQuery);
export type PageQuery = z.infer<typeof PageQuery>;

/** Opaque to callers: where a page of one kind of list ended. Not secret, and checked like any input when it comes back. */
export function encodeCursor(list: string, position: unknown): string {
  return Buffer.from(JSON.stringify([list, position]), "utf8").toString("base64url");
}

/** Throws Fault "bad-cursor" for anything that `encodeCursor` did not make for this list. */
export function decodeCursor<T>(list: string, position: z.ZodType<T>, cursor: string): T {
  const parsed = z.tuple([z.literal(list), position]).safeParse(parseJson(Buffer.from(cursor, "base64url")));
  if (parsed.success) return parsed.data[1] as T;
  throw badCursor("is none that this list gave");
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

export function badCursor(why: string): Fault {
  return new Fault("bad-cursor", `the cursor ${why}`, {
    wayOut: "Ask again without `cursor` for the first page, and then for each `next` as it was given.",
  });
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * One page of a list that is read whole, from the entry behind the cursor's. Entries are found by `keyOf`, so that what was
 * added meanwhile, wherever, neither repeats nor hides one. Throws Fault "bad-cursor", also when the entry is gone.
 */
export function pageOfAll<T>(
  items: readonly T[],
  query: PageQuery,
  list: { readonly name: string; keyOf(item: NoInfer<T>): string },
): Page<T> {
  const { limit, cursor } = query;
  const start = cursor === undefined ? 0 : placeAfter(items, decodeCursor(list.name, z.string(), cursor), list.keyOf);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  if (last === undefined || start + limit >= items.length) return { items: page };
  return { items: page, next: encodeCursor(list.name, list.keyOf(last)) };
}

function placeAfter<T>(items: readonly T[], key: string, keyOf: (item: T) => string): number {
  const at = items.findIndex((item) => keyOf(item) === key);
  if (at === -1) throw badCursor("ends at an entry that is not there any more");
  return at + 1;
}

/**
 * One page of a list that is read newest first, each page from the entry before on. One entry more than the page has is read,
 * to know whether there is another. Throws Fault "bad-cursor".
 */
export async function olderPage<T extends { readonly id: string }>(
  list: string,
  { limit, cursor }: PageQuery,
  read: (page: { readonly limit: number; readonly before?: string }) => Promise<readonly T[]>,
): Promise<Page<T>> {
  const before = cursor === undefined ? {} : { before: decodeCursor(list, z.uuid(), cursor) };
  const found = await read({ limit: limit + 1, ...before });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last === undefined || found.length <= limit ? { items } : { items, next: encodeCursor(list, last.id) };
}

/** Tells where the next page is, as a link (RFC 8288) that keeps all other parameters. */
export function linkNext(request: FastifyRequest, reply: FastifyReply, next: string | undefined): void {
  if (next === undefined) return;
  const url = new URL(request.url, "http://localhost");
  url.searchParams.set("cursor", next);
  reply.header("link", `<${url.pathname}${url.search}>; rel="next"`);
}
