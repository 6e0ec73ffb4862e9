import { Alert, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { BuildPartProps } from "./build-page.tsx";

/** Why the newest attempt failed, and what to do. */
export function BuildFailure({ build: { state, failure } }: BuildPartProps) {
  if (failure === undefined || state === "done") return null;
  const where = failure.step === undefined ? failure.code : `${failure.code} in ${failure.step}`;
  return (
    <Alert color="red" icon={<IconX />} title={where} role="alert">
      <Text size="sm">{failure.message}</Text>
      {failure.wayOut !== undefined && <Text size="sm">{failure.wayOut}</Text>}
    </Alert>
  );
}
