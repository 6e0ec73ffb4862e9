import { Table, Text } from "@mantine/core";
import type { BuildPartProps } from "./build-page.tsx";
import { Digest } from "./digest.tsx";

/** The packages that it made. */
export function Outputs({ build: { outputs } }: BuildPartProps) {
  if (outputs.length === 0) return <Text c="dimmed">It has made nothing yet.</Text>;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label="Packages that it made">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Package</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Content</Table.Th>
            <Table.Th>File</Table.Th>
            <Table.Th>Attestation</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {outputs.map(({ name, version, size, contentDigest, fileDigest, attestation }) => (
            <Table.Tr key={name}>
              <Table.Td>
                {name}{" "}
                <Text component="span" size="sm" c="dimmed">
                  {version}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{tellBytes(size)}</Table.Td>
              <Table.Td>
                <Digest digest={contentDigest} />
              </Table.Td>
              <Table.Td>
                <Digest digest={fileDigest} />
              </Table.Td>
              <Table.Td>{attestation === undefined ? "unsigned" : <Digest digest={attestation} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function tellBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
