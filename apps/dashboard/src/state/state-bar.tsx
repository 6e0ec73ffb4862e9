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
  /** Builds that are yet to be planned: about as many as this, for which the bar keeps room. */
  readonly unplanned?: number;
}

/** How the builds of something stand, as one bar; in words for who does not see it. */
export function StateBar({ counts, label, size = 10, unplanned = 0 }: StateBarProps) {
  const planned = totalOf(counts);
  const total = planned + unplanned;
  const more = unplanned === 0 ? "" : `, and about ${unplanned} that are not planned yet`;
  const shown = ORDER.filter((state) => SHOWN_STATES.includes(state) && counts[state] > 0);
  return (
    <div role="img" aria-label={`${label}: ${tellCounts(counts)} of ${planned}${more}`}>
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
