import { IconCircleCheck, IconCircleX, IconMinus } from "@tabler/icons-react";
import { stateColor } from "../state/build-states.ts";

interface FindingMarkProps {
  readonly state: "holds" | "fails" | "not-checked";
}

export function FindingMark({ state }: FindingMarkProps) {
  if (state === "holds")
    return (
      <IconCircleCheck size={20} className="keeps-size" color={stateColor("done")} role="img" aria-label="holds" />
    );
  if (state === "fails")
    return <IconCircleX size={20} className="keeps-size" color={stateColor("failed")} role="img" aria-label="fails" />;
  return (
    <IconMinus
      size={20}
      className="keeps-size"
      color="var(--mantine-color-dimmed)"
      role="img"
      aria-label="not checked"
    />
  );
}
