import type { RunView } from "@ascent/client";
import { Badge } from "@mantine/core";
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconPlaneInflight,
} from "@tabler/icons-react";

const LOOKS = {
  preparing: { icon: IconCircleDashed, color: "blue" },
  running: { icon: IconPlaneInflight, color: "blue" },
  succeeded: { icon: IconCircleCheck, color: "green" },
  failed: { icon: IconCircleX, color: "red" },
  cancelled: { icon: IconCircleMinus, color: "gray" },
} as const satisfies Record<RunView["state"], unknown>;

export function RunState({ state, size = "lg" }: { readonly state: RunView["state"]; readonly size?: "md" | "lg" }) {
  const { icon: Icon, color } = LOOKS[state];
  return (
    <Badge
      variant="light"
      color={color}
      size={size}
      tt="none"
      autoContrast
      leftSection={<Icon size={14} aria-hidden />}
      className="state-badge"
      style={{ flexShrink: 0 }}
    >
      {state}
    </Badge>
  );
}

export function isOver(run: Pick<RunView, "state">): boolean {
  return run.state !== "preparing" && run.state !== "running";
}
