import { Stack, Tabs, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconKey, IconWebhook } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useLocation, useParams } from "wouter";
import { PageLoader } from "../shell/page-loader.tsx";
import { TokensTab } from "./tokens-tab.tsx";

const WebhooksTab = lazy(() => import("../webhooks/webhooks-tab.tsx"));

/** Who may use the service, and who is told of what happens. */
export default function SettingsPage() {
  useDocumentTitle("Settings · Ascent");
  const { part = "tokens" } = useParams();
  const [, go] = useLocation();
  const show = (next: string | null) => go(next === "webhooks" ? "/settings/webhooks" : "/settings");
  return (
    <Stack maw={1200} mx="auto">
      <Title order={1} size="h2">
        Settings
      </Title>
      <Tabs value={part} onChange={show} keepMounted={false}>
        <Tabs.List aria-label="Kinds of settings">
          <Tabs.Tab value="tokens" leftSection={<IconKey size={16} aria-hidden />}>
            Tokens
          </Tabs.Tab>
          <Tabs.Tab value="webhooks" leftSection={<IconWebhook size={16} aria-hidden />}>
            Webhooks
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tokens" pt="md">
          <TokensTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks" pt="md">
          <Suspense fallback={<PageLoader />}>
            <WebhooksTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
