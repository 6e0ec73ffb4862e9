import type { BuildEventData } from "@ascent/engine";
import { eq } from "drizzle-orm";
import type { Transaction } from "../database.ts";
import { builds } from "../schema/index.ts";

/** What every event of a build says, with the build's newest attempt. */
export type BuildNames = Pick<BuildEventData, "buildId" | "stage" | "arch" | "name" | "version" | "attempt">;

export const NAMES = {
  buildId: builds.id,
  stage: builds.stage,
  arch: builds.arch,
  name: builds.name,
  version: builds.version,
  attempt: builds.attempt,
};

export async function buildNames(tx: Transaction, buildId: string): Promise<BuildNames | undefined> {
  const [names] = await tx.select(NAMES).from(builds).where(eq(builds.id, buildId));
  return names;
}
