import type { RunView } from "@ascent/client";
import { Group } from "@mantine/core";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import type { Flight } from "../flight/flight-model.ts";
import { useMay } from "../session/rights.ts";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { builds, ControlOutcome, useRunControl } from "./run-control.tsx";
import { isOver } from "./run-state.tsx";

interface RunActionsProps {
  readonly run: RunView;
  readonly flight: Flight | undefined;
}

/** What is tried again; what is blocked only waits again. */
const AGAIN: ReadonlySet<string> = new Set(["failed", "cancelled"]);

const CANCEL = {
  title: "Cancel this run?",
  text: "What waits is cancelled, and what is being built stops. What is done stays: a retry goes on from there.",
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
        <ConfirmButton
          variant="filled"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={retry.isPending}
          ask={{
            title: `Retry ${again}?`,
            text: "What failed or was cancelled is tried again, in every stage; what it held back waits again. What is done stays as it is.",
            yes: "Retry",
            harms: false,
          }}
          onConfirm={() => retry.mutate({})}
        >
          Retry {again}
        </ConfirmButton>
      )}
      {!isOver(run) && (
        <ConfirmButton
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          loading={cancel.isPending}
          ask={CANCEL}
          onConfirm={() => cancel.mutate({})}
        >
          Cancel
        </ConfirmButton>
      )}
    </Group>
  );
}

/** In words; undefined when there is nothing. */
function whatToRetry(run: RunView, flight: Flight | undefined): string | undefined {
  const again = flight?.builds.filter(({ state }) => AGAIN.has(state)).length ?? 0;
  if (again > 0) return builds(again);
  return run.preparation.some(({ state }) => state === "failed") ? "the seed" : undefined;
}
