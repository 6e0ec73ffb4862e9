import { createPostgresAccess } from "@ascent/postgres";
import { accessConformance, type TestDatabase, testDatabase } from "@ascent/testkit";
import { afterAll, beforeAll } from "vitest";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

accessConformance("Postgres", async () => {
  await database.clear();
  const access = createPostgresAccess({ databaseUrl: database.url });
  return { access, close: () => access.close() };
});
