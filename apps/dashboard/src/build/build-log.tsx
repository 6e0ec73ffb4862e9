import { Anchor, Group, Loader, Paper, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { Trouble } from "../shell/trouble.tsx";
import type { BuildPartProps } from "./build-page.tsx";
import type { LogLine } from "./log-lines.ts";
import { LogSearch } from "./log-search.tsx";
import { LogView } from "./log-view.tsx";
import { useLog } from "./use-log.ts";

/** The log of the newest attempt, live while it builds, or of the one that the address names. */
export function BuildLog({ build }: BuildPartProps) {
  const [search] = useSearchParams();
  const asked = Number(search.get("attempt"));
  const isEarlier = Number.isInteger(asked) && asked > 0 && asked < build.attempt;
  if (!isEarlier) return <AttemptLog build={build} />;
  return (
    <Stack gap="xs">
      <Text size="sm">
        What attempt {asked} said.{" "}
        <Anchor component={Link} href={`/builds/${build.id}`} inherit>
          The newest is attempt {build.attempt}
        </Anchor>
      </Text>
      <AttemptLog key={asked} build={build} earlier={asked} />
    </Stack>
  );
}

interface AttemptLogProps extends BuildPartProps {
  readonly earlier?: number;
}

function AttemptLog({ build, earlier }: AttemptLogProps) {
  const log = useLog(build, earlier);
  if (log.state === "loading") return <Skeleton height={320} role="status" aria-label="Loading the log" />;
  if (log.state === "failed") return <Trouble title="The log cannot be shown" error={log.error} />;
  if (log.lines.length > 0) return <ShownLog lines={log.lines} live={log.live && build.state === "building"} />;
  return (
    <Paper withBorder p="lg">
      <Text c="dimmed">
        {log.live ? "Nothing has been said yet. It appears here as soon as it is." : "It left no log."}
      </Text>
    </Paper>
  );
}

interface ShownLogProps {
  readonly lines: readonly LogLine[];
  readonly live: boolean;
}

/** `#L12` in the address is line 12. */
function lineOfAddress(): number | undefined {
  const number = /^#L(\d+)$/.exec(window.location.hash)?.[1];
  return number === undefined ? undefined : Number(number) - 1;
}

function ShownLog({ lines, live }: ShownLogProps) {
  const [marked, setMarked] = useState(lineOfAddress);
  const [follow, setFollow] = useState(live && marked === undefined);
  const mark = (line: number) => {
    setMarked(line);
    setFollow(false);
    window.history.replaceState(window.history.state, "", `#L${line + 1}`);
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <LogSearch lines={lines} onFound={mark} />
        <Group gap="sm">
          {live && (
            <>
              <Loader size="xs" type="dots" aria-hidden />
              <Switch label="Follow" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
            </>
          )}
          <SaveLog lines={lines} />
        </Group>
      </Group>
      <LogView
        lines={lines}
        marked={marked}
        follow={live && follow}
        onMark={mark}
        onScrolledUp={() => setFollow(false)}
      />
    </Stack>
  );
}

function SaveLog({ lines }: { readonly lines: readonly LogLine[] }) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([lines.map(({ text }) => `${text}\n`).join("")], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "build.log";
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Anchor component="button" type="button" size="sm" onClick={save}>
      Save {lines.length} line{lines.length === 1 ? "" : "s"}
    </Anchor>
  );
}
