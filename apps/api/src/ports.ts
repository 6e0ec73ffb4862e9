import type {
  AccessLedger,
  ArtifactStore,
  BlueprintSource,
  Builder,
  Clock,
  ErrandQueue,
  Ids,
  JobQueue,
  Ledger,
  LedgerReader,
  Log,
  OperationsReader,
  SecretBox,
  SeedProvider,
  StageKeys,
  Tracer,
  WebhookPoster,
} from "@ascent/engine";
import type { Room } from "./metrics/stored-metrics.ts";
import type { WebhookTries } from "./metrics/webhook-metrics.ts";

/** What the routes stand on. */
export interface ApiPorts {
  readonly ledger: Ledger & LedgerReader;
  /** Who may use the service. */
  readonly access: AccessLedger;
  /** What operators want to know of the ledger; without it /metrics tells of this process and the queues alone. */
  readonly operations?: OperationsReader;
  /** How large the store's file system is and what is free on it, in bytes. */
  readonly storeRoom?: () => Promise<Room>;
  readonly queue: JobQueue;
  readonly errands: ErrandQueue;
  readonly poster: WebhookPoster;
  /** What came of the tries of whoever sends in this process; absent: nobody counts. */
  readonly webhookTries?: WebhookTries;
  readonly secretBox: SecretBox;
  readonly store: ArtifactStore;
  readonly blueprints: BlueprintSource;
  readonly seeds: SeedProvider;
  /** Of the builders that run today; what another version made is built again. */
  readonly builder: Pick<Builder, "version">;
  readonly keys: StageKeys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Absent: nobody traces. */
  readonly tracer?: Tracer;
}
