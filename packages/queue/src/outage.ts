import type { Log } from "@ascent/engine";

/** Says once that a connection is lost and once that it is back, however often it is noticed in between. */
export class Outage {
  readonly #log: Log;
  readonly #data: object;
  #since: number | undefined;

  constructor(log: Log, data: object) {
    this.#log = log;
    this.#data = data;
  }

  began(err: unknown): void {
    if (this.#since !== undefined) return;
    this.#since = performance.now();
    this.#log.warn({ ...this.#data, err }, "queue connection lost; trying again until it is back");
  }

  ended(): void {
    if (this.#since === undefined) return;
    const milliseconds = Math.round(performance.now() - this.#since);
    this.#since = undefined;
    this.#log.info({ ...this.#data, milliseconds }, "queue connection is back");
  }
}
