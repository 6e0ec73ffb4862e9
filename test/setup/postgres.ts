import { prepareTestPostgres } from "../../packages/testkit/src/postgres.ts";

/** vitest's global setup: makes the place of one Postgres server for the whole run; it starts when a test asks for it. */
export default async function setup(): Promise<() => Promise<void>> {
  const { stop } = await prepareTestPostgres();
  return stop;
}
