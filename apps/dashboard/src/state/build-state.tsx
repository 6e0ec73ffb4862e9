import { Badge } from "@mantine/core";
import {
  IconBolt,
  IconCheck,
  IconCircleMinus,
  IconClock,
  IconHammer,
  IconLock,
  IconPlayerPlay,
  IconX,
} from "@tabler/icons-react";
import { type ShownState, STATE_LABELS, stateColor } from "./build-states.ts";

const ICONS = {
  failed: IconX,
  blocked: IconLock,
  building: IconHammer,
  ready: IconPlayerPlay,
  waiting: IconClock,
  cancelled: IconCircleMinus,
  cached: IconBolt,
  done: IconCheck,
} as const satisfies Record<ShownState, unknown>;

interface BuildStateProps {
  readonly state: ShownState;
  /** How many of them; absent for one build. */
  readonly count?: number;
}

/** A build's state by icon, colour and word. */
export function BuildState({ state, count }: BuildStateProps) {
  const Icon = ICONS[state];
  return (
    <Badge
      variant="default"
      tt="none"
      fw={500}
      size="lg"
      leftSection={<Icon size={14} color={stateColor(state)} stroke={2.6} aria-hidden />}
      className={state === "building" ? "pulsing-icon" : undefined}
      style={{ flexShrink: 0 }}
    >
      {count === undefined ? STATE_LABELS[state] : `${count} ${STATE_LABELS[state]}`}
    </Badge>
  );
}
