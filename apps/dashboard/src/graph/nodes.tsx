import { Button, Group, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { Link } from "wouter";
import { builds } from "../runs/run-control.tsx";
import { STATE_LABELS, shownState, stateColor, totalOf } from "../state/build-states.ts";
import { StateBar } from "../state/state-bar.tsx";
import type { BuildNode, StageNode } from "./picture.ts";

function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

/** One build: its name, and its state as the colour of its edge. */
export const BuildBox = memo(function BuildBox({ data: { build, now, critical, found } }: NodeProps<BuildNode>) {
  const state = now === undefined ? "waiting" : shownState(now);
  const classes = ["build-box", critical && "critical", found && "found"].filter(Boolean).join(" ");
  return (
    <>
      <Ends />
      <Link
        href={`/builds/${build.id}`}
        className={classes}
        style={{ borderLeftColor: stateColor(state) }}
        title={`${build.name}: ${STATE_LABELS[state]}${critical ? ", on the critical path" : ""}`}
        aria-label={`${build.name}, ${STATE_LABELS[state]}${critical ? ", on the critical path" : ""}`}
      >
        {build.name}
      </Link>
    </>
  );
});

/** A stage as a frame around its builds, or closed. */
export const StageFrame = memo(function StageFrame({ data: { stage, open, counts, onToggle } }: NodeProps<StageNode>) {
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <div className="stage-frame">
      <Ends />
      <Group justify="space-between" wrap="nowrap">
        <Button
          variant="subtle"
          size="compact-md"
          className="nodrag"
          leftSection={<Icon size={16} aria-hidden />}
          aria-expanded={open}
          onClick={() => onToggle(stage)}
        >
          {stage}
        </Button>
        <Text size="sm" c="dimmed">
          {builds(totalOf(counts))}
        </Text>
      </Group>
      <StateBar counts={counts} label={stage} />
    </div>
  );
});
