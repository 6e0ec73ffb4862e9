CREATE INDEX "attempts_finished" ON "attempts" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "events_run_ends" ON "events" USING btree ("at") WHERE "events"."type" in ('run.succeeded', 'run.failed', 'run.cancelled');--> statement-breakpoint
CREATE INDEX "seed_attempts_finished" ON "seed_attempts" USING btree ("finished_at");