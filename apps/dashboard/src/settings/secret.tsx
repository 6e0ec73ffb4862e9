import { ActionIcon, Alert, Code, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";

interface SecretProps {
  /** What to do with it, such as "Copy the token now". */
  readonly title: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** What is given once and never shown again. */
export function Secret({ title, secret, onClose }: SecretProps) {
  return (
    <Alert
      color="green"
      icon={<IconKey />}
      title={title}
      withCloseButton
      onClose={onClose}
      closeButtonLabel="Close"
      role="status"
    >
      <Text size="sm">It is shown this once:</Text>
      <Group gap="xs" wrap="nowrap">
        <Code style={{ overflowWrap: "anywhere" }}>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <ActionIcon variant="default" onClick={copy} aria-label={copied ? "Copied" : "Copy the secret"}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
