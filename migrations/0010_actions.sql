CREATE TABLE "actions" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actions_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text,
	"role" text,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"outcome" text NOT NULL,
	"status" integer NOT NULL,
	"reason" text,
	"request_id" text NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "actions_outcome" CHECK ("actions"."outcome" in ('done', 'refused', 'failed'))
);
--> statement-breakpoint
CREATE INDEX "actions_actor" ON "actions" USING btree ("actor","sequence");--> statement-breakpoint
CREATE INDEX "actions_action" ON "actions" USING btree ("action","sequence");--> statement-breakpoint
CREATE INDEX "actions_at" ON "actions" USING btree ("at");
--> statement-breakpoint
-- Who did what is written once, like all history (0003_append_only).
create trigger actions_append_only before update or delete on actions for each row execute function refuse_change();
--> statement-breakpoint
create trigger actions_kept before truncate on actions for each statement execute function refuse_change();
