CREATE TABLE "firings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"schedule_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone NOT NULL,
	"fired_by" text,
	"outcome" text NOT NULL,
	"run_id" uuid,
	"failure" jsonb,
	CONSTRAINT "firings_scheduleId_cause_unique" UNIQUE("schedule_id","cause"),
	CONSTRAINT "firings_outcome" CHECK ("firings"."outcome" in ('starting', 'started', 'skipped', 'refused')),
	CONSTRAINT "firings_failure" CHECK (("firings"."outcome" = 'refused') = ("firings"."failure" is not null))
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"request" jsonb NOT NULL,
	"cron" text NOT NULL,
	"timezone" text NOT NULL,
	"overlap" text NOT NULL,
	"enabled" boolean NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	CONSTRAINT "schedules_name_unique" UNIQUE("name"),
	CONSTRAINT "schedules_overlap" CHECK ("schedules"."overlap" in ('skip', 'start')),
	CONSTRAINT "schedules_paused" CHECK ("schedules"."enabled" or "schedules"."next_at" is null)
);
--> statement-breakpoint
ALTER TABLE "firings" ADD CONSTRAINT "firings_schedule_id_schedules_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."schedules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "firings_newest" ON "firings" USING btree ("schedule_id","fired_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "firings_starting" ON "firings" USING btree ("fired_at") WHERE "firings"."outcome" = 'starting';--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_at");