import type { WorkerView } from "@ascent/client";
import { Badge } from "@mantine/core";
import { IconDropletDown, IconDropletOff, IconHammer, IconPlugConnectedX, IconZzz } from "@tabler/icons-react";

const LOOKS = {
  working: { icon: IconHammer, color: "green" },
  idle: { icon: IconZzz, color: "gray" },
  draining: { icon: IconDropletDown, color: "orange" },
  drained: { icon: IconDropletOff, color: "orange" },
  silent: { icon: IconPlugConnectedX, color: "red" },
} as const satisfies Record<NonNullable<WorkerView["state"]>, unknown>;

export function WorkerState({ state }: { readonly state: NonNullable<WorkerView["state"]> }) {
  const { icon: Icon, color } = LOOKS[state];
  return (
    <Badge variant="light" tt="none" autoContrast color={color} leftSection={<Icon size={14} aria-hidden />}>
      {state}
    </Badge>
  );
}
