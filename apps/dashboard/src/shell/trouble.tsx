import { ApiFault } from "@ascent/client";
import { isFault } from "@ascent/core";
import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

interface TroubleProps {
  readonly title: string;
  readonly error: unknown;
  /** Asks again; absent where that cannot help. */
  readonly onRetry?: () => void;
}

/** What went wrong, with the way out that the service names. */
export function Trouble({ title, error, onRetry }: TroubleProps) {
  const wayOut = isFault(error) ? error.wayOut : undefined;
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={title} role="alert">
      <Stack gap="xs">
        <Text size="sm">{error instanceof Error ? error.message : String(error)}</Text>
        {wayOut !== undefined && <Text size="sm">{wayOut}</Text>}
        <Defects error={error} />
        {onRetry !== undefined && (
          <Group>
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

/** Everything that stops a blueprint, each with its place. */
function Defects({ error }: { readonly error: unknown }) {
  if (!(error instanceof ApiFault) || error.defects.length === 0) return null;
  return (
    <List size="sm" spacing="xs">
      {error.defects.map(({ place, code, message, wayOut }) => (
        <List.Item key={`${place.file}:${place.line}:${place.column}:${code}:${message}`}>
          <Text size="sm" ff="monospace">
            {place.file}:{place.line}:{place.column} {code}
          </Text>
          <Text size="sm">{message}</Text>
          <Text size="sm" c="dimmed">
            {wayOut}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
