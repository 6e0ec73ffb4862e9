import type { DeliveryView, WebhookView } from "@ascent/client";
import { Accordion, Badge, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconClock, IconMailbox, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { Nothing } from "../shell/nothing.tsx";
import { Older, type OlderProps } from "../shell/older.tsx";
import { useNow } from "../state/clock.ts";
import { secondsBetween, tellSeconds, tellWhen } from "../state/durations.ts";
import { Delivery } from "./delivery.tsx";
import { deliveriesQuery } from "./webhook-queries.ts";

interface DeliveriesProps {
  readonly webhook: WebhookView;
}

/** The log of deliveries: each message, what came of it, and behind it what was said by both sides. */
export function Deliveries({ webhook }: DeliveriesProps) {
  const query = useInfiniteQuery(deliveriesQuery(useClient(), webhook.id));
  return (
    <Asked query={query} what="what was sent" height={160}>
      {({ pages }) => <Sent deliveries={pages.flatMap((page) => page.deliveries)} webhook={webhook} more={query} />}
    </Asked>
  );
}

interface SentProps extends DeliveriesProps {
  readonly deliveries: readonly DeliveryView[];
  readonly more: OlderProps;
}

function Sent({ deliveries, webhook, more }: SentProps) {
  if (deliveries.length === 0) {
    return (
      <Nothing icon={<IconMailbox size={28} />} title="Nothing was sent yet">
        What it asks for is sent as it happens. A ping tries it now.
      </Nothing>
    );
  }
  return (
    <Stack gap="xs">
      <Accordion variant="separated" chevronPosition="left" aria-label="Deliveries, the newest first">
        {deliveries.map((delivery) => (
          <Accordion.Item key={delivery.id} value={delivery.id}>
            <Accordion.Control>
              <Summary delivery={delivery} />
            </Accordion.Control>
            <Accordion.Panel>
              <Delivery delivery={delivery} webhook={webhook} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Older {...more} />
    </Stack>
  );
}

const LOOKS = {
  pending: { icon: IconClock, color: "blue" },
  delivered: { icon: IconCheck, color: "green" },
  failed: { icon: IconX, color: "red" },
} as const satisfies Record<DeliveryView["state"], unknown>;

function Summary({ delivery }: { readonly delivery: DeliveryView }) {
  const now = useNow();
  const { state, type, createdAt, tries, dueAt, replayOf } = delivery;
  const { icon: Icon, color } = LOOKS[state];
  const left = dueAt === undefined ? 0 : secondsBetween(new Date(now).toISOString(), dueAt, now);
  return (
    <Group gap="xs">
      <Badge variant="light" tt="none" autoContrast color={color} leftSection={<Icon size={14} aria-hidden />}>
        {state}
      </Badge>
      <Text fw={600} size="sm">
        {type}
      </Text>
      <Text size="sm" c="dimmed">
        {tellWhen(createdAt, now)}
        {tries.length > 1 && `, ${tries.length} tries`}
        {replayOf !== undefined && ", sent again"}
        {state === "pending" && left > 0 && `, tried again in ${tellSeconds(left)}`}
      </Text>
    </Group>
  );
}
