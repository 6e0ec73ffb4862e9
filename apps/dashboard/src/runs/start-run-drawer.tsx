import type { BlueprintView, StartRun } from "@ascent/client";
import { Button, Drawer, Group, MultiSelect, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { PlanSummary } from "./plan-summary.tsx";
import { blueprintsQuery } from "./run-queries.ts";

interface Choice {
  readonly blueprint: string;
  readonly seeds: string[];
  readonly arches: StartRun["arches"] & string[];
}

/** Chooses a blueprint, looks at its plan, starts it. */
export default function StartRunDrawer({ onClose }: { readonly onClose: () => void }) {
  const { data, error, isPending, refetch } = useQuery(blueprintsQuery(useClient()));
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Start a run"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isPending && <Skeleton height={240} />}
      {error !== null && (
        <Trouble title="The blueprints cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {data?.blueprints.length === 0 && (
        <Nothing icon="∅" title="No blueprint">
          Put one into the directory that ASCENT_STAGES names.
        </Nothing>
      )}
      {data !== undefined && data.blueprints.length > 0 && <StartForm blueprints={data.blueprints} onClose={onClose} />}
    </Drawer>
  );
}

interface FormProps {
  readonly blueprints: readonly BlueprintView[];
  readonly onClose: () => void;
}

/** What is not chosen is left to the blueprint. */
function requestOf({ blueprint, seeds, arches }: Choice): StartRun {
  return { blueprint, ...(seeds.length > 0 && { seeds }), ...(arches.length > 0 && { arches }) };
}

function StartForm({ blueprints, onClose }: FormProps) {
  const form = useForm<Choice>({ initialValues: { blueprint: blueprints[0]?.name ?? "", seeds: [], arches: [] } });
  const chosen = blueprints.find(({ name }) => name === form.values.blueprint);
  const { start, plan } = useStarting(onClose);
  form.watch("blueprint", () => form.setValues({ seeds: [], arches: [] }));
  return (
    <form onSubmit={form.onSubmit((choice) => start.mutate(requestOf(choice)))} onChange={() => plan.reset()}>
      <Stack>
        <Select
          label="Blueprint"
          description={chosen?.description}
          data={blueprints.map(({ name }) => name)}
          allowDeselect={false}
          {...form.getInputProps("blueprint")}
        />
        <MultiSelect
          label="Seeds"
          description="The first that can be had is taken. Nothing chosen: in the blueprint's order."
          data={(chosen?.seeds ?? []).map(({ name, reason }) => ({ value: name, label: `${name}: ${reason}` }))}
          {...form.getInputProps("seeds")}
        />
        <MultiSelect
          label="Arches"
          description="Nothing chosen: all of the blueprint's."
          data={chosen?.arches ?? []}
          {...form.getInputProps("arches")}
        />
        <Group>
          <Button type="submit" loading={start.isPending}>
            Start
          </Button>
          <Button variant="default" loading={plan.isPending} onClick={() => plan.mutate(requestOf(form.values))}>
            Plan only
          </Button>
        </Group>
        {start.error !== null && <Trouble title="It was not started" error={start.error} />}
        {plan.error !== null && <Trouble title="It cannot be planned" error={plan.error} />}
        {plan.data !== undefined && <PlanSummary plan={plan.data} />}
        {chosen !== undefined && <BlueprintStages blueprint={chosen} />}
      </Stack>
    </form>
  );
}

function useStarting(onClose: () => void) {
  const client = useClient();
  const queries = useQueryClient();
  const [, go] = useLocation();
  // A second click, or a repeat after a lost answer, must not start a second run.
  const nonce = useId();
  const [opened] = useState(() => crypto.randomUUID?.() ?? `${Date.now()}${nonce}`);
  const start = useMutation({
    mutationFn: (request: StartRun) => client.startRun(request, `${opened}:${JSON.stringify(request)}`.slice(0, 200)),
    onSuccess: async ({ run, warnings }) => {
      const message = warnings.length > 0 ? `With ${warnings.length} warnings about its blueprint.` : run.id;
      notifications.show({ title: `${run.blueprint} is on its way`, message });
      onClose();
      go(`/runs/${run.id}`);
      await queries.invalidateQueries({ queryKey: ["runs"] });
    },
  });
  const plan = useMutation({ mutationFn: (request: StartRun) => client.plan(request) });
  return { start, plan };
}

function BlueprintStages({ blueprint }: { readonly blueprint: BlueprintView }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={600}>
        Its stages
      </Text>
      {blueprint.stages.map(({ name, inputs }) => (
        <Text key={name} size="sm" c="dimmed">
          {name} takes {inputs.join(", ")}
        </Text>
      ))}
    </Stack>
  );
}
