import type {
  ArtifactStore,
  BlueprintSource,
  Clock,
  Ids,
  JobQueue,
  Ledger,
  LedgerReader,
  Log,
  SeedProvider,
  StageKeys,
} from "@ascent/engine";

/** What the routes stand on. */
export interface ApiPorts {
  readonly ledger: Ledger & LedgerReader;
  readonly queue: JobQueue;
  readonly store: ArtifactStore;
  readonly blueprints: BlueprintSource;
  readonly seeds: SeedProvider;
  readonly keys: StageKeys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
