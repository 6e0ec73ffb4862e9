import type { WebhookView } from "@ascent/client";
import { Group, Paper, Stack, Text } from "@mantine/core";
import { IconWebhook } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { useClient } from "../session/session.tsx";
import { Secret } from "../settings/secret.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { type WantedWebhook, WebhookForm } from "./webhook-form.tsx";
import { useRenewWebhooks, webhooksQuery } from "./webhook-queries.ts";
import { WebhookFacts, WebhookState } from "./webhook-words.tsx";

/** Who is told of what happens. */
export default function WebhooksTab() {
  const query = useQuery(webhooksQuery(useClient()));
  return (
    <Stack>
      <NewWebhook />
      <Asked query={query} what="the webhooks" height={120}>
        {({ webhooks }) =>
          webhooks.length === 0
            ? NOBODY_TOLD
            : webhooks.map((webhook) => <WebhookCard key={webhook.id} webhook={webhook} />)
        }
      </Asked>
    </Stack>
  );
}

const NOBODY_TOLD = (
  <Nothing icon={<IconWebhook size={28} />} title="Nobody is told yet">
    A webhook is told of what happens in runs, by a signed HTTP request: for chat, CI or a mirror.
  </Nothing>
);

const NOTHING: WantedWebhook = { url: "", events: [] };

function NewWebhook() {
  const client = useClient();
  const renew = useRenewWebhooks();
  const [made, setMade] = useState(0);
  const [secret, setSecret] = useState<string>();
  const create = useMutation({
    mutationFn: ({ url, events }: WantedWebhook) =>
      client.createWebhook({ url, ...(events.length > 0 && { events: [...events] }) }),
    onSuccess: async (created) => {
      setSecret(created.secret);
      setMade(made + 1);
      await renew();
    },
  });
  return (
    <>
      <Paper withBorder p="sm">
        <WebhookForm
          key={made}
          start={NOTHING}
          label="A new webhook"
          verb="Make a webhook"
          pending={create.isPending}
          error={create.error}
          onSubmit={(wanted) => create.mutate(wanted)}
        />
      </Paper>
      {secret !== undefined && (
        <Secret
          title="Give this secret to the receiver, to verify signatures with"
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  );
}

function WebhookCard({ webhook }: { readonly webhook: WebhookView }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={webhook.url} style={{ position: "relative" }}>
      <Stack gap={4}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Link href={`/settings/webhooks/${webhook.id}`} className="plain-link covers clip">
            <Text component="span" fw={650} className="names-it">
              {webhook.url}
            </Text>
          </Link>
          <WebhookState webhook={webhook} />
        </Group>
        <WebhookFacts webhook={webhook} />
      </Stack>
    </Paper>
  );
}
