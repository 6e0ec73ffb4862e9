import { Group, Paper, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Trouble } from "./trouble.tsx";

interface RowFormProps {
  /** What it is for, for those who hear it. */
  readonly label: string;
  readonly onSubmit: () => void;
  readonly error: Error | null;
  /** Over the error. */
  readonly trouble: string;
  readonly children: ReactNode;
}

/** A form whose fields stand side by side, with what went wrong below them. */
export function RowForm({ label, onSubmit, error, trouble, children }: RowFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit} aria-label={label}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          {children}
        </Group>
        {error !== null && <Trouble title={trouble} error={error} />}
      </Stack>
    </Paper>
  );
}
