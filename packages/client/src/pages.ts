/** As many as the service gives at once. */
const LIMIT = 1000;

/** What asks for a page. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** The entries of every page of a list, from the first on; `key` is the member that holds them. */
export async function everyPage<Key extends string, Item>(
  key: Key,
  read: (query: PageQuery) => Promise<{ readonly [K in Key]: readonly Item[] } & { readonly next?: string }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let query: PageQuery = { limit: LIMIT };
  for (;;) {
    const page = await read(query);
    items.push(...page[key]);
    if (page.next === undefined) return items;
    query = { limit: LIMIT, cursor: page.next };
  }
}
