import type { WhyView } from "@ascent/client";
import type { Arch } from "@ascent/core";
import { Anchor, Button, Group, Paper, Stack, Text, TextInput, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { Digest } from "../build/digest.tsx";
import { useFlight } from "../flight/use-flight.ts";
import type { GraphBuild } from "../graph/graph-model.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { seedTint } from "./ancestry.ts";

interface NearestWayProps {
  readonly runId: string;
  readonly arch: Arch;
  readonly build: GraphBuild;
}

/** The nearest way from what a build made back to the seed, or to whatever is asked for, build by build. */
export function NearestWay({ runId, arch, build }: NearestWayProps) {
  const [on, setOn] = useState("seed");
  const { data: flight } = useFlight(runId);
  const now = flight?.builds.find(({ id }) => id === build.id);
  return (
    <Paper withBorder p="md" component="section" aria-label="The nearest way">
      <Stack>
        <Title order={2} size="h5">
          The nearest way from {build.name} back to “{on}”
        </Title>
        {now !== undefined && now.state !== "done" ? (
          <Text c="dimmed">It is known once {build.name} is made.</Text>
        ) : (
          <>
            <AskFor onAsk={setOn} />
            <FoundWay runId={runId} arch={arch} name={`${build.stage}/${build.name}`} on={on} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface FoundWayProps {
  readonly runId: string;
  readonly arch: Arch;
  readonly name: string;
  readonly on: string;
}

function FoundWay({ runId, arch, name, on }: FoundWayProps) {
  const client = useClient();
  const query = useQuery({
    queryKey: ["run", runId, "why", arch, name, on],
    queryFn: () => client.why(runId, { package: name, on, arch }),
    retry: false,
  });
  return (
    <Asked query={query} what="the way" height={160}>
      {(why) => <Way why={why} />}
    </Asked>
  );
}

function AskFor({ onAsk }: { readonly onAsk: (on: string) => void }) {
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(text.trim() === "" ? "seed" : text.trim());
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Back to"
          description="seed, a package, a source, or a digest"
          placeholder="seed"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Look
        </Button>
      </Group>
    </form>
  );
}

function Way({ why }: { readonly why: WhyView }) {
  if (why.path === undefined) {
    return <Text>It does not go back to that at all: {why.looked} builds were looked at.</Text>;
  }
  const far = why.path.at(-1)?.generation ?? 0;
  return (
    <Timeline bulletSize={18} lineWidth={2}>
      <Timeline.Item title={`${why.package.name} ${why.package.version}, ${why.package.stage}`}>
        <Digest digest={why.package.contentDigest} />
      </Timeline.Item>
      {why.path.map((step) => (
        <Timeline.Item key={`${step.buildId} ${step.digest}`} title={`${step.name} ${step.version ?? ""}`}>
          <Paper p={6} style={{ background: seedTint(far - step.generation) }}>
            <Text size="sm">
              {step.part ?? step.role} of{" "}
              <Anchor component={Link} href={`/builds/${step.buildId}`} c="inherit">
                {step.stage}/{step.build}
              </Anchor>
              {step.input === undefined ? "" : `, from ${step.input}`}
            </Text>
            <Digest digest={step.contentDigest ?? step.digest} />
          </Paper>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
