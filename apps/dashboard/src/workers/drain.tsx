import type { WorkerView } from "@ascent/client";
import { Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { builds } from "../runs/run-control.tsx";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { workersQuery } from "./workers-query.ts";

/** Has a worker take nothing new, before its host is shut down for example, or take work again. */
export function Drain({ worker: { id, draining = false, building } }: { readonly worker: WorkerView }) {
  const client = useClient();
  const queries = useQueryClient();
  const may = useMay("maintainer");
  const turn = useMutation({
    mutationFn: () => client.drain(id, !draining),
    onSuccess: () => queries.invalidateQueries(workersQuery(client)),
  });
  if (!may) return null;
  return (
    <Group gap="sm">
      <ConfirmButton
        size="compact-sm"
        leftSection={draining ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />}
        loading={turn.isPending}
        ask={draining ? RESUME : drainQuestion(building.length)}
        onConfirm={() => turn.mutate()}
        aria-label={`${draining ? "Resume" : "Drain"} ${id}`}
      >
        {draining ? "Resume" : "Drain"}
      </ConfirmButton>
      {turn.error !== null && <Trouble title="That did not work" error={turn.error} />}
    </Group>
  );
}

const RESUME = {
  title: "Let this worker take work again?",
  text: "It takes builds of its arch as soon as there are any.",
  yes: "Resume",
  harms: false,
};

function drainQuestion(building: number) {
  const first = building === 0 ? "It builds nothing now." : `It finishes the ${builds(building)} that it works on.`;
  return {
    title: "Drain this worker?",
    text: `It takes nothing new until it is resumed. ${first} Other workers of its arch go on.`,
    yes: "Drain it",
  };
}
