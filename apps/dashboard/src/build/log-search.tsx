import { ActionIcon, Group, Text, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { findLines, type LogLine } from "./log-lines.ts";

interface LogSearchProps {
  readonly lines: readonly LogLine[];
  readonly onFound: (line: number) => void;
}

/** Finds lines: Enter goes to the next, Shift Enter to the one before. */
export function LogSearch({ lines, onFound }: LogSearchProps) {
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState<number>();
  const found = useMemo(() => findLines(lines, wanted.trim()), [lines, wanted]);
  const step = (by: 1 | -1) => {
    if (found.length === 0) return;
    const start = by === 1 ? -1 : 0;
    const next = ((at ?? start) + by + found.length) % found.length;
    setAt(next);
    onFound(found[next] ?? 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  return (
    <Group gap={4} wrap="nowrap">
      <TextInput
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setAt(undefined);
        }}
        onKeyDown={onKeyDown}
        placeholder="Find in the log"
        aria-label="Find in the log"
        leftSection={<IconSearch size={16} aria-hidden />}
        w={{ base: 170, sm: 240 }}
      />
      <ActionIcon
        variant="default"
        onClick={() => step(-1)}
        disabled={found.length === 0}
        aria-label="The match before"
      >
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon variant="default" onClick={() => step(1)} disabled={found.length === 0} aria-label="The next match">
        <IconChevronDown size={16} />
      </ActionIcon>
      <Text size="sm" c="dimmed" role="status" style={{ whiteSpace: "nowrap" }}>
        {wanted.trim() === "" ? "" : `${at === undefined ? "" : `${at + 1} of `}${found.length}`}
      </Text>
    </Group>
  );
}
