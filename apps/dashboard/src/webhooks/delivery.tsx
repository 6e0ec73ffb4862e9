import type { DeliveryView, WebhookView } from "@ascent/client";
import { Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useClient } from "../session/session.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { useRenewWebhooks } from "./webhook-queries.ts";

interface DeliveryProps {
  readonly delivery: DeliveryView;
  readonly webhook: WebhookView;
}

/** Every try, what the receiver said to the last one, and what was sent. */
export function Delivery({ delivery, webhook }: DeliveryProps) {
  const last = delivery.tries.at(-1);
  return (
    <Stack gap="sm">
      {delivery.tries.length > 0 && <Tries tries={delivery.tries} />}
      {last?.response !== undefined && last.response !== "" && (
        <Said title="What the receiver answered" text={last.response} />
      )}
      <Said title={`What was sent, as ${delivery.messageId}`} text={delivery.body} />
      {webhook.enabled && delivery.state !== "pending" && <Replay delivery={delivery} />}
    </Stack>
  );
}

function Tries({ tries }: Pick<DeliveryView, "tries">) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table aria-label="Tries" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Try</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th ta="right">Took</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tries.map(({ number, at, milliseconds, status, error }) => (
            <Table.Tr key={number}>
              <Table.Td>{number}</Table.Td>
              <Table.Td>{new Date(at).toLocaleString()}</Table.Td>
              <Table.Td ta="right">{milliseconds} ms</Table.Td>
              <Table.Td>
                {status !== undefined && `HTTP ${status} `}
                {error !== undefined && `${error.code}: ${error.message}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Said({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {title}
      </Text>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text}
      </Code>
    </div>
  );
}

function Replay({ delivery: { id, webhookId } }: { readonly delivery: DeliveryView }) {
  const client = useClient();
  const onSuccess = useRenewWebhooks();
  const replay = useMutation({ mutationFn: () => client.replayDelivery(webhookId, id), onSuccess });
  return (
    <Group gap="sm">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconRepeat size={16} aria-hidden />}
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        Send it again
      </Button>
      {replay.error !== null && <Trouble title="It was not sent" error={replay.error} />}
    </Group>
  );
}
