import { ActionIcon, Code, CopyButton, Group } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { shortDigest } from "./short-digest.ts";

/** A digest, short to look at and whole to copy. */
export function Digest({ digest }: { readonly digest: string }) {
  const short = shortDigest(digest);
  return (
    <Group gap={4} wrap="nowrap">
      <Code title={digest}>{short}</Code>
      <CopyButton value={digest}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size="sm"
            color="gray"
            onClick={copy}
            aria-label={copied ? "Copied" : `Copy the digest ${short}`}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
