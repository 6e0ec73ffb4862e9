CREATE TABLE "artifacts" (
	"digest" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"size" bigint,
	"label" text NOT NULL,
	CONSTRAINT "artifacts_digest" CHECK ("artifacts"."digest" ~ '^sha256:[0-9a-f]{64}$'),
	CONSTRAINT "artifacts_kind" CHECK ("artifacts"."kind" in ('package', 'source', 'log', 'sbom', 'seed-lock', 'blueprint-file')),
	CONSTRAINT "artifacts_size" CHECK ("artifacts"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "definitions" (
	"digest" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"text" text
);
--> statement-breakpoint
CREATE TABLE "packages" (
	"file_digest" text PRIMARY KEY NOT NULL,
	"content_digest" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"arch" text NOT NULL,
	"origin" text NOT NULL,
	"record" jsonb NOT NULL,
	"sbom" text,
	CONSTRAINT "packages_content_digest" CHECK ("packages"."content_digest" ~ '^sha256:[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "seed_lock_packages" (
	"lock_digest" text NOT NULL,
	"position" integer NOT NULL,
	"file_digest" text NOT NULL,
	"upstream_url" text NOT NULL,
	"upstream_sha256" text NOT NULL,
	CONSTRAINT "seed_lock_packages_lock_digest_position_pk" PRIMARY KEY("lock_digest","position")
);
--> statement-breakpoint
CREATE TABLE "seed_locks" (
	"digest" text PRIMARY KEY NOT NULL,
	"seed" text NOT NULL,
	"arch" text NOT NULL,
	"origin" text NOT NULL,
	"package_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt_steps" (
	"build_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"exit_code" integer,
	CONSTRAINT "attempt_steps_build_id_attempt_position_pk" PRIMARY KEY("build_id","attempt","position")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"build_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"step" jsonb,
	"failure" jsonb,
	"key" text,
	"log_digest" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "attempts_build_id_number_pk" PRIMARY KEY("build_id","number"),
	CONSTRAINT "attempts_state" CHECK ("attempts"."state" in ('queued', 'building', 'succeeded', 'failed', 'lost', 'cancelled')),
	CONSTRAINT "attempts_number" CHECK ("attempts"."number" > 0),
	CONSTRAINT "attempts_lease" CHECK ("attempts"."state" <> 'building' or ("attempts"."worker" is not null and "attempts"."lease_until" is not null))
);
--> statement-breakpoint
CREATE TABLE "build_edges" (
	"build_id" uuid NOT NULL,
	"waits_for" uuid NOT NULL,
	CONSTRAINT "build_edges_build_id_waits_for_pk" PRIMARY KEY("build_id","waits_for"),
	CONSTRAINT "build_edges_self" CHECK ("build_edges"."build_id" <> "build_edges"."waits_for")
);
--> statement-breakpoint
CREATE TABLE "builds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"arch" text NOT NULL,
	"stage" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"attempt" integer NOT NULL,
	"first_attempt" integer NOT NULL,
	"wave" integer NOT NULL,
	"remaining" integer NOT NULL,
	"priority" integer NOT NULL,
	"recipe" jsonb NOT NULL,
	"definition_digest" text NOT NULL,
	"key" text,
	"cached" boolean DEFAULT false NOT NULL,
	"builder_version" text,
	"blocked_by" uuid,
	CONSTRAINT "builds_runId_arch_stage_name_unique" UNIQUE("run_id","arch","stage","name"),
	CONSTRAINT "builds_state" CHECK ("builds"."state" in ('waiting', 'ready', 'building', 'done', 'failed', 'blocked', 'cancelled')),
	CONSTRAINT "builds_blocked" CHECK (("builds"."state" = 'blocked') = ("builds"."blocked_by" is not null)),
	CONSTRAINT "builds_done" CHECK ("builds"."state" <> 'done' or "builds"."key" is not null),
	CONSTRAINT "builds_priority" CHECK ("builds"."priority" between 1 and 2097152)
);
--> statement-breakpoint
CREATE TABLE "log_batches" (
	"build_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"sequence" integer NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "log_batches_build_id_attempt_sequence_pk" PRIMARY KEY("build_id","attempt","sequence")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"run_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "events_run_id_sequence_pk" PRIMARY KEY("run_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job_id" text NOT NULL,
	"kind" text NOT NULL,
	"arch" text NOT NULL,
	"priority" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"build_id" uuid,
	"attempt" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_jobId_unique" UNIQUE("job_id"),
	CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('build', 'seed')),
	CONSTRAINT "outbox_build" CHECK (("outbox"."kind" = 'build') = ("outbox"."build_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"arch" text NOT NULL,
	"host" text NOT NULL,
	"concurrency" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "build_inputs" (
	"build_id" uuid NOT NULL,
	"role" text NOT NULL,
	"position" integer NOT NULL,
	"artifact" text NOT NULL,
	"name" text NOT NULL,
	"version" text,
	"content_digest" text,
	"input" text,
	"made_by" uuid,
	"origin" text,
	CONSTRAINT "build_inputs_build_id_role_position_pk" PRIMARY KEY("build_id","role","position"),
	CONSTRAINT "build_inputs_role" CHECK ("build_inputs"."role" in ('environment', 'source', 'definition', 'file')),
	CONSTRAINT "build_inputs_package" CHECK (("build_inputs"."role" = 'environment') = ("build_inputs"."version" is not null and "build_inputs"."content_digest" is not null and "build_inputs"."input" is not null))
);
--> statement-breakpoint
CREATE TABLE "build_outputs" (
	"build_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"file_digest" text NOT NULL,
	CONSTRAINT "build_outputs_build_id_position_pk" PRIMARY KEY("build_id","position")
);
--> statement-breakpoint
CREATE TABLE "build_results" (
	"key" text PRIMARY KEY NOT NULL,
	"build_id" uuid NOT NULL,
	CONSTRAINT "build_results_key" CHECK ("build_results"."key" ~ '^sha256:[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "run_files" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"path" text NOT NULL,
	"digest" text NOT NULL,
	"executable" boolean NOT NULL,
	CONSTRAINT "run_files_run_id_position_pk" PRIMARY KEY("run_id","position"),
	CONSTRAINT "run_files_runId_path_unique" UNIQUE("run_id","path")
);
--> statement-breakpoint
CREATE TABLE "run_seeds" (
	"run_id" uuid NOT NULL,
	"arch" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"attempt" integer NOT NULL,
	"first_attempt" integer NOT NULL,
	"lock_digest" text,
	"failure" jsonb,
	CONSTRAINT "run_seeds_run_id_arch_pk" PRIMARY KEY("run_id","arch"),
	CONSTRAINT "run_seeds_state" CHECK ("run_seeds"."state" in ('queued', 'acquiring', 'locked', 'failed')),
	CONSTRAINT "run_seeds_locked" CHECK (("run_seeds"."state" = 'locked') = ("run_seeds"."lock_digest" is not null))
);
--> statement-breakpoint
CREATE TABLE "run_stages" (
	"run_id" uuid NOT NULL,
	"arch" text NOT NULL,
	"stage" text NOT NULL,
	"position" integer NOT NULL,
	"inputs" text[] NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "run_stages_run_id_arch_stage_pk" PRIMARY KEY("run_id","arch","stage"),
	CONSTRAINT "run_stages_runId_arch_position_unique" UNIQUE("run_id","arch","position"),
	CONSTRAINT "run_stages_state" CHECK ("run_stages"."state" in ('waiting', 'open', 'complete', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"blueprint" text NOT NULL,
	"blueprint_digest" text NOT NULL,
	"seeds" text[] NOT NULL,
	"arches" text[] NOT NULL,
	"required" text NOT NULL,
	"settings" jsonb NOT NULL,
	"requested_by" text NOT NULL,
	"idempotency_key" text,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"verdict" jsonb,
	"last_event" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "runs_idempotencyKey_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "runs_state" CHECK ("runs"."state" in ('preparing', 'running', 'succeeded', 'failed', 'cancelled')),
	CONSTRAINT "runs_required" CHECK ("runs"."required" in ('declared', 'resolved', 'clean', 'reproducible', 'fixed-point', 'seed-independent')),
	CONSTRAINT "runs_finished" CHECK (("runs"."state" in ('succeeded', 'failed', 'cancelled')) = ("runs"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "seed_attempts" (
	"run_id" uuid NOT NULL,
	"arch" text NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"worker" text,
	"lease_until" timestamp (3) with time zone,
	"report" jsonb,
	"failure" jsonb,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "seed_attempts_run_id_arch_number_pk" PRIMARY KEY("run_id","arch","number"),
	CONSTRAINT "seed_attempts_state" CHECK ("seed_attempts"."state" in ('queued', 'building', 'succeeded', 'failed', 'lost', 'cancelled')),
	CONSTRAINT "seed_attempts_lease" CHECK ("seed_attempts"."state" <> 'building' or ("seed_attempts"."worker" is not null and "seed_attempts"."lease_until" is not null))
);
--> statement-breakpoint
ALTER TABLE "definitions" ADD CONSTRAINT "definitions_digest_artifacts_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packages" ADD CONSTRAINT "packages_file_digest_artifacts_digest_fk" FOREIGN KEY ("file_digest") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packages" ADD CONSTRAINT "packages_sbom_artifacts_digest_fk" FOREIGN KEY ("sbom") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_lock_packages" ADD CONSTRAINT "seed_lock_packages_lock_digest_seed_locks_digest_fk" FOREIGN KEY ("lock_digest") REFERENCES "public"."seed_locks"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_lock_packages" ADD CONSTRAINT "seed_lock_packages_file_digest_packages_file_digest_fk" FOREIGN KEY ("file_digest") REFERENCES "public"."packages"("file_digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_locks" ADD CONSTRAINT "seed_locks_digest_artifacts_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_steps" ADD CONSTRAINT "attempt_steps_build_id_attempt_attempts_build_id_number_fk" FOREIGN KEY ("build_id","attempt") REFERENCES "public"."attempts"("build_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_log_digest_artifacts_digest_fk" FOREIGN KEY ("log_digest") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_edges" ADD CONSTRAINT "build_edges_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_edges" ADD CONSTRAINT "build_edges_waits_for_builds_id_fk" FOREIGN KEY ("waits_for") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_definition_digest_definitions_digest_fk" FOREIGN KEY ("definition_digest") REFERENCES "public"."definitions"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_blocked_by_builds_id_fk" FOREIGN KEY ("blocked_by") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_run_id_arch_stage_run_stages_run_id_arch_stage_fk" FOREIGN KEY ("run_id","arch","stage") REFERENCES "public"."run_stages"("run_id","arch","stage") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_batches" ADD CONSTRAINT "log_batches_build_id_attempt_attempts_build_id_number_fk" FOREIGN KEY ("build_id","attempt") REFERENCES "public"."attempts"("build_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_build_id_attempt_attempts_build_id_number_fk" FOREIGN KEY ("build_id","attempt") REFERENCES "public"."attempts"("build_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_inputs" ADD CONSTRAINT "build_inputs_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_inputs" ADD CONSTRAINT "build_inputs_artifact_artifacts_digest_fk" FOREIGN KEY ("artifact") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_inputs" ADD CONSTRAINT "build_inputs_made_by_builds_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD CONSTRAINT "build_outputs_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_outputs" ADD CONSTRAINT "build_outputs_file_digest_packages_file_digest_fk" FOREIGN KEY ("file_digest") REFERENCES "public"."packages"("file_digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "build_results" ADD CONSTRAINT "build_results_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_files" ADD CONSTRAINT "run_files_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_files" ADD CONSTRAINT "run_files_digest_artifacts_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."artifacts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_seeds" ADD CONSTRAINT "run_seeds_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_seeds" ADD CONSTRAINT "run_seeds_lock_digest_seed_locks_digest_fk" FOREIGN KEY ("lock_digest") REFERENCES "public"."seed_locks"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_stages" ADD CONSTRAINT "run_stages_run_id_arch_run_seeds_run_id_arch_fk" FOREIGN KEY ("run_id","arch") REFERENCES "public"."run_seeds"("run_id","arch") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seed_attempts" ADD CONSTRAINT "seed_attempts_run_id_arch_run_seeds_run_id_arch_fk" FOREIGN KEY ("run_id","arch") REFERENCES "public"."run_seeds"("run_id","arch") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "packages_name" ON "packages" USING btree ("name");--> statement-breakpoint
CREATE INDEX "packages_content" ON "packages" USING btree ("content_digest");--> statement-breakpoint
CREATE INDEX "seed_lock_packages_file" ON "seed_lock_packages" USING btree ("file_digest");--> statement-breakpoint
CREATE INDEX "attempts_leases" ON "attempts" USING btree ("lease_until") WHERE "attempts"."state" = 'building';--> statement-breakpoint
CREATE INDEX "attempts_worker" ON "attempts" USING btree ("worker") WHERE "attempts"."state" = 'building';--> statement-breakpoint
CREATE INDEX "build_edges_waits_for" ON "build_edges" USING btree ("waits_for");--> statement-breakpoint
CREATE INDEX "builds_unsettled" ON "builds" USING btree ("run_id","arch","stage") WHERE "builds"."state" <> 'done';--> statement-breakpoint
CREATE INDEX "builds_blocked_by" ON "builds" USING btree ("blocked_by") WHERE "builds"."blocked_by" is not null;--> statement-breakpoint
CREATE INDEX "builds_definition" ON "builds" USING btree ("definition_digest");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "outbox_build_attempt" ON "outbox" USING btree ("build_id","attempt");--> statement-breakpoint
CREATE INDEX "outbox_run" ON "outbox" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "build_inputs_artifact" ON "build_inputs" USING btree ("artifact");--> statement-breakpoint
CREATE INDEX "build_inputs_made_by" ON "build_inputs" USING btree ("made_by") WHERE "build_inputs"."made_by" is not null;--> statement-breakpoint
CREATE INDEX "build_outputs_file" ON "build_outputs" USING btree ("file_digest");--> statement-breakpoint
CREATE INDEX "run_seeds_lock" ON "run_seeds" USING btree ("lock_digest");--> statement-breakpoint
CREATE INDEX "runs_newest" ON "runs" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_unfinished" ON "runs" USING btree ("id") WHERE "runs"."state" in ('preparing', 'running');--> statement-breakpoint
CREATE INDEX "runs_succeeded" ON "runs" USING btree ("blueprint","finished_at" DESC NULLS LAST) WHERE "runs"."state" = 'succeeded';--> statement-breakpoint
CREATE INDEX "seed_attempts_leases" ON "seed_attempts" USING btree ("lease_until") WHERE "seed_attempts"."state" = 'building';