CREATE INDEX "build_inputs_makers" ON "build_inputs" USING btree ("build_id","made_by","input") WHERE "build_inputs"."made_by" is not null;--> statement-breakpoint
CREATE INDEX "build_inputs_leaves" ON "build_inputs" USING btree ("build_id") WHERE "build_inputs"."made_by" is null;
--> statement-breakpoint
-- The full closure of a build: every package that was put out by a build it goes back to, and everything that no build made
-- (packages of a seed, sources, definitions, files), each once. Packages have the stage in `input` and the build in `made_by`.
-- Builds are looked up one by one (offset 0), by indexes: a plan that joins would read the whole table.
create function closure(build uuid)
returns table (role text, input text, name text, version text, digest text, content_digest text, made_by uuid)
language plpgsql
stable
as $$
declare
  reached uuid[];
begin
  with recursive rests_on (id) as (
    select build
    union
    select used.made_by from rests_on
    join build_inputs used on used.build_id = rests_on.id and used.made_by is not null
  )
  select array_agg(rests_on.id) into reached from rests_on;
  return query
    select 'environment', maker.stage, made.name, made.version, made.file_digest, made.content_digest, maker.id
    from unnest(reached) as one (id)
    cross join lateral (select * from builds where builds.id = one.id offset 0) as maker
    cross join lateral (select * from build_outputs where build_outputs.build_id = one.id offset 0) as output
    cross join lateral (select * from packages where packages.file_digest = output.file_digest offset 0) as made
    where one.id <> build;
  return query
    select distinct leaf.role, leaf.input, leaf.name, leaf.version, leaf.artifact, leaf.content_digest, null::uuid
    from unnest(reached) as one (id)
    cross join lateral (
      select * from build_inputs where build_inputs.build_id = one.id and build_inputs.made_by is null offset 0
    ) as leaf;
end
$$;
--> statement-breakpoint
comment on function closure(uuid) is
  'Everything that a build goes back to, each once; made_by is null for what no build made.';
--> statement-breakpoint
-- The uses by which the nearest way is found from a build back to something, as LineageSearch of packages/core goes it: layer by
-- layer of builds that used each other; a generation ends where a build takes from another stage. Of each layer the first use
-- of each build that was not met yet; in the end the first use of what is wanted, if there is any. `wanted`: 'seed', 'seed:NAME',
-- the name of a seed or package, a source or its last part, or a digest.
create function lineage_toward(build uuid, wanted text)
returns setof build_inputs
language plpgsql
stable
as $$
declare
  open uuid[] := array[build];
  met uuid[] := array[build];
  later uuid[] := '{}';
  firsts build_inputs[];
  same uuid[];
begin
  while cardinality(open) > 0 loop
    if wanted = 'seed' or wanted like 'seed:%' then
      return query select used.* from unnest(open) with ordinality as one (id, place)
        cross join lateral (
          select * from build_inputs where build_inputs.build_id = one.id and build_inputs.made_by is null offset 0
        ) as used
        where used.input like 'seed:%' and (wanted = 'seed' or used.input = wanted)
        order by one.place, used.role collate "C", used.name collate "C", used.input collate "C", used.artifact collate "C"
        limit 1;
    else
      return query select used.* from unnest(open) with ordinality as one (id, place)
        cross join lateral (
          select * from build_inputs where build_inputs.build_id = one.id and (
            build_inputs.name = wanted or build_inputs.input = 'seed:' || wanted or build_inputs.artifact = wanted
            or build_inputs.content_digest = wanted
            or build_inputs.role = 'source' and regexp_replace(build_inputs.name, '^.*/', '') = wanted
          ) offset 0
        ) as used
        order by one.place, used.role collate "C", used.name collate "C", coalesce(used.input, '') collate "C",
          used.artifact collate "C"
        limit 1;
    end if;
    exit when found;
    select array_agg(used::build_inputs order by edge.place, used.name collate "C", used.input collate "C", used.artifact collate "C"),
           array_agg(used.made_by order by edge.place, used.name collate "C", used.input collate "C", used.artifact collate "C")
             filter (where edge.is_same)
    into firsts, same
    from (
      select used.made_by, used.input = own.stage as is_same, min(one.place) as place
      from unnest(open) with ordinality as one (id, place)
      cross join lateral (select builds.stage from builds where builds.id = one.id offset 0) as own
      cross join lateral (
        select build_inputs.made_by, build_inputs.input from build_inputs
        where build_inputs.build_id = one.id and build_inputs.made_by is not null offset 0
      ) as used
      where used.made_by not in (select unnest(met))
      group by used.made_by, used.input = own.stage
    ) as edge
    cross join lateral (
      select * from build_inputs
      where build_inputs.build_id = open[edge.place] and build_inputs.made_by = edge.made_by
      order by build_inputs.name collate "C", build_inputs.input collate "C", build_inputs.artifact collate "C" limit 1
    ) as used;
    return query select * from unnest(firsts);
    select later || coalesce(array_agg(made_by order by place), '{}') into later
    from unnest(firsts) with ordinality as used (build_id, role, "position", artifact, name, version, content_digest, input, made_by, origin, place)
    where not (made_by = any (coalesce(same, '{}')));
    if same is null then
      select coalesce(array_agg(one.id order by one.place), '{}') into same
      from (
        select distinct on (all_later.id) all_later.id, all_later.place
        from unnest(later) with ordinality as all_later (id, place)
        where all_later.id not in (select unnest(met))
        order by all_later.id, all_later.place
      ) as one;
      later := '{}';
    end if;
    open := same;
    met := met || same;
  end loop;
end
$$;
--> statement-breakpoint
comment on function lineage_toward(uuid, text) is
  'The uses by which the nearest way is found from a build back to something that is wanted.';

