import type { ActionView } from "@ascent/client";
import { Anchor, Badge, Button, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";

const EVERY_MS = 10_000;

/** Who changed what, or tried to; the newest first. */
export default function ActionsPage() {
  useDocumentTitle("Action log · Ascent");
  const client = useClient();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["actions"],
    queryFn: ({ pageParam }) => client.actions(pageParam === undefined ? {} : { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
  const actions = data?.pages.flatMap((page) => page.actions) ?? [];
  return (
    <Stack maw={1400} mx="auto">
      <Title order={1} size="h2">
        Action log
      </Title>
      {isPending && <Skeleton height={240} role="status" aria-label="Loading the action log" />}
      {data === undefined && error !== null && <Trouble title="The action log cannot be shown" error={error} />}
      {data !== undefined && actions.length === 0 && (
        <Nothing icon={<IconListDetails size={28} />} title="Nobody has changed anything yet" />
      )}
      {actions.length > 0 && <Actions actions={actions} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older ones
        </Button>
      )}
    </Stack>
  );
}

const OUTCOME_COLORS = { done: "green", refused: "orange", failed: "red" } as const;

function Actions({ actions }: { readonly actions: readonly ActionView[] }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label="Actions, the newest first">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>About</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {actions.map((action) => (
            <Table.Tr key={action.sequence}>
              <Table.Td>{new Date(action.at).toLocaleString()}</Table.Td>
              <Table.Td>
                {action.actor ?? "nobody known"}{" "}
                <Text component="span" size="sm" c="dimmed">
                  {action.role} {action.address}
                </Text>
              </Table.Td>
              <Table.Td>{action.action}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <Target path={action.target} />
              </Table.Td>
              <Table.Td>
                <Badge variant="light" tt="none" autoContrast color={OUTCOME_COLORS[action.outcome]}>
                  {action.outcome}
                </Badge>{" "}
                {action.reason}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Runs and builds have a page of their own. */
function Target({ path }: { readonly path: string }) {
  const page = /^\/v1(\/(?:runs|builds)\/[0-9a-f-]{36})/.exec(path)?.[1];
  if (page === undefined) return path;
  return (
    <Anchor component={Link} href={page} fz="inherit">
      {path}
    </Anchor>
  );
}
