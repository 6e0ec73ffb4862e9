import {
  type ArchEstimate,
  type Clock,
  estimateRun,
  type FactsLedger,
  factsOfRun,
  hasLeft,
  type PlanFacts,
  type RunFacts,
} from "@ascent/engine";

/** All that is known of a run, and when the rest of it is likely to be done. */
export interface Estimated extends RunFacts {
  readonly estimates: readonly ArchEstimate[];
}

/** Runs whose plans' facts are kept: those that go on and are looked at are few. */
const KEPT = 8;

interface Kept {
  /** Stages that were planned then: another arch brings more. */
  readonly stages: number;
  readonly facts: PlanFacts;
}

/**
 * Reads it once for all answers about one version of a run that are made at the same time: a page asks for the run, its stages
 * and its flight together, and of thousands of builds each reading takes a while. What the plan alone says is kept for the
 * versions after it, of which a run that goes on has one every moment.
 */
export class RunEstimates {
  readonly #ports: { readonly ledger: FactsLedger; readonly clock: Clock };
  readonly #reading = new Map<string, Promise<Estimated>>();
  /** Those that were read last are last. */
  readonly #kept = new Map<string, Kept>();

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
    const facts = await factsOfRun(this.#ports.ledger, runId, (stages) => {
      const kept = this.#kept.get(runId);
      return kept?.stages === stages.length ? kept.facts : undefined;
    });
    if (hasLeft(facts.stages)) this.#keep(runId, facts);
    return { ...facts, estimates: estimateRun(facts, this.#ports.clock.now()) };
  }

  #keep(runId: string, { stages, earlier, waits }: RunFacts): void {
    this.#kept.delete(runId);
    this.#kept.set(runId, { stages: stages.length, facts: { earlier, waits } });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
