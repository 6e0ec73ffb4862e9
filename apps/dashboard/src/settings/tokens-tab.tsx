import type { TokenView } from "@ascent/client";
import { Badge, Button, Code, Group, Paper, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../session/session.tsx";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { useNow } from "../state/clock.ts";
import { tellWhen } from "../state/durations.ts";
import { NewToken } from "./new-token.tsx";
import { Secret } from "./secret.tsx";

/** Who may use the service: tokens with their roles. */
export function TokensTab() {
  const client = useClient();
  const [secret, setSecret] = useState<string>();
  const { data, error, isPending, refetch } = useQuery({ queryKey: ["tokens"], queryFn: () => client.tokens() });
  return (
    <Stack>
      <NewToken onSecret={setSecret} />
      {secret !== undefined && (
        <Secret title="Copy the token now" secret={secret} onClose={() => setSecret(undefined)} />
      )}
      {isPending && <Skeleton height={160} role="status" aria-label="Loading the tokens" />}
      {data === undefined && error !== null && (
        <Trouble title="The tokens cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && <Tokens tokens={data.tokens} onSecret={setSecret} />}
    </Stack>
  );
}

interface TokensProps {
  readonly tokens: readonly TokenView[];
  readonly onSecret: (secret: string) => void;
}

const STATE_COLORS = { active: "green", expired: "orange", revoked: "gray" } as const;

function Tokens({ tokens, onSecret }: TokensProps) {
  const now = useNow();
  if (tokens.length === 0)
    return <Text c="dimmed">Only the installation's own token exists, which is an admin's.</Text>;
  return (
    <Paper withBorder p="xs">
      <Table.ScrollContainer minWidth={720}>
        <Table aria-label="Tokens">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th>Ends</Table.Th>
              <Table.Th>
                <span className="only-heard">What can be done</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map((token) => (
              <Table.Tr key={token.id}>
                <Table.Td>
                  {token.name} <Code>{token.prefix}…</Code>
                </Table.Td>
                <Table.Td>{token.role}</Table.Td>
                <Table.Td>
                  <Badge variant="light" tt="none" autoContrast color={STATE_COLORS[token.state]}>
                    {token.state}
                  </Badge>
                </Table.Td>
                <Table.Td>{token.lastUsedAt === undefined ? "never" : tellWhen(token.lastUsedAt, now)}</Table.Td>
                <Table.Td>
                  {token.expiresAt === undefined ? "never" : new Date(token.expiresAt).toLocaleString()}
                </Table.Td>
                <Table.Td>{token.state === "active" && <TokenActions token={token} onSecret={onSecret} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function TokenActions({ token, onSecret }: { readonly token: TokenView; readonly onSecret: (secret: string) => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: ["tokens"] });
  const revoke = useMutation({ mutationFn: () => client.revokeToken(token.id), onSuccess: renew });
  const rotate = useMutation({
    mutationFn: () => client.rotateToken(token.id, {}),
    onSuccess: async ({ secret }) => {
      onSecret(secret);
      await renew();
    },
  });
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        loading={rotate.isPending}
        onClick={() => rotate.mutate()}
        aria-label={`Rotate ${token.name}`}
      >
        Rotate
      </Button>
      <ConfirmButton
        size="compact-sm"
        loading={revoke.isPending}
        ask={{
          title: `Revoke ${token.name}?`,
          text: "Whoever uses it is refused from now on. It cannot be taken back.",
          yes: "Revoke",
        }}
        onConfirm={() => revoke.mutate()}
        aria-label={`Revoke ${token.name}`}
      >
        Revoke
      </ConfirmButton>
    </Group>
  );
}
