CREATE TABLE "chain" (
	"position" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "chain_digest_unique" UNIQUE("digest"),
	CONSTRAINT "chain_kind_subject_unique" UNIQUE("kind","subject"),
	CONSTRAINT "chain_position" CHECK ("chain"."position" > 0)
);
--> statement-breakpoint
CREATE TABLE "key_retirements" (
	"id" text PRIMARY KEY NOT NULL,
	"retired_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "keys" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"stage" text,
	"name" text NOT NULL,
	"pem" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "keys_kind" CHECK ("keys"."kind" in ('stage', 'builder'))
);
--> statement-breakpoint
ALTER TABLE "key_retirements" ADD CONSTRAINT "key_retirements_id_keys_id_fk" FOREIGN KEY ("id") REFERENCES "public"."keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Appends records to the one chain (packages/core/src/chain.ts): each digest covers the one before. Whoever calls this holds
-- the chain's lock until the transaction ends, so that positions and digests follow the order of commits; it is to be the
-- last thing that a transaction does. What is on record already is passed over.
create function append_to_chain(kinds text[], subjects text[], bodies text[]) returns void
language plpgsql
as $$
declare
  last_position bigint;
  last_digest text;
begin
  -- "ascent" in ASCII, and one more: not the lock of migrations.
  perform pg_advisory_xact_lock(107148216725109);
  select position, digest into last_position, last_digest from chain order by position desc limit 1;
  if not found then
    last_position := 0;
    last_digest := 'sha256:' || repeat('0', 64);
  end if;
  for i in 1 .. coalesce(cardinality(kinds), 0) loop
    continue when exists (select from chain where kind = kinds[i] and subject = subjects[i]);
    last_position := last_position + 1;
    last_digest := 'sha256:' || encode(sha256(convert_to(last_digest || chr(10) || bodies[i], 'UTF8')), 'hex');
    insert into chain (position, kind, subject, body, digest)
    values (last_position, kinds[i], subjects[i], bodies[i], last_digest);
  end loop;
end
$$;
--> statement-breakpoint
create trigger chain_append_only before update or delete on chain for each row execute function refuse_change();
create trigger chain_kept before truncate on chain for each statement execute function refuse_change();
create trigger keys_append_only before update or delete on keys for each row execute function refuse_change();
create trigger keys_kept before truncate on keys for each statement execute function refuse_change();
create trigger key_retirements_append_only before update or delete on key_retirements
  for each row execute function refuse_change();
create trigger key_retirements_kept before truncate on key_retirements for each statement execute function refuse_change();
