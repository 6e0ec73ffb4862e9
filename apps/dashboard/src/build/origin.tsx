import { isSeedInput } from "@ascent/core";
import { Badge } from "@mantine/core";

const STAGE_COLORS = ["blue", "cyan", "teal", "green", "lime"] as const;

interface OriginProps {
  /** `seed:NAME`, or a stage. */
  readonly input: string;
  /** The run's stages in order: the later, the further from the seed. */
  readonly stages: readonly string[];
}

/** Where a package came from, in its colour: the seed's is warm, stages go from blue to green. */
export function Origin({ input, stages }: OriginProps) {
  const color = isSeedInput(input) ? "orange" : STAGE_COLORS[Math.min(stages.indexOf(input), STAGE_COLORS.length - 1)];
  return (
    <Badge variant="light" color={color ?? "gray"} tt="none" autoContrast miw="max-content">
      {input}
    </Badge>
  );
}
