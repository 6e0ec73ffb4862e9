import type { WebhookView } from "@ascent/client";
import { Badge, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconPlayerPause } from "@tabler/icons-react";
import { useNow } from "../state/clock.ts";
import { tellWhen } from "../state/durations.ts";

interface WebhookPartProps {
  readonly webhook: WebhookView;
}

/** On, off, or on and failing. */
export function WebhookState({ webhook: { enabled, failingSince } }: WebhookPartProps) {
  const failing = enabled && failingSince !== undefined;
  const Icon = failing ? IconAlertTriangle : enabled ? IconCircleCheck : IconPlayerPause;
  return (
    <Badge
      variant="light"
      tt="none"
      autoContrast
      color={failing ? "orange" : enabled ? "green" : "gray"}
      leftSection={<Icon size={14} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      {failing ? "failing" : enabled ? "on" : "off"}
    </Badge>
  );
}

/** Which events, who made it, and what is wrong with it. */
export function WebhookFacts({ webhook }: WebhookPartProps) {
  const now = useNow();
  const { events, createdBy, createdAt, failingSince, disabledReason, oldSecretUntil } = webhook;
  return (
    <>
      <Text size="sm">{events === undefined ? "all events" : events.join(", ")}</Text>
      <Text size="sm" c="dimmed">
        made by {createdBy}, {tellWhen(createdAt, now)}
      </Text>
      {disabledReason !== undefined && (
        <Text size="sm" fw={600}>
          Switched off by the service: {disabledReason}
        </Text>
      )}
      {failingSince !== undefined && (
        <Text size="sm" fw={600}>
          Nothing has got through since {new Date(failingSince).toLocaleString()}
        </Text>
      )}
      {oldSecretUntil !== undefined && Date.parse(oldSecretUntil) > now && (
        <Text size="sm" c="dimmed">
          the secret before the last one signs as well until {new Date(oldSecretUntil).toLocaleString()}
        </Text>
      )}
    </>
  );
}
