CREATE TABLE "evidence" (
	"digest" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "evidence_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"arch" text NOT NULL,
	"package" text NOT NULL,
	"build_key" text NOT NULL,
	"content_digest" text NOT NULL,
	"outcome" text NOT NULL,
	"summary" text NOT NULL,
	"reasons" text[] NOT NULL,
	"seed_lock" text,
	"documents" text[] NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "evidence_kind" CHECK ("evidence"."kind" in ('residue', 'rebuild', 'fixed-point', 'other-seed')),
	CONSTRAINT "evidence_outcome" CHECK ("evidence"."outcome" in ('holds', 'fails'))
);
--> statement-breakpoint
CREATE TABLE "evidence_runs" (
	"evidence" text NOT NULL,
	"run_id" uuid NOT NULL,
	CONSTRAINT "evidence_runs_evidence_run_id_pk" PRIMARY KEY("evidence","run_id")
);
--> statement-breakpoint
CREATE TABLE "seed_fingerprints" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "seed_fingerprints_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lock_digest" text NOT NULL,
	"artifact" text NOT NULL,
	CONSTRAINT "seed_fingerprints_lockDigest_artifact_unique" UNIQUE("lock_digest","artifact")
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"run_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"verdict" jsonb NOT NULL,
	CONSTRAINT "verdicts_run_id_number_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
ALTER TABLE "artifacts" DROP CONSTRAINT "artifacts_kind";--> statement-breakpoint
ALTER TABLE "packages" DROP CONSTRAINT "packages_sbom_artifacts_digest_fk";
--> statement-breakpoint
ALTER TABLE "builds" ADD COLUMN "repeats" uuid;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD COLUMN "sbom" text;--> statement-breakpoint
-- What belongs to a build's output moves from the package, of which a seed may have had the same bytes before.
UPDATE "build_outputs" SET "sbom" = coalesce("packages"."sbom", "packages"."file_digest") FROM "packages" WHERE "packages"."file_digest" = "build_outputs"."file_digest";--> statement-breakpoint
ALTER TABLE "build_outputs" ALTER COLUMN "sbom" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD COLUMN "attestation" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "verdict_number" integer;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "rebuild_of" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "rebuild_with" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "rebuild_packages" text[];--> statement-breakpoint
ALTER TABLE "evidence_runs" ADD CONSTRAINT "evidence_runs_evidence_evidence_digest_fk" FOREIGN KEY ("evidence") REFERENCES "public"."evidence"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_runs" ADD CONSTRAINT "evidence_runs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_fingerprints" ADD CONSTRAINT "seed_fingerprints_lock_digest_seed_locks_digest_fk" FOREIGN KEY ("lock_digest") REFERENCES "public"."seed_locks"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_fingerprints" ADD CONSTRAINT "seed_fingerprints_artifact_artifacts_digest_fk" FOREIGN KEY ("artifact") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_of" ON "evidence" USING btree ("build_key","content_digest");--> statement-breakpoint
CREATE INDEX "evidence_runs_run" ON "evidence_runs" USING btree ("run_id");--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_repeats_builds_id_fk" FOREIGN KEY ("repeats") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD CONSTRAINT "build_outputs_sbom_artifacts_digest_fk" FOREIGN KEY ("sbom") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD CONSTRAINT "build_outputs_attestation_artifacts_digest_fk" FOREIGN KEY ("attestation") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_rebuild_of_runs_id_fk" FOREIGN KEY ("rebuild_of") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_rebuilds" ON "runs" USING btree ("rebuild_of") WHERE "runs"."rebuild_of" is not null;--> statement-breakpoint
ALTER TABLE "packages" DROP COLUMN "sbom";--> statement-breakpoint
-- A run's verdict so far is its first.
INSERT INTO "verdicts" ("run_id", "number", "at", "verdict") SELECT "id", 1, coalesce("finished_at", "created_at"), "verdict" FROM "runs" WHERE "verdict" IS NOT NULL;--> statement-breakpoint
UPDATE "runs" SET "verdict_number" = 1 WHERE "verdict" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "verdict";--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_kind" CHECK ("artifacts"."kind" in ('package', 'source', 'log', 'sbom', 'seed-lock', 'blueprint-file', 'attestation', 'report', 'seed-fingerprint'));--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_rebuild" CHECK (("runs"."rebuild_of" is null) = ("runs"."rebuild_with" is null));--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_rebuild_with" CHECK ("runs"."rebuild_with" in ('recorded', 'final'));