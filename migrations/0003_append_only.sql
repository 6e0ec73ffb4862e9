-- What is provenance is written once. These triggers hold for every role, the tables' owner included; whoever switches
-- them off as a superuser is found by the chain of records.
create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception '% of % is refused: it is a record of what happened (trigger %)', tg_op, tg_table_name, tg_name
    using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
-- Rows that are there stay as they are.
create trigger artifacts_append_only before update or delete on artifacts for each row execute function refuse_change();
create trigger packages_append_only before update or delete on packages for each row execute function refuse_change();
create trigger seed_locks_append_only before update or delete on seed_locks for each row execute function refuse_change();
create trigger seed_lock_packages_append_only before update or delete on seed_lock_packages for each row execute function refuse_change();
create trigger seed_fingerprints_append_only before update or delete on seed_fingerprints for each row execute function refuse_change();
create trigger definitions_append_only before update or delete on definitions for each row execute function refuse_change();
create trigger build_outputs_append_only before update or delete on build_outputs for each row execute function refuse_change();
create trigger build_results_append_only before update or delete on build_results for each row execute function refuse_change();
create trigger build_edges_append_only before update or delete on build_edges for each row execute function refuse_change();
create trigger attempt_steps_append_only before update or delete on attempt_steps for each row execute function refuse_change();
create trigger evidence_append_only before update or delete on evidence for each row execute function refuse_change();
create trigger evidence_runs_append_only before update or delete on evidence_runs for each row execute function refuse_change();
create trigger verdicts_append_only before update or delete on verdicts for each row execute function refuse_change();
create trigger run_files_append_only before update or delete on run_files for each row execute function refuse_change();
create trigger events_append_only before update or delete on events for each row execute function refuse_change();
--> statement-breakpoint
-- Nothing of them goes all at once.
create trigger artifacts_kept before truncate on artifacts for each statement execute function refuse_change();
create trigger packages_kept before truncate on packages for each statement execute function refuse_change();
create trigger seed_locks_kept before truncate on seed_locks for each statement execute function refuse_change();
create trigger seed_lock_packages_kept before truncate on seed_lock_packages for each statement execute function refuse_change();
create trigger seed_fingerprints_kept before truncate on seed_fingerprints for each statement execute function refuse_change();
create trigger definitions_kept before truncate on definitions for each statement execute function refuse_change();
create trigger build_outputs_kept before truncate on build_outputs for each statement execute function refuse_change();
create trigger build_results_kept before truncate on build_results for each statement execute function refuse_change();
create trigger build_edges_kept before truncate on build_edges for each statement execute function refuse_change();
create trigger attempt_steps_kept before truncate on attempt_steps for each statement execute function refuse_change();
create trigger evidence_kept before truncate on evidence for each statement execute function refuse_change();
create trigger evidence_runs_kept before truncate on evidence_runs for each statement execute function refuse_change();
create trigger verdicts_kept before truncate on verdicts for each statement execute function refuse_change();
create trigger run_files_kept before truncate on run_files for each statement execute function refuse_change();
create trigger events_kept before truncate on events for each statement execute function refuse_change();
create trigger runs_kept before truncate on runs for each statement execute function refuse_change();
create trigger run_seeds_kept before truncate on run_seeds for each statement execute function refuse_change();
create trigger run_stages_kept before truncate on run_stages for each statement execute function refuse_change();
create trigger builds_kept before truncate on builds for each statement execute function refuse_change();
create trigger build_inputs_kept before truncate on build_inputs for each statement execute function refuse_change();
create trigger attempts_kept before truncate on attempts for each statement execute function refuse_change();
--> statement-breakpoint
-- States move on, but what a run, a stage, a build or an attempt is does not change, and none of them disappears.
create trigger runs_stays before delete on runs for each row execute function refuse_change();
create trigger run_seeds_stays before delete on run_seeds for each row execute function refuse_change();
create trigger run_stages_stays before delete on run_stages for each row execute function refuse_change();
create trigger builds_stays before delete on builds for each row execute function refuse_change();
create trigger attempts_stays before delete on attempts for each row execute function refuse_change();
create trigger runs_fixed before update of id, blueprint, blueprint_digest, seeds, arches, required, settings, requested_by,
  idempotency_key, created_at, rebuild_of, rebuild_with, rebuild_packages
  on runs for each row execute function refuse_change();
create trigger run_seeds_fixed before update of run_id, arch, position
  on run_seeds for each row execute function refuse_change();
create trigger run_stages_fixed before update of run_id, arch, stage, position, inputs
  on run_stages for each row execute function refuse_change();
create trigger builds_fixed before update of id, run_id, arch, stage, position, name, version, wave, remaining, priority, recipe,
  definition_digest, repeats
  on builds for each row execute function refuse_change();
create trigger attempts_fixed before update of build_id, number
  on attempts for each row execute function refuse_change();
--> statement-breakpoint
-- What has ended stays as it ended: a build that is done, a seed that is locked, an attempt that is over.
create trigger builds_done_stays before update on builds for each row
  when (old.state = 'done') execute function refuse_change();
create trigger run_seeds_locked_stays before update on run_seeds for each row
  when (old.state = 'locked') execute function refuse_change();
create trigger attempts_ended_stays before update on attempts for each row
  when (old.state not in ('queued', 'building')) execute function refuse_change();
--> statement-breakpoint
-- What a build used and made is told until it is done, and never after: an attempt that failed leaves its lock to the
-- next one to replace.
create function refuse_change_of_done() returns trigger
language plpgsql
as $$
declare
  settled uuid;
begin
  select builds.id into settled from changed join builds on builds.id = changed.build_id where builds.state = 'done' limit 1;
  if found then
    raise exception '% of % is refused: build % is done, and this is its record (trigger %)', tg_op, tg_table_name, settled, tg_name
      using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger build_inputs_added after insert on build_inputs
  referencing new table as changed for each statement execute function refuse_change_of_done();
create trigger build_inputs_changed after update on build_inputs
  referencing old table as changed for each statement execute function refuse_change_of_done();
create trigger build_inputs_moved after update on build_inputs
  referencing new table as changed for each statement execute function refuse_change_of_done();
create trigger build_inputs_removed after delete on build_inputs
  referencing old table as changed for each statement execute function refuse_change_of_done();
create trigger build_outputs_added after insert on build_outputs
  referencing new table as changed for each statement execute function refuse_change_of_done();
