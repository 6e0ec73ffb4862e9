import { Tabs } from "@mantine/core";
import { IconKey, IconWebhook } from "@tabler/icons-react";
import { Suspense } from "react";
import { useLocation, useParams } from "wouter";
import { onDemand } from "../shell/on-demand.tsx";
import { Page } from "../shell/page.tsx";
import { PageLoader } from "../shell/page-loader.tsx";
import { TabList } from "../shell/tab-list.tsx";
import { TokensTab } from "./tokens-tab.tsx";

const WebhooksTab = onDemand(() => import("../webhooks/webhooks-tab.tsx"));

/** Who may use the service, and who is told of what happens. */
export default function SettingsPage() {
  const { part = "tokens" } = useParams();
  const [, go] = useLocation();
  const show = (next: string | null) => go(next === "webhooks" ? "/settings/webhooks" : "/settings");
  return (
    <Page title="Settings">
      <Tabs value={part} onChange={show} keepMounted={false}>
        <TabList label="Kinds of settings" active={part}>
          <Tabs.Tab value="tokens" leftSection={<IconKey size={16} aria-hidden />}>
            Tokens
          </Tabs.Tab>
          <Tabs.Tab value="webhooks" leftSection={<IconWebhook size={16} aria-hidden />}>
            Webhooks
          </Tabs.Tab>
        </TabList>
        <Tabs.Panel value="tokens" pt="md">
          <TokensTab />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks" pt="md">
          <Suspense fallback={<PageLoader />}>
            <WebhooksTab />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
