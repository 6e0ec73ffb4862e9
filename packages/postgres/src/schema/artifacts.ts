import type { Arch, PackageRecord } from "@ascent/core";
import type { ArtifactRecord } from "@ascent/engine";
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { digest, oneOf } from "./columns.ts";

export const ARTIFACT_KINDS = [
  ...["package", "source", "log", "sbom", "seed-lock", "blueprint-file"],
  ...["attestation", "report", "seed-fingerprint"],
] as const;

/** Everything that the artifact store holds and that a run has to do with. */
export const artifacts = pgTable(
  "artifacts",
  {
    digest: digest().primaryKey(),
    kind: text().$type<ArtifactRecord["kind"]>().notNull(),
    /** Bytes; null where only the store knows. */
    size: bigint({ mode: "number" }),
    label: text().notNull(),
  },
  (table) => [
    check("artifacts_digest", sql`${table.digest} ~ '^sha256:[0-9a-f]{64}$'`),
    check("artifacts_kind", oneOf(table.kind, ARTIFACT_KINDS)),
    check("artifacts_size", sql`${table.size} >= 0`),
  ],
);

/** Packages by the bytes that they are; what a seed offers and what builds put out alike. */
export const packages = pgTable(
  "packages",
  {
    fileDigest: digest()
      .primaryKey()
      .references(() => artifacts.digest),
    contentDigest: digest().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    arch: text().notNull(),
    origin: text().notNull(),
    record: jsonb().$type<PackageRecord>().notNull(),
  },
  (table) => [
    index("packages_name").on(table.name),
    index("packages_content").on(table.contentDigest),
    check("packages_content_digest", sql`${table.contentDigest} ~ '^sha256:[0-9a-f]{64}$'`),
  ],
);

/** One lock of a seed: exactly which binaries are accepted without provenance. Immutable: its digest is its identity. */
export const seedLocks = pgTable("seed_locks", {
  digest: digest()
    .primaryKey()
    .references(() => artifacts.digest),
  seed: text().notNull(),
  arch: text().$type<Arch>().notNull(),
  origin: text().notNull(),
  packageCount: integer().notNull(),
});

export const seedLockPackages = pgTable(
  "seed_lock_packages",
  {
    lockDigest: digest()
      .notNull()
      .references(() => seedLocks.digest),
    position: integer().notNull(),
    fileDigest: digest()
      .notNull()
      .references(() => packages.fileDigest),
    upstreamUrl: text().notNull(),
    upstreamSha256: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.lockDigest, table.position] }),
    index("seed_lock_packages_file").on(table.fileDigest),
  ],
);

/** The text that builds were made from; kept here so that provenance can be read with SQL alone. */
export const definitions = pgTable("definitions", {
  digest: digest()
    .primaryKey()
    .references(() => artifacts.digest),
  file: text().notNull(),
  /** Null where the engine did not hand it over; the artifact store has it. */
  text: text(),
});
