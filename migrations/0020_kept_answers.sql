CREATE TABLE "kept_answers" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"pending_until" timestamp (3) with time zone,
	"forget_at" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"location" text,
	"sealed" text,
	CONSTRAINT "kept_answers_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE INDEX "kept_answers_forget" ON "kept_answers" USING btree ("forget_at");