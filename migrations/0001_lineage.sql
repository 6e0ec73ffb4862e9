-- Where a build's inputs come from, in SQL alone. One row per package that the build, or any build that it rests on,
-- had in its environment:
--   through    the stages from the asked build to the one that had the package, for example {final,stage3,stage2,stage1}
--   consumer   that build, with its stage and name
--   input      what offered the package: 'seed:NAME', or a stage
--   made_by    the build that made it; null for a seed's package, where the lineage ends
-- Every package of a seed that a build ever saw, and through which stages:
--   select distinct package, version, file_digest, through from lineage('<build id>') where made_by is null;
create function lineage(build uuid)
returns table (
  through text[],
  consumer uuid,
  consumer_stage text,
  consumer_name text,
  input text,
  package text,
  version text,
  file_digest text,
  content_digest text,
  made_by uuid
)
language sql
stable
as $$
  with recursive rests_on (id, through) as (
    select own.id, array[own.stage] from builds own where own.id = build
    union
    -- Builds of one stage rest on each other too; the stage is named once.
    select maker.id, case when maker.stage = rests_on.through[cardinality(rests_on.through)] then rests_on.through
                          else rests_on.through || maker.stage end
    from rests_on
    join build_inputs used on used.build_id = rests_on.id and used.made_by is not null
    join builds maker on maker.id = used.made_by
  )
  select rests_on.through, consumer.id, consumer.stage, consumer.name,
         used.input, used.name, used.version, used.artifact, used.content_digest, used.made_by
  from rests_on
  join builds consumer on consumer.id = rests_on.id
  join build_inputs used on used.build_id = rests_on.id and used.role = 'environment'
$$;
--> statement-breakpoint
comment on function lineage(uuid) is
  'Every package that a build and all that it rests on had in their environments, with the stages in between; made_by is null for what a seed gave.';
