import {
  type ArchEstimate,
  type Clock,
  estimateRun,
  type FactsLedger,
  factsOfRun,
  type RunFacts,
} from "@ascent/engine";

/** All that is known of a run, and when the rest of it is likely to be done. */
export interface Estimated extends RunFacts {
  readonly estimates: readonly ArchEstimate[];
}

/**
 * Reads it once for all answers about one version of a run that are made at the same time: a page asks for the run, its stages
 * and its flight together, and of thousands of builds each reading takes a while.
 */
export class RunEstimates {
  readonly #ports: { readonly ledger: FactsLedger; readonly clock: Clock };
  readonly #reading = new Map<string, Promise<Estimated>>();

  constructor(ports: { readonly ledger: FactsLedger; readonly clock: Clock }) {
    this.#ports = ports;
  }

  /** What is given may be newer than the version, but never older. */
  of(runId: string, version: number): Promise<Estimated> {
    const key = `${runId} ${version}`;
    const reading = this.#reading.get(key) ?? this.#read(runId).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(runId: string): Promise<Estimated> {
    const facts = await factsOfRun(this.#ports.ledger, runId);
    return { ...facts, estimates: estimateRun(facts, this.#ports.clock.now()) };
  }
}
