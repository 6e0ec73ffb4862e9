import type { EvidenceView, VerdictView } from "@ascent/client";
import { RUNGS } from "@ascent/core";
import { Drawer, Group, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Digest } from "../build/digest.tsx";
import { useClient } from "../session/session.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { FindingMark } from "./finding-mark.tsx";
import { RUNG_CLAIMS } from "./rungs.ts";

type PackageVerdict = VerdictView["packages"][number];

interface PackageEvidenceProps {
  readonly runId: string;
  readonly verdict: PackageVerdict;
  readonly onClose: () => void;
}

/** Everything that was found about one package: rung by rung, then what was looked at, with the documents by digest. */
export function PackageEvidence({ runId, verdict, onClose }: PackageEvidenceProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={`${verdict.name} ${verdict.version} for ${verdict.arch}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Group gap="xs">
          <Text size="sm">Content</Text>
          <Digest digest={verdict.contentDigest} />
          <Text size="sm">File</Text>
          <Digest digest={verdict.fileDigest} />
        </Group>
        {RUNGS.map((rung) => (
          <Group key={rung} gap="sm" wrap="nowrap" align="flex-start">
            <FindingMark state={verdict.findings[rung].state} />
            <div className="breaks">
              <Text fw={600}>{rung}</Text>
              <Text size="sm" c="dimmed">
                {RUNG_CLAIMS[rung]}
              </Text>
              <FindingText finding={verdict.findings[rung]} />
            </div>
          </Group>
        ))}
        <Looked runId={runId} verdict={verdict} />
      </Stack>
    </Drawer>
  );
}

function FindingText({ finding }: { readonly finding: PackageVerdict["findings"][keyof PackageVerdict["findings"]] }) {
  if (finding.state === "holds") return <Text size="sm">{finding.evidence}</Text>;
  if (finding.state === "not-checked") return <Text size="sm">{finding.why}</Text>;
  return (
    <List size="sm">
      {finding.reasons.map((reason) => (
        <List.Item key={reason}>{reason}</List.Item>
      ))}
    </List>
  );
}

function Looked({ runId, verdict }: Omit<PackageEvidenceProps, "onClose">) {
  const client = useClient();
  const { data, error, isPending } = useQuery({
    queryKey: ["run", runId, "evidence"],
    queryFn: () => client.evidence(runId),
  });
  if (isPending) return <Skeleton height={80} />;
  if (data === undefined) return <Trouble title="The evidence cannot be shown" error={error} />;
  const own = data.evidence.filter(
    (evidence) =>
      evidence.package === verdict.name &&
      evidence.arch === verdict.arch &&
      evidence.contentDigest === verdict.contentDigest,
  );
  if (own.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        What was looked at
      </Title>
      {own.map((evidence) => (
        <EvidenceCard key={`${evidence.kind} ${evidence.summary} ${evidence.documents.join()}`} evidence={evidence} />
      ))}
    </Stack>
  );
}

function EvidenceCard({ evidence: { kind, outcome, summary, documents } }: { readonly evidence: EvidenceView }) {
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <FindingMark state={outcome === "undecided" ? "not-checked" : outcome} />
      <div className="breaks">
        <Text size="sm" fw={600}>
          {kind}
        </Text>
        <Text size="sm">{summary}</Text>
        {documents.map((digest) => (
          <Digest key={digest} digest={digest} />
        ))}
      </div>
    </Group>
  );
}
