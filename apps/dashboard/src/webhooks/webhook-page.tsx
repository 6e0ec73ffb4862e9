import type { WebhookView } from "@ascent/client";
import { ApiFault } from "@ascent/client";
import { Anchor, Breadcrumbs, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconWebhookOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import { useClient } from "../session/session.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { Deliveries } from "./deliveries.tsx";
import { WebhookActions } from "./webhook-actions.tsx";
import { webhookQuery } from "./webhook-queries.ts";
import { WebhookFacts, WebhookState } from "./webhook-words.tsx";

/** One webhook: what it is told, what can be done with it, and everything that it was sent. */
export default function WebhookPage() {
  const { id = "" } = useParams();
  const { data, error, isPending, refetch } = useQuery(webhookQuery(useClient(), id));
  useDocumentTitle("Webhook · Ascent");
  if (data !== undefined) return <Webhook webhook={data} key={data.id} />;
  if (isPending) return <Skeleton height={200} role="status" aria-label="Loading the webhook" />;
  const unknown = error instanceof ApiFault && (error.status === 404 || error.status === 400);
  if (!unknown) return <Trouble title="The webhook cannot be shown" error={error} onRetry={() => void refetch()} />;
  return (
    <Nothing icon={<IconWebhookOff size={28} />} title="There is no such webhook">
      Perhaps somebody removed it.
    </Nothing>
  );
}

function Webhook({ webhook }: { readonly webhook: WebhookView }) {
  return (
    <Stack maw={1200} mx="auto">
      <Breadcrumbs>
        <Anchor component={Link} href="/settings">
          Settings
        </Anchor>
        <Anchor component={Link} href="/settings/webhooks">
          Webhooks
        </Anchor>
        <Text component="span" ff="monospace" size="sm">
          {webhook.id.slice(0, 8)}
        </Text>
      </Breadcrumbs>
      <Group gap="sm" wrap="nowrap">
        <Title order={1} size="h3" style={{ overflowWrap: "anywhere" }}>
          {webhook.url}
        </Title>
        <WebhookState webhook={webhook} />
      </Group>
      <Paper withBorder p="sm">
        <WebhookFacts webhook={webhook} />
      </Paper>
      <WebhookActions webhook={webhook} />
      <Title order={2} size="h4">
        What it was sent
      </Title>
      <Deliveries webhook={webhook} />
    </Stack>
  );
}
