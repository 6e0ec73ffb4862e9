import { Group } from "@mantine/core";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { builds, ControlOutcome, useRunControl } from "../runs/run-control.tsx";
import { useMay } from "../session/rights.ts";
import { ConfirmButton } from "../shell/confirm-button.tsx";

/** What a stage has, on every arch together. */
export interface StageWork {
  /** Failed or cancelled. */
  readonly again: number;
  /** Not over yet. */
  readonly left: number;
}

interface StageActionsProps {
  readonly runId: string;
  readonly stage: string;
  /** Beside others of the same stage, each of another arch. */
  readonly many: boolean;
  readonly work: StageWork;
}

/** Tries a stage again, or stops it; offered only where there is something to be done. */
export function StageActions({ runId, stage, many, work: { again, left } }: StageActionsProps) {
  const control = useRunControl(runId);
  const { retry, cancel } = control;
  const may = useMay("maintainer");
  if (!may || again + left === 0) return null;
  const where = many ? `${stage}, on every arch` : stage;
  return (
    <Group gap="xs">
      {again > 0 && (
        <ConfirmButton
          size="compact-sm"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={retry.isPending}
          ask={{
            title: `Retry ${builds(again)} of ${where}?`,
            text: "What failed or was cancelled in this stage is tried again, and what it held back waits again. Other stages are left as they are.",
            yes: "Retry",
            harms: false,
          }}
          onConfirm={() => retry.mutate({ stage })}
          aria-label={`Retry ${builds(again)} of ${where}`}
        >
          Retry {again}
        </ConfirmButton>
      )}
      {left > 0 && (
        <ConfirmButton
          size="compact-sm"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          loading={cancel.isPending}
          ask={{
            title: `Cancel ${where}?`,
            text: `${builds(left)} of it will not be done, or stop when their worker hears of it. The stages after it are blocked. What is done stays, and a retry goes on from there.`,
            yes: "Cancel the stage",
          }}
          onConfirm={() => cancel.mutate({ stage })}
          aria-label={`Cancel ${where}`}
        >
          Cancel
        </ConfirmButton>
      )}
      <ControlOutcome {...control} />
    </Group>
  );
}
