CREATE TABLE "lineage_nodes" (
	"build_id" uuid PRIMARY KEY NOT NULL,
	"same_stage" uuid[] NOT NULL,
	"other_stages" uuid[] NOT NULL,
	"words" integer[] NOT NULL
);
--> statement-breakpoint
DROP INDEX "build_inputs_makers";--> statement-breakpoint
ALTER TABLE "lineage_nodes" ADD CONSTRAINT "lineage_nodes_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Rows are read whole, one by one: some kilobytes that are better in one place than in two.
alter table lineage_nodes set (toast_tuple_target = 8160);
--> statement-breakpoint
-- What may be asked for, as a number. Postgres keeps the hash of a text from version to version, as hash indexes on disk rest on it;
-- two texts with one number cost a look at the rows, no more.
create function lineage_word(word text) returns integer
language sql
immutable strict parallel safe
as $$ select hashtext(word collate "C") $$;
--> statement-breakpoint
-- What lineage_nodes says of a build, from what it used. Builds come in the order of the first thing, by name, input and digest, that was used of
-- each; words in the order of their numbers.
create function lineage_node(build uuid) returns lineage_nodes
language sql
stable
as $$
  with used as materialized (
    select own.stage, build_inputs.* from builds own join build_inputs on build_inputs.build_id = own.id where own.id = build
  ), makers as (
    select made_by, input = stage as is_same, min(nr) as nr
    from (
      select made_by, input, stage,
             row_number() over (order by name collate "C", input collate "C", artifact collate "C", position) as nr
      from used where made_by is not null
    ) as ordered
    group by 1, 2
  )
  select build,
    coalesce((select array_agg(made_by order by nr) from makers where is_same), '{}'),
    coalesce((select array_agg(made_by order by nr) from makers where not is_same), '{}'),
    coalesce((
      select array_agg(distinct lineage_word(word.word))
      from used
      cross join lateral unnest(array[
        name, artifact, content_digest, case when role = 'source' then regexp_replace(name, '^.*/', '') end,
        case when input like 'seed:%' then 'seed' end, case when input like 'seed:%' then input end,
        case when input like 'seed:%' then substr(input, 6) end
      ]) as word (word)
      where word.word is not null
    ), '{}')
$$;
--> statement-breakpoint
-- A build that is done used what it used: its row is made once.
create function add_lineage_node() returns trigger
language plpgsql
as $$
begin
  insert into lineage_nodes select * from lineage_node(new.id);
  return null;
end
$$;
--> statement-breakpoint
create trigger builds_done_lineage after insert or update of state on builds for each row
  when (new.state = 'done') execute function add_lineage_node();
--> statement-breakpoint
-- What is done already has its row as well.
insert into lineage_nodes
select node.* from builds cross join lateral lineage_node(builds.id) as node where builds.state = 'done';
--> statement-breakpoint
create trigger lineage_nodes_append_only before update or delete on lineage_nodes for each row execute function refuse_change();
--> statement-breakpoint
create trigger lineage_nodes_kept before truncate on lineage_nodes for each statement execute function refuse_change();
--> statement-breakpoint
-- From the builds met[first], met[first + 1], … to those that made what they used, of their own stages or (across) of others, as far as none of
-- `met` is among them: each once, in the order in which they are found, with the place in `met` of the build that led there.
create function lineage_step(met uuid[], first integer, across boolean, out ids uuid[], out led_by integer[])
language plpgsql
stable
as $$
begin
  select array_agg(fresh.id order by fresh.place, fresh.nr), array_agg(fresh.place + first - 1 order by fresh.place, fresh.nr)
  into ids, led_by
  from (
    select reached.id, reached.place,
      array_position(case when across then leader.other_stages else leader.same_stage end, reached.id) as nr
    from (
      select maker.id, min(maker.place)::integer as place
      from (
        select unnest(case when across then node.other_stages else node.same_stage end) as id, one.place
        from unnest(met[first:]) with ordinality as one (id, place)
        cross join lateral (select * from lineage_nodes where lineage_nodes.build_id = one.id offset 0) as node
      ) as maker
      group by maker.id
    ) as reached
    cross join lateral (select * from lineage_nodes where lineage_nodes.build_id = met[reached.place + first - 1] offset 0) as leader
    where reached.id not in (select unnest(met))
  ) as fresh;
end
$$;
--> statement-breakpoint
-- The nearest way from a build back to something that is wanted, use by use, as LineageSearch of packages/core goes it: layer by layer of builds
-- that used each other; a generation ends where a build takes from another stage. `way` is null where there is none; `looked` counts
-- builds. `wanted`: 'seed', 'seed:NAME', the name of a seed or package, a source or its last part, or a digest.
create function lineage_way(build uuid, wanted text, out looked integer, out way build_inputs[])
language plpgsql
stable
as $$
declare
  -- In the order in which they were met.
  met uuid[] := array[build];
  -- For each the place in `met` of the build that led there.
  led_by integer[] := array[0];
  -- Where in `met` those of this generation begin, and those of this layer.
  generation integer := 1;
  layer integer := 1;
  word integer := lineage_word(wanted);
  at integer;
  used build_inputs;
  step record;
begin
  loop
    for at in
      select one.place + layer - 1 from unnest(met[layer:]) with ordinality as one (id, place)
      cross join lateral (select lineage_nodes.words from lineage_nodes where lineage_nodes.build_id = one.id offset 0) as node
      where word = any (node.words) order by 1
    loop
      select * into used from build_inputs where build_inputs.build_id = met[at] and case
          when wanted = 'seed' then input like 'seed:%'
          when wanted like 'seed:%' then input = wanted
          else name = wanted or input = 'seed:' || wanted or artifact = wanted or content_digest = wanted
            or role = 'source' and regexp_replace(name, '^.*/', '') = wanted
        end
        order by role collate "C", name collate "C", coalesce(input, '') collate "C", artifact collate "C" limit 1;
      continue when not found;
      way := array[used];
      while led_by[at] > 0 loop
        select * into strict used from build_inputs where build_inputs.build_id = met[led_by[at]] and made_by = met[at]
        order by name collate "C", input collate "C", artifact collate "C" limit 1;
        way := used || way;
        at := led_by[at];
      end loop;
      looked := cardinality(met);
      return;
    end loop;
    step := lineage_step(met, layer, false);
    if step.ids is null then
      step := lineage_step(met, generation, true);
      generation := cardinality(met) + 1;
    end if;
    exit when step.ids is null;
    layer := cardinality(met) + 1;
    met := met || step.ids;
    led_by := led_by || step.led_by;
  end loop;
  looked := cardinality(met);
end
$$;
--> statement-breakpoint
comment on function lineage_way(uuid, text) is
  'The nearest way from a build back to something that is wanted, and how many builds were looked at.';
--> statement-breakpoint
drop function lineage_toward(uuid, text);
--> statement-breakpoint
-- As in 0009, by the same rows.
create or replace function closure(build uuid)
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
    select unnest(node.same_stage || node.other_stages) from rests_on
    cross join lateral (select * from lineage_nodes where lineage_nodes.build_id = rests_on.id offset 0) as node
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
