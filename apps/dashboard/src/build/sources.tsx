import { Table, Text } from "@mantine/core";
import type { BuildPartProps } from "./build-page.tsx";
import { Digest } from "./digest.tsx";

/** What people wrote that went into it. */
export function Sources({ build: { sources } }: BuildPartProps) {
  if (sources.length === 0) return <Text c="dimmed">It has no sources, or has not fetched them yet.</Text>;
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table aria-label="Sources">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Source</Table.Th>
            <Table.Th>Digest</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sources.map(({ uri, digest, from }) => (
            <Table.Tr key={`${uri} ${digest}`}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {uri}
                {from !== uri && (
                  <Text size="xs" c="dimmed">
                    from {from}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Digest digest={digest} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
