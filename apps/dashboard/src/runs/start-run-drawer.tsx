import type { BlueprintView, StartRun } from "@ascent/client";
import { ARCHES, RUN_PRIORITY } from "@ascent/core";
import { Button, Checkbox, Drawer, Group, Select, Stack, Text } from "@mantine/core";
import { IconFileOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useLocation } from "wouter";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { PlanSummary } from "./plan-summary.tsx";
import { PRIORITIES } from "./run-priority.tsx";
import { blueprintsQuery } from "./run-queries.ts";

interface Choice {
  readonly blueprint: string;
  readonly seeds: string[];
  readonly arches: string[];
  readonly priority: number;
}

/** Chooses a blueprint, looks at its plan, starts it. */
export default function StartRunDrawer({ onClose }: { readonly onClose: () => void }) {
  const query = useQuery(blueprintsQuery(useClient()));
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Start a run"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Asked query={query} what="the blueprints" height={240}>
        {({ blueprints }) =>
          blueprints.length === 0 ? NO_BLUEPRINT : <StartForm blueprints={blueprints} onClose={onClose} />
        }
      </Asked>
    </Drawer>
  );
}

const NO_BLUEPRINT = (
  <Nothing icon={<IconFileOff size={28} />} title="No blueprint">
    Put one into the directory that ASCENT_STAGES names.
  </Nothing>
);

/** What is not chosen is left to the blueprint. */
function requestOf({ blueprint, seeds, arches, priority }: Choice): StartRun {
  const known = ARCHES.filter((arch) => arches.includes(arch));
  return {
    blueprint,
    ...(seeds.length > 0 && { seeds }),
    ...(known.length > 0 && { arches: known }),
    ...(priority !== RUN_PRIORITY.usual && { priority }),
  };
}

const NOTHING_CHOSEN = { seeds: [], arches: [], priority: RUN_PRIORITY.usual };

function StartForm({ blueprints, onClose }: FormProps) {
  const [choice, setChoice] = useState<Choice>({ ...NOTHING_CHOSEN, blueprint: blueprints[0]?.name ?? "" });
  const chosen = blueprints.find(({ name }) => name === choice.blueprint);
  const { start, plan } = useStarting(onClose);
  const choose = (change: Partial<Choice>) => {
    setChoice({ ...choice, ...change });
    plan.reset();
    start.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate(requestOf(choice));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Select
          label="Blueprint"
          description={chosen?.description}
          data={blueprints.map(({ name }) => name)}
          allowDeselect={false}
          value={choice.blueprint}
          onChange={(blueprint) => choose({ ...NOTHING_CHOSEN, blueprint: blueprint ?? "" })}
        />
        {chosen !== undefined && <Choices blueprint={chosen} choice={choice} onChoose={choose} />}
        <Group>
          <Button type="submit" loading={start.isPending}>
            Start
          </Button>
          <Button
            variant="default"
            loading={plan.isPending}
            onClick={() => plan.mutate(requestOf(choice))}
            title="Checks and plans it as a run would, and builds nothing"
          >
            What would be built?
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

interface ChoicesProps {
  readonly blueprint: BlueprintView;
  readonly choice: Choice;
  readonly onChoose: (change: Partial<Choice>) => void;
}

function Choices({ blueprint, choice, onChoose }: ChoicesProps) {
  return (
    <>
      <Checkbox.Group
        label="Seeds"
        description="The first that can be had is taken. Nothing chosen: in the blueprint's order."
        value={choice.seeds}
        onChange={(seeds) => onChoose({ seeds })}
      >
        <Stack gap={6} mt={6}>
          {blueprint.seeds.map(({ name, reason }) => (
            <Checkbox key={name} value={name} label={name} description={reason} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Checkbox.Group
        label="Arches"
        description="Nothing chosen: all of the blueprint's."
        value={choice.arches}
        onChange={(arches) => onChoose({ arches })}
      >
        <Group mt={6}>
          {blueprint.arches.map((arch) => (
            <Checkbox key={arch} value={arch} label={arch} />
          ))}
        </Group>
      </Checkbox.Group>
      <Select
        label="Priority"
        description="Builds of larger ones go first."
        data={PRIORITIES}
        value={String(choice.priority)}
        onChange={(priority) => onChoose({ priority: Number(priority) })}
        allowDeselect={false}
        maw={260}
      />
    </>
  );
}

interface FormProps {
  readonly blueprints: readonly BlueprintView[];
  readonly onClose: () => void;
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
    onSuccess: async ({ run }) => {
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
