import type { OperationsReader } from "@ascent/engine";
import type { ReadMetric } from "./ledger-metric.ts";

type Stored = Awaited<ReturnType<OperationsReader["stored"]>>;

/** What the artifact store holds, as its index knows. */
export const STORED_METRICS: readonly ReadMetric<Stored>[] = [
  {
    name: "ascent_artifacts",
    help: "Artifacts in the store's index",
    type: "gauge",
    labels: ["kind"],
    read: (stored) => stored.map(({ kind, count }) => ({ labels: { kind }, value: count })),
  },
  {
    name: "ascent_artifact_bytes",
    help: "Bytes of the artifacts whose size the index knows (logs and some documents it does not)",
    type: "gauge",
    labels: ["kind"],
    read: (stored) => stored.map(({ kind, bytes }) => ({ labels: { kind }, value: bytes })),
  },
];

/** Of the file system that the store is on; in bytes. */
export interface Room {
  readonly size: number;
  /** For a process that is not root. */
  readonly free: number;
}

export const ROOM_METRICS: readonly ReadMetric<Room>[] = [
  {
    name: "ascent_store_filesystem_size_bytes",
    help: "Size of the file system that the artifact store is on",
    type: "gauge",
    labels: [],
    read: ({ size }) => [{ labels: {}, value: size }],
  },
  {
    name: "ascent_store_filesystem_free_bytes",
    help: "What is free on the file system that the artifact store is on",
    type: "gauge",
    labels: [],
    read: ({ free }) => [{ labels: {}, value: free }],
  },
];
