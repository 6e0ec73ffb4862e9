import { Anchor, Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

interface NothingProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** 1 where nothing else is on the page. */
  readonly order?: 1 | 2;
  readonly children?: ReactNode;
}

/** An empty state: what is not there, and what a person can do about it. */
export function Nothing({ icon, title, order = 2, children }: NothingProps) {
  return (
    <Center py={48}>
      <Stack align="center" gap="xs" maw={480}>
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={order} size="h4" ta="center">
          {title}
        </Title>
        {children !== undefined && (
          <Text component="div" c="dimmed" ta="center">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

interface NoSuchProps {
  readonly icon: ReactNode;
  /** As in "There is no such run". */
  readonly what: string;
  readonly why: string;
  /** Where others of its kind are. */
  readonly back: { readonly href: string; readonly label: string };
}

/** The whole page of an address that leads to nothing. */
export function NoSuch({ icon, what, why, back }: NoSuchProps) {
  return (
    <Nothing icon={icon} title={`There is no such ${what}`} order={1}>
      <p>{why}</p>
      <Anchor component={Link} href={back.href}>
        {back.label}
      </Anchor>
    </Nothing>
  );
}
