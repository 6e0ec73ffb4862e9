import type { RunView } from "@ascent/client";
import { Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Flight } from "../flight/flight-model.ts";
import { useClient } from "../session/session.tsx";
import { isOver } from "./run-state.tsx";

interface RunActionsProps {
  readonly run: RunView;
  readonly flight: Flight | undefined;
}

const AGAIN: ReadonlySet<string> = new Set(["failed", "cancelled", "blocked"]);

/** Only what can be done now is there to be pressed. */
export function RunActions({ run, flight }: RunActionsProps) {
  const { cancel, retry } = useRunControl(run.id);
  const again = flight?.builds.filter(({ state }) => AGAIN.has(state)).length ?? 0;
  const seedFailed = run.preparation.some(({ state }) => state === "failed");
  const ask = () =>
    modals.openConfirmModal({
      title: "Cancel this run?",
      children: <Text size="sm">What is being built stops. What is done stays, and a retry goes on from there.</Text>,
      labels: { confirm: "Cancel the run", cancel: "Keep it going" },
      confirmProps: { color: "red.9" },
      onConfirm: () => cancel.mutate(),
    });
  return (
    <Group gap="xs">
      {(again > 0 || seedFailed) && (
        <Button
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          Retry {again > 0 ? `${again} build${again === 1 ? "" : "s"}` : "the seed"}
        </Button>
      )}
      {!isOver(run) && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          loading={cancel.isPending}
          onClick={ask}
        >
          Cancel
        </Button>
      )}
    </Group>
  );
}

/** Cancel and retry, each told when it is done, with the page brought up to date behind it. */
export function useRunControl(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: ["run", runId] });
  const fail = (title: string) => (error: Error) => notifications.show({ color: "red", title, message: error.message });
  const cancel = useMutation({
    mutationFn: () => client.cancel(runId),
    onSuccess: renew,
    onError: fail("It was not cancelled"),
  });
  const retry = useMutation({
    mutationFn: (packageName: string | undefined) => client.retry(runId, packageName),
    onSuccess: async ({ retried }) => {
      notifications.show({
        title: "Once more",
        message: `${retried} build${retried === 1 ? "" : "s"} will be tried again.`,
      });
      await renew();
    },
    onError: fail("It was not tried again"),
  });
  return { cancel, retry };
}
