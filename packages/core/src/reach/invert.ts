/** Which lists hold each key: `lists[i]` holds the keys of item i; the result, at each key, the items. */
export function invert(keys: number, lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found: number[][] = Array.from({ length: keys }, () => []);
  for (const [item, list] of lists.entries()) for (const key of list) found[key]?.push(item);
  return found;
}
