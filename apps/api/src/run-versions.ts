import { setImmediate as turn } from "node:timers/promises";
import type { LedgerReader } from "@ascent/engine";

type Answer = Promise<number | undefined>;

/**
 * Versions of runs, asked of the ledger once for everybody who wants to know at the same time. Nobody is told what was read
 * before they asked, so that what one has changed, one sees:
 *
 *   nobody asks ──► gathering ──► asking ──► nobody asks     (whoever comes while it is asking gathers for the next time)
 */
export class RunVersions {
  readonly #ledger: Pick<LedgerReader, "runVersion">;
  /** By run: what will be asked, and whoever comes until then shares it. */
  readonly #gathering = new Map<string, Answer>();
  readonly #asking = new Map<string, Answer>();

  constructor(ledger: Pick<LedgerReader, "runVersion">) {
    this.#ledger = ledger;
  }

  /** As of now or later; undefined: there is no such run. */
  now(runId: string): Answer {
    const known = this.#gathering.get(runId);
    if (known !== undefined) return known;
    const answer = this.#ask(runId);
    this.#gathering.set(runId, answer);
    return answer;
  }

  async #ask(runId: string): Answer {
    // What else came in with the same turn of the event loop is heard first; then whoever asks already has their answer.
    await turn();
    await this.#asking.get(runId)?.catch(() => undefined);
    const answer = this.#ledger.runVersion(runId);
    this.#gathering.delete(runId);
    this.#asking.set(runId, answer);
    try {
      return await answer;
    } finally {
      this.#asking.delete(runId);
    }
  }
}
