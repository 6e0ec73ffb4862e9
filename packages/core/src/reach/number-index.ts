/** For each key the numbers of the lists that hold it: one array for all, as there are tens of thousands. */
export class Index {
  readonly #starts: Int32Array;
  readonly #items: Int32Array;

  /** `lists[i]` holds the keys that item i is listed under. */
  constructor(keys: number, lists: readonly (readonly number[])[]) {
    this.#starts = new Int32Array(keys + 1);
    for (const list of lists) for (const key of list) this.#bump(key + 1);
    for (let key = 0; key < keys; key++) this.#starts[key + 1] = this.#start(key) + this.#start(key + 1);
    this.#items = new Int32Array(this.#start(keys));
    const next = this.#starts.slice();
    for (const [item, list] of lists.entries()) {
      for (const key of list) {
        const at = next[key] ?? 0;
        this.#items[at] = item;
        next[key] = at + 1;
      }
    }
  }

  of(key: number): Int32Array {
    return this.#items.subarray(this.#start(key), this.#start(key + 1));
  }

  #start(key: number): number {
    return this.#starts[key] ?? 0;
  }

  #bump(key: number): void {
    this.#starts[key] = this.#start(key) + 1;
  }
}
