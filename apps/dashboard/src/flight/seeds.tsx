import type { RunView } from "@ascent/client";
import { Alert, Group, Loader, Stack, Text } from "@mantine/core";
import { IconSeedling, IconX } from "@tabler/icons-react";

/** How the seeds come in, for as long as that is news. */
export function Seeds({ run }: { readonly run: RunView }) {
  const news = run.preparation.filter(({ state }) => state !== "locked");
  if (news.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Seeds">
      {news.map((seed) => (
        <SeedNews key={seed.arch} seed={seed} />
      ))}
    </Stack>
  );
}

const WORDS = {
  queued: "waits for its turn",
  acquiring: "is being fetched and pinned",
  locked: "is pinned",
  failed: "cannot be had",
};

function SeedNews({ seed }: { readonly seed: RunView["preparation"][number] }) {
  const { arch, state, failure } = seed;
  const failed = state === "failed";
  return (
    <Alert color={failed ? "red" : "blue"} icon={failed ? <IconX /> : <IconSeedling />}>
      <Group gap="sm" wrap="nowrap">
        <Text size="sm" fw={600}>
          The seed {seed.seed} for {arch} {WORDS[state]}
        </Text>
        {!failed && <Loader size="xs" aria-hidden />}
      </Group>
      {failure !== undefined && <Text size="sm">{failure.message}</Text>}
      {failure?.wayOut !== undefined && <Text size="sm">{failure.wayOut}</Text>}
    </Alert>
  );
}
