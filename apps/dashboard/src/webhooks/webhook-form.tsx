import { WEBHOOK_EVENTS, type WebhookEvent } from "@ascent/core";
import { Button, Chip, Group, Input, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Trouble } from "../shell/trouble.tsx";

/** What a webhook is told, and where; no events: all of them. */
export interface WantedWebhook {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
}

interface WebhookFormProps {
  readonly start: WantedWebhook;
  readonly label: string;
  /** What its button is called. */
  readonly verb: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSubmit: (wanted: WantedWebhook) => void;
  readonly onCancel?: () => void;
}

const KINDS = [...new Set(WEBHOOK_EVENTS.map((event) => event.split(".")[0] ?? event))].map((kind) => ({
  kind,
  events: WEBHOOK_EVENTS.filter((event) => event.startsWith(`${kind}.`)),
}));

export function WebhookForm({ start, label, verb, pending, error, onSubmit, onCancel }: WebhookFormProps) {
  const [url, setUrl] = useState(start.url);
  const [chosen, setChosen] = useState<string[]>([...start.events]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ url: url.trim(), events: WEBHOOK_EVENTS.filter((known) => chosen.includes(known)) });
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit} aria-label={label}>
      <TextInput
        label="Address"
        description="Told by POST, with a signature. Only https and public addresses, unless the service allows others."
        placeholder="https://ci.example.org/ascent"
        type="url"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        required
      />
      <Input.Wrapper
        label="Events"
        description="None chosen: all of them, also those that later versions know."
        labelElement="div"
      >
        <Chip.Group multiple value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={6} role="group" aria-label="Events">
            {KINDS.map(({ kind, events }) => (
              <Group key={kind} gap={6}>
                {events.map((event) => (
                  <Chip key={event} value={event} size="xs">
                    {event}
                  </Chip>
                ))}
              </Group>
            ))}
          </Stack>
        </Chip.Group>
      </Input.Wrapper>
      <Group gap="xs">
        <Button type="submit" loading={pending} disabled={url.trim() === ""}>
          {verb}
        </Button>
        {onCancel !== undefined && (
          <Button variant="default" onClick={onCancel}>
            Leave it
          </Button>
        )}
      </Group>
      {error !== null && <Trouble title="That did not work" error={error} />}
    </Stack>
  );
}
