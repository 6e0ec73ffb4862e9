import type { RunView } from "@ascent/client";
import { RUN_PRIORITY } from "@ascent/core";
import { Select } from "@mantine/core";
import { useMay } from "../session/rights.ts";
import { useRunControl } from "./run-control.tsx";
import { isOver } from "./run-state.tsx";

const STEPS = Array.from({ length: RUN_PRIORITY.most - RUN_PRIORITY.least + 1 }, (_, step) => RUN_PRIORITY.most - step);

function nameOf(priority: number): string {
  if (priority === RUN_PRIORITY.usual) return `${priority}, usual`;
  if (priority === RUN_PRIORITY.most) return `${priority}, first of all`;
  return priority === RUN_PRIORITY.least ? `${priority}, when nothing else is to be done` : String(priority);
}

/** To choose from, the most urgent first. */
export const PRIORITIES = STEPS.map((step) => ({ value: String(step), label: nameOf(step) }));

/** How urgent a run is among others; to be changed for as long as anything of it is to be done. */
export function RunPriority({ run }: { readonly run: RunView }) {
  const { hurry } = useRunControl(run.id);
  const may = useMay("maintainer");
  const priority = run.priority ?? RUN_PRIORITY.usual;
  if (!may || isOver(run)) return nameOf(priority);
  return (
    <Select
      size="xs"
      aria-label="Priority: builds of larger ones go first, also those that wait already"
      title="Builds of larger ones go first, also those that wait already"
      data={PRIORITIES}
      value={String(hurry.isPending ? hurry.variables : priority)}
      onChange={(chosen) => hurry.mutate(Number(chosen))}
      allowDeselect={false}
      error={hurry.error?.message}
      comboboxProps={{ width: 260, position: "bottom-start" }}
    />
  );
}
