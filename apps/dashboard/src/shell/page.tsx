import { Group, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface PageProps {
  readonly title: string;
  /** What can be done here, beside the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One of the places that the navigation leads to: all begin at the same edge. */
export function Page({ title, action, children }: PageProps) {
  useDocumentTitle(`${title} · Ascent`);
  return (
    <Stack maw={1400} mx="auto">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
