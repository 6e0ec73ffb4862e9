import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { artifacts, packages } from "./artifacts.ts";
import { builds } from "./builds.ts";
import { digest, oneOf } from "./columns.ts";

export const INPUT_ROLES = ["environment", "source", "definition", "file"] as const;
export type InputRole = (typeof INPUT_ROLES)[number];

/** Everything that a build used, by digest: what the function `lineage` walks. */
export const buildInputs = pgTable(
  "build_inputs",
  {
    buildId: uuid()
      .notNull()
      .references(() => builds.id),
    role: text().$type<InputRole>().notNull(),
    position: integer().notNull(),
    artifact: digest()
      .notNull()
      .references(() => artifacts.digest),
    /** Package name, URI or path. */
    name: text().notNull(),
    /** The next four are of packages alone. */
    version: text(),
    contentDigest: digest(),
    /** `seed:NAME`, or the stage that offered it. */
    input: text(),
    /** The build of this run that put the package out; null for a seed's. */
    madeBy: uuid().references(() => builds.id),
    /** Of sources: where they were had from in the end. */
    origin: text(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.role, table.position] }),
    check("build_inputs_role", oneOf(table.role, INPUT_ROLES)),
    check(
      "build_inputs_package",
      sql`(${table.role} = 'environment') = (${table.version} is not null and ${table.contentDigest} is not null and ${table.input} is not null)`,
    ),
    index("build_inputs_artifact").on(table.artifact),
    // Where the lineage ends: what no build made.
    index("build_inputs_leaves").on(table.buildId).where(sql`${table.madeBy} is null`),
    index("build_inputs_made_by").on(table.madeBy).where(sql`${table.madeBy} is not null`),
  ],
);

/**
 * The lineage in short, by which it is walked: of each build that is done, one row that a trigger derives from its inputs
 * (function `lineage_node`). An audit derives it again.
 */
export const lineageNodes = pgTable("lineage_nodes", {
  buildId: uuid()
    .primaryKey()
    .references(() => builds.id),
  /** Builds of its own stage that made something it used, each once, in the order of the first such thing by name, input and digest. */
  sameStage: uuid().array().notNull(),
  /** The same of other stages. */
  otherStages: uuid().array().notNull(),
  /** Hashes (function `lineage_word`) of whatever it used may be asked for by: names, digests, seeds. */
  words: integer().array().notNull(),
});

export const buildOutputs = pgTable(
  "build_outputs",
  {
    buildId: uuid()
      .notNull()
      .references(() => builds.id),
    position: integer().notNull(),
    fileDigest: digest()
      .notNull()
      .references(() => packages.fileDigest),
    /** The SPDX document inside the package. */
    sbom: digest()
      .notNull()
      .references(() => artifacts.digest),
    /** The signed statement of how this build made it; one that came from the cache has the first build's. */
    attestation: digest().references(() => artifacts.digest),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.position] }),
    index("build_outputs_file").on(table.fileDigest),
  ],
);

/** The cache: the first build that was done for a key, rebuilds left out; the same key means the same artifacts. */
export const buildResults = pgTable(
  "build_results",
  {
    key: digest().primaryKey(),
    buildId: uuid()
      .notNull()
      .references(() => builds.id),
  },
  (table) => [check("build_results_key", sql`${table.key} ~ '^sha256:[0-9a-f]{64}$'`)],
);
