-- The trace that a run belongs to is where it began, as who asked for it.
create trigger runs_trace_fixed before update of trace on runs for each row execute function refuse_change();
