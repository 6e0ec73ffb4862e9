import { Button, type ButtonProps, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";

/** What is asked, what will come of it, and what the answer yes is called. */
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** It stops or takes away something. */
  readonly harms?: boolean;
}

interface ConfirmButtonProps extends ButtonProps {
  readonly ask: Question;
  readonly onConfirm: () => void;
  readonly "aria-label"?: string;
}

/** A button for what cannot simply be taken back, or is larger than it looks: it says what will come of it, and asks. */
export function ConfirmButton({ ask, onConfirm, ...button }: ConfirmButtonProps) {
  const [opened, { open, close }] = useDisclosure();
  const confirm = () => {
    close();
    onConfirm();
  };
  return (
    <>
      <Button variant="default" {...button} onClick={open} />
      <Modal opened={opened} onClose={close} title={ask.title} centered closeButtonProps={{ "aria-label": "Close" }}>
        <Text size="sm">{ask.text}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button {...(ask.harms !== false && { color: "red.9" })} onClick={confirm} data-autofocus>
            {ask.yes}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
