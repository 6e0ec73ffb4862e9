import type { WebhookView } from "@ascent/client";
import { Anchor, Breadcrumbs, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconWebhookOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { NoSuch } from "../shell/nothing.tsx";
import { Deliveries } from "./deliveries.tsx";
import { WebhookActions } from "./webhook-actions.tsx";
import { webhookQuery } from "./webhook-queries.ts";
import { WebhookFacts, WebhookState } from "./webhook-words.tsx";

/** One webhook: what it is told, what can be done with it, and everything that it was sent. */
export default function WebhookPage() {
  const { id = "" } = useParams();
  const query = useQuery(webhookQuery(useClient(), id));
  useDocumentTitle("Webhook · Ascent");
  return (
    <Asked query={query} what="the webhook" height={200} unknown={NO_WEBHOOK}>
      {(webhook) => <Webhook webhook={webhook} key={webhook.id} />}
    </Asked>
  );
}

const NO_WEBHOOK = (
  <NoSuch
    icon={<IconWebhookOff size={28} />}
    what="webhook"
    why="Perhaps somebody removed it."
    back={{ href: "/settings/webhooks", label: "All webhooks" }}
  />
);

function Webhook({ webhook }: { readonly webhook: WebhookView }) {
  return (
    <Stack maw={1400} mx="auto">
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
