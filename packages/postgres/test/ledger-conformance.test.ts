import { createPostgresLedger } from "@ascent/postgres";
import { ledgerConformance, type TestDatabase, testDatabase } from "@ascent/testkit";
import { afterAll, beforeAll } from "vitest";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

ledgerConformance("Postgres", async () => {
  await database.clear();
  const ledger = createPostgresLedger({ databaseUrl: database.url });
  return { ledger, close: () => ledger.close() };
});
