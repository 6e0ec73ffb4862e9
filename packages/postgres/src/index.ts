export { createPostgresAccess, type PostgresAccess, type PostgresAccessOptions } from "./access/access.ts";
export { openPool } from "./database.ts";
export { type KeptPostgres, keepEmbeddedPostgres, type ServerNews } from "./embedded/keeper.ts";
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded/server.ts";
export { createPostgresLedger, type PostgresLedger, type PostgresLedgerOptions } from "./ledger.ts";
export { migrate } from "./migrate.ts";
