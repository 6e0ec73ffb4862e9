import { z } from "zod";

/** A page of a list: what to ask for next, until it is not there any more. */
export const nextCursor = z.string().optional().meta({
  description: "Send it back as `cursor` for the next page; absent on the last one",
  example: "WyJydW5zIiwiMCJd",
});

/** An answer that is a page of a list: `id` is its component's name, `key` the list's member. */
export function pageOf<Key extends string, Item extends z.ZodType>(id: string, key: Key, item: Item) {
  const list = { [key]: z.array(item) } as { [K in Key]: z.ZodArray<Item> };
  return z.object({ ...list, next: nextCursor }).meta({ id });
}
