-- What came of a firing is written once; it goes with its schedule alone.
create trigger firings_ended_stay before update on firings for each row
  when (old.outcome <> 'starting') execute function refuse_change();
