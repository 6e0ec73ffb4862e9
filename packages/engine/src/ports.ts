/** The ports that the use cases need; every adapter and its fake passes the same conformance suite (packages/testkit). */
export type * from "./ports/access.ts";
export type * from "./ports/blueprint-source.ts";
export type * from "./ports/builder.ts";
export type * from "./ports/chain.ts";
export type * from "./ports/errands.ts";
export type * from "./ports/host.ts";
export type * from "./ports/keys.ts";
export type * from "./ports/ledger.ts";
export type * from "./ports/ledger-reader.ts";
export type * from "./ports/operations.ts";
export type * from "./ports/proof.ts";
export type * from "./ports/queue.ts";
export type * from "./ports/run-events.ts";
export type * from "./ports/schedules.ts";
export type * from "./ports/seeds.ts";
export type * from "./ports/sources.ts";
export type * from "./ports/store.ts";
