import type { WebhookView } from "@ascent/client";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconRotate, IconSend, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { useClient } from "../session/session.tsx";
import { Secret } from "../settings/secret.tsx";
import { ConfirmButton } from "../shell/confirm-button.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { type WantedWebhook, WebhookForm } from "./webhook-form.tsx";
import { useRenewWebhooks } from "./webhook-queries.ts";

interface WebhookActionsProps {
  readonly webhook: WebhookView;
}

const SWITCH_OFF = {
  title: "Switch this webhook off?",
  text: "It is told nothing until it is switched on again, and what is still on its way is given up.",
  yes: "Switch it off",
};
const ROTATE = {
  title: "A new secret?",
  text: "For a day messages are signed with the old one as well, so the receiver can change over in its own time.",
  yes: "Make a new secret",
};
const REMOVE = {
  title: "Remove this webhook?",
  text: "It is told nothing any more, and the log of what it was sent goes with it. It cannot be taken back.",
  yes: "Remove it",
};

const icon = { size: 16, "aria-hidden": true } as const;

/** Try it, change it, switch it, give it a new secret, remove it. */
export function WebhookActions({ webhook }: WebhookActionsProps) {
  const { ping, turn, rotate, remove, secret, forget } = useWebhookControl(webhook);
  const error = ping.error ?? turn.error ?? rotate.error ?? remove.error;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {webhook.enabled && (
          <Button leftSection={<IconSend {...icon} />} loading={ping.isPending} onClick={() => ping.mutate()}>
            Send a ping
          </Button>
        )}
        <EditWebhook webhook={webhook} />
        {webhook.enabled ? (
          <ConfirmButton
            leftSection={<IconPlayerPause {...icon} />}
            loading={turn.isPending}
            ask={SWITCH_OFF}
            onConfirm={() => turn.mutate(false)}
          >
            Switch off
          </ConfirmButton>
        ) : (
          <Button leftSection={<IconPlayerPlay {...icon} />} loading={turn.isPending} onClick={() => turn.mutate(true)}>
            Switch on
          </Button>
        )}
        <ConfirmButton
          leftSection={<IconRotate {...icon} />}
          loading={rotate.isPending}
          ask={ROTATE}
          onConfirm={() => rotate.mutate()}
        >
          New secret
        </ConfirmButton>
        <ConfirmButton
          leftSection={<IconTrash {...icon} />}
          loading={remove.isPending}
          ask={REMOVE}
          onConfirm={() => remove.mutate()}
        >
          Remove
        </ConfirmButton>
      </Group>
      {secret !== undefined && (
        <Secret title="Give this secret to the receiver, to verify signatures with" secret={secret} onClose={forget} />
      )}
      {error !== null && <Trouble title="That did not work" error={error} />}
    </Stack>
  );
}

function useWebhookControl({ id }: WebhookView) {
  const client = useClient();
  const [, go] = useLocation();
  const onSuccess = useRenewWebhooks();
  const [secret, setSecret] = useState<string>();
  const ping = useMutation({ mutationFn: () => client.pingWebhook(id), onSuccess });
  const turn = useMutation({ mutationFn: (enabled: boolean) => client.changeWebhook(id, { enabled }), onSuccess });
  const rotate = useMutation({
    mutationFn: () => client.rotateWebhook(id, {}),
    onSuccess: async (rotated) => {
      setSecret(rotated.secret);
      await onSuccess();
    },
  });
  const remove = useMutation({
    mutationFn: () => client.removeWebhook(id),
    onSuccess: async () => {
      go("/settings/webhooks");
      await onSuccess();
    },
  });
  return { ping, turn, rotate, remove, secret, forget: () => setSecret(undefined) };
}

function EditWebhook({ webhook }: WebhookActionsProps) {
  const client = useClient();
  const renew = useRenewWebhooks();
  const [opened, { open, close }] = useDisclosure();
  const change = useMutation({
    mutationFn: ({ url, events }: WantedWebhook) =>
      client.changeWebhook(webhook.id, { url, events: events.length === 0 ? null : [...events] }),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPencil {...icon} />} onClick={open}>
        Change
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Change the webhook"
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <WebhookForm
          start={{ url: webhook.url, events: webhook.events ?? [] }}
          label="Change the webhook"
          verb="Save"
          pending={change.isPending}
          error={change.error}
          onSubmit={(wanted) => change.mutate(wanted)}
          onCancel={close}
        />
      </Modal>
    </>
  );
}
