import type { ListedRunView } from "@ascent/client";
import { Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useClient } from "../session/session.tsx";
import { addCounts, shownCounts, totalOf } from "../state/build-states.ts";
import { useNow } from "../state/clock.ts";
import { secondsBetween, tellSeconds, tellWhen } from "../state/durations.ts";
import { StateBar } from "../state/state-bar.tsx";
import { stagesQuery } from "./run-queries.ts";
import { isOver, RunState } from "./run-state.tsx";
import { purposeOf, seedsOf, shortId, verdictOf } from "./run-words.ts";
import { countUnplanned } from "./unplanned.ts";

/** A run in the list: what, from which seed, how far, how it came out. */
export function RunCard({ run }: { readonly run: ListedRunView }) {
  return (
    <Paper component="li" withBorder p="sm" style={{ position: "relative" }}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <RunState state={run.state} />
            <Link href={`/runs/${run.id}`} className="plain-link covers">
              <Text component="span" fw={650} className="names-it">
                {run.blueprint}
              </Text>{" "}
              <Text component="span" c="dimmed" size="sm" ff="monospace">
                {shortId(run.id)}
              </Text>
            </Link>
            <VerdictBadge run={run} />
          </Group>
          <Times run={run} />
        </Group>
        <Text size="sm" c="dimmed">
          {purposeOf(run)} from {seedsOf(run)} for {run.arches.join(", ")}, asked for by {run.requestedBy}
        </Text>
        {!isOver(run) && <Progress run={run} />}
      </Stack>
    </Paper>
  );
}

function VerdictBadge({ run }: { readonly run: ListedRunView }) {
  const verdict = verdictOf(run);
  if (verdict === undefined) return null;
  return (
    <Badge variant="outline" color={verdict.holds ? "green" : "orange"} tt="none" className="state-badge">
      {verdict.words}
    </Badge>
  );
}

function Times({ run }: { readonly run: ListedRunView }) {
  const now = useNow();
  return (
    <Text size="sm" c="dimmed" component="div">
      <time dateTime={run.createdAt} title={new Date(run.createdAt).toLocaleString()}>
        {tellWhen(run.createdAt, now)}
      </time>
      , {isOver(run) ? "took" : "for"} {tellSeconds(secondsBetween(run.createdAt, run.finishedAt, now))}
    </Text>
  );
}

function Progress({ run }: { readonly run: ListedRunView }) {
  const { data } = useQuery({ ...stagesQuery(useClient(), run.id), refetchInterval: 4000 });
  if (data === undefined || data.stages.length === 0) return null;
  const stages = data.stages.map((stage) => ({ arch: stage.arch, counts: shownCounts(stage) }));
  const planned = stages.flatMap(({ arch, counts }) => Array.from({ length: totalOf(counts) }, () => arch));
  return (
    <StateBar
      counts={addCounts(stages.map(({ counts }) => counts))}
      label={`Progress of ${run.blueprint}`}
      unplanned={countUnplanned(run, planned)}
    />
  );
}
