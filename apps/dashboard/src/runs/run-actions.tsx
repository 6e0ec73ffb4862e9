import type { RunView } from "@ascent/client";
import { Button, Group, Text } from "@mantine/core";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Flight } from "../flight/flight-model.ts";
import { useMay } from "../session/rights.ts";
import { useClient } from "../session/session.tsx";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { isOver } from "./run-state.tsx";

interface RunActionsProps {
  readonly run: RunView;
  readonly flight: Flight | undefined;
}

const AGAIN: ReadonlySet<string> = new Set(["failed", "cancelled", "blocked"]);

const CANCEL = {
  title: "Cancel this run?",
  text: "What is being built stops. What is done stays, and a retry goes on from there.",
  yes: "Cancel the run",
};

/** Only what can be done now is there to be pressed. */
export function RunActions({ run, flight }: RunActionsProps) {
  const control = useRunControl(run.id);
  const { cancel, retry } = control;
  const may = useMay("maintainer");
  const again = whatToRetry(run, flight);
  if (!may) return null;
  return (
    <Group gap="xs">
      <ControlOutcome {...control} />
      {again !== undefined && (
        <Button
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          Retry {again}
        </Button>
      )}
      {!isOver(run) && (
        <ConfirmButton
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          loading={cancel.isPending}
          ask={CANCEL}
          onConfirm={() => cancel.mutate()}
        >
          Cancel
        </ConfirmButton>
      )}
    </Group>
  );
}

/** In words; undefined when there is nothing. */
function whatToRetry(run: RunView, flight: Flight | undefined): string | undefined {
  const builds = flight?.builds.filter(({ state }) => AGAIN.has(state)).length ?? 0;
  if (builds > 0) return `${builds} build${builds === 1 ? "" : "s"}`;
  return run.preparation.some(({ state }) => state === "failed") ? "the seed" : undefined;
}

/** Cancel and retry, with the page brought up to date behind them. */
export function useRunControl(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: ["run", runId] });
    await queries.invalidateQueries({ queryKey: ["build"] });
  };
  const cancel = useMutation({ mutationFn: () => client.cancel(runId), onSuccess });
  const retry = useMutation({
    mutationFn: (packageName: string | undefined) => client.retry(runId, packageName),
    onSuccess,
  });
  return { cancel, retry };
}

type Control = ReturnType<typeof useRunControl>;

/** What came of the last cancel or retry. */
export function ControlOutcome({ cancel, retry }: Control) {
  const error = cancel.error ?? retry.error;
  if (error !== null) return <Trouble title="That did not work" error={error} />;
  if (retry.data === undefined) return null;
  const { retried } = retry.data;
  return (
    <Text size="sm" c="dimmed" role="status">
      {retried} build{retried === 1 ? "" : "s"} will be tried again.
    </Text>
  );
}
