import type { BuildChangeView, ListedRunView, RunDiffView } from "@ascent/client";
import { Alert, Anchor, Badge, Group, List, Paper, Select, Stack, Text } from "@mantine/core";
import { IconArrowsDiff, IconEqual } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { useFlight } from "../flight/use-flight.ts";
import { newestRunsQuery } from "../runs/run-queries.ts";
import type { RunTabProps } from "../runs/run-tabs.ts";
import { shortId } from "../runs/run-words.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";

/** What is different from another run, and why. */
export default function CompareTab({ run }: RunTabProps) {
  const query = useQuery(newestRunsQuery(useClient(), { blueprint: run.blueprint }));
  return (
    <Asked query={query} what="the other runs" height={60}>
      {({ runs }) => <Comparison run={run} others={runs.filter(({ id }) => id !== run.id)} />}
    </Asked>
  );
}

/** Which run it is compared with stands in the address. */
function Comparison({ run, others }: RunTabProps & { readonly others: readonly ListedRunView[] }) {
  const [search, setSearch] = useSearchParams();
  const other = search.get("with");
  if (others.length === 0) {
    return (
      <Nothing icon={<IconArrowsDiff size={28} />} title="Nothing to compare with">
        This is the only run of {run.blueprint}.
      </Nothing>
    );
  }
  return (
    <Stack>
      <Select
        label="Compare with"
        placeholder="Another run of the same blueprint"
        data={others.map(({ id, createdAt, state }) => ({
          value: id,
          label: `${new Date(createdAt).toLocaleString()} · ${state} · ${shortId(id)}`,
        }))}
        value={other}
        onChange={(id) => id !== null && setSearch({ with: id }, { replace: true })}
        allowDeselect={false}
        maw={480}
      />
      {other !== null && <Difference first={other} second={run.id} />}
    </Stack>
  );
}

function Difference({ first, second }: { readonly first: string; readonly second: string }) {
  const client = useClient();
  const query = useQuery({ queryKey: ["diff", first, second], queryFn: () => client.diff(first, second) });
  return (
    <Asked query={query} what="the difference" height={200}>
      {(diff) => (diff.changes.length === 0 ? <Same builds={diff.unchanged} /> : <Changes diff={diff} />)}
    </Asked>
  );
}

function Same({ builds }: { readonly builds: number }) {
  return (
    <Alert color="green" icon={<IconEqual />} title="The same">
      All {builds} builds have the same recipes, environments and bits.
    </Alert>
  );
}

const SHOWN = 100;

function Changes({ diff: { changes, unchanged, second } }: { readonly diff: RunDiffView }) {
  const { data: flight } = useFlight(second.id);
  const ids = new Map((flight?.builds ?? []).map((build) => [keyOf(build), build.id]));
  return (
    <Stack gap="xs">
      <Text>
        {changes.length} build{changes.length === 1 ? "" : "s"} changed, {unchanged} did not. Seen from the other run to
        this one.
      </Text>
      {changes.slice(0, SHOWN).map((change) => (
        <Change key={keyOf(change)} change={change} id={ids.get(keyOf(change))} />
      ))}
      {changes.length > SHOWN && <Text c="dimmed">and {changes.length - SHOWN} more</Text>}
    </Stack>
  );
}

function keyOf({ arch, stage, name }: Pick<BuildChangeView, "arch" | "stage" | "name">): string {
  return `${arch} ${stage} ${name}`;
}

interface ChangeProps {
  readonly change: BuildChangeView;
  /** Of the build in this run; undefined where it has none. */
  readonly id: string | undefined;
}

function Change({ change, id }: ChangeProps) {
  const { arch, stage, name, cause, first, second, recipe, environment, bits } = change;
  const title = `${stage}/${name} for ${arch}`;
  return (
    <Paper withBorder p="sm">
      <Group gap="sm">
        {id === undefined ? (
          <Text fw={600}>{title}</Text>
        ) : (
          <Anchor component={Link} href={`/builds/${id}`} fw={600}>
            {title}
          </Anchor>
        )}
        {first !== second && (
          <Text size="sm" c="dimmed">
            {first ?? "none"} → {second ?? "none"}
          </Text>
        )}
        <Badge variant="light" tt="none" autoContrast>
          {cause.kind} at {cause.at}
        </Badge>
      </Group>
      {cause.through.length > 0 && (
        <Text size="sm" c="dimmed">
          through {cause.through.join(" → ")}
        </Text>
      )}
      <List size="sm">
        {cause.details.map((detail) => (
          <List.Item key={detail}>{detail}</List.Item>
        ))}
        {recipe.map(({ kind, details }) => (
          <List.Item key={`recipe ${kind}`}>
            recipe, {kind}: {details.join("; ")}
          </List.Item>
        ))}
        {environment.length > 0 && <List.Item>other packages in its environment: {environment.length}</List.Item>}
        {bits.length > 0 && <List.Item>other bits: {bits.join(", ")}</List.Item>}
      </List>
    </Paper>
  );
}
