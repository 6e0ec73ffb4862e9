import type { VerdictView } from "@ascent/client";
import { RUNGS, type Rung } from "@ascent/core";
import { Anchor, Table, Text } from "@mantine/core";
import { FindingMark } from "./finding-mark.tsx";
import { RUNG_CLAIMS } from "./rungs.ts";

type PackageVerdict = VerdictView["packages"][number];

interface LadderProps {
  readonly packages: readonly PackageVerdict[];
  readonly required: Rung;
  readonly onChoose: (verdict: PackageVerdict) => void;
}

/** A row per package, a column per rung, from the lowest to the highest. */
export function Ladder({ packages, required, onChoose }: LadderProps) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label="Packages and rungs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Package</Table.Th>
            {RUNGS.map((rung) => (
              <Table.Th key={rung} ta="center" title={RUNG_CLAIMS[rung]}>
                {rung === required ? `${rung} (asked for)` : rung}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {packages.map((verdict) => (
            <Table.Tr key={`${verdict.arch} ${verdict.name}`}>
              <Table.Td>
                <Anchor component="button" type="button" fz="inherit" onClick={() => onChoose(verdict)}>
                  {verdict.name}
                </Anchor>{" "}
                <Text component="span" size="sm" c="dimmed">
                  {verdict.version} {verdict.arch}
                </Text>
              </Table.Td>
              {RUNGS.map((rung) => (
                <Table.Td key={rung} ta="center">
                  <FindingMark state={verdict.findings[rung].state} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
