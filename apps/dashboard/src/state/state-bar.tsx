import { Progress } from "@mantine/core";
import {
  type Counts,
  SHOWN_STATES,
  type ShownState,
  STATE_LABELS,
  stateColor,
  tellCounts,
  totalOf,
} from "./build-states.ts";

/** Fills from the left: what is done first, then what is on, then what is wrong. */
const ORDER: readonly ShownState[] = ["cached", "done", "building", "failed", "blocked", "cancelled"];

interface StateBarProps {
  readonly counts: Counts;
  readonly label: string;
  readonly size?: number;
}

/** How the builds of something stand, as one bar; in words for who does not see it. */
export function StateBar({ counts, label, size = 10 }: StateBarProps) {
  const total = totalOf(counts);
  const shown = ORDER.filter((state) => SHOWN_STATES.includes(state) && counts[state] > 0);
  return (
    <div role="img" aria-label={`${label}: ${tellCounts(counts)} of ${total}`}>
      <Progress.Root size={size} aria-hidden>
        {shown.map((state) => (
          <Progress.Section
            key={state}
            value={(100 * counts[state]) / total}
            color={stateColor(state)}
            className={state === "building" ? "pulsing" : undefined}
            title={`${counts[state]} ${STATE_LABELS[state]}`}
            withAria={false}
          />
        ))}
      </Progress.Root>
    </div>
  );
}
