import type { EvidenceView, VerdictView } from "@ascent/client";
import { RUNGS } from "@ascent/core";
import { Anchor, Drawer, Group, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { Digest } from "../build/digest.tsx";
import { shortDigests } from "../build/short-digest.ts";
import { useFlight } from "../flight/use-flight.ts";
import { useClient } from "../session/session.tsx";
import { Asked } from "../shell/asked.tsx";
import { FindingMark } from "./finding-mark.tsx";
import { RUNG_CLAIMS } from "./rungs.ts";

type PackageVerdict = VerdictView["packages"][number];

/** A build's environment has hundreds of packages, and each that came from a seed is a reason. */
const MOST_REASONS = 12;

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
        <Ways runId={runId} verdict={verdict} />
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

/** To its build and its lineage; a subpackage has no build of its name. */
function Ways({ runId, verdict: { arch, name } }: Omit<PackageEvidenceProps, "onClose">) {
  const { data } = useFlight(runId);
  const last = data?.builds.findLast((build) => build.arch === arch && build.name === name);
  if (last === undefined) return null;
  return (
    <Group gap="md">
      <Anchor component={Link} href={`/builds/${last.id}`} size="sm">
        Its build
      </Anchor>
      <Anchor component={Link} href={`/runs/${runId}/lineage?build=${last.id}`} size="sm">
        Its lineage
      </Anchor>
    </Group>
  );
}

function FindingText({ finding }: { readonly finding: PackageVerdict["findings"][keyof PackageVerdict["findings"]] }) {
  if (finding.state === "holds") return <Text size="sm">{finding.evidence}</Text>;
  if (finding.state === "not-checked") return <Text size="sm">{finding.why}</Text>;
  const more = finding.reasons.length - MOST_REASONS;
  return (
    <List size="sm">
      {finding.reasons.slice(0, MOST_REASONS).map((reason) => (
        <List.Item key={reason} title={reason}>
          {shortDigests(reason)}
        </List.Item>
      ))}
      {more > 0 && <List.Item>and {more} more of the kind, all of them in verdict.json</List.Item>}
    </List>
  );
}

function Looked({ runId, verdict }: Omit<PackageEvidenceProps, "onClose">) {
  const client = useClient();
  const query = useQuery({ queryKey: ["run", runId, "evidence"], queryFn: () => client.evidence(runId) });
  return (
    <Asked query={query} what="the evidence" height={80}>
      {({ evidence }) => <OwnEvidence all={evidence} verdict={verdict} />}
    </Asked>
  );
}

interface OwnEvidenceProps {
  readonly all: readonly EvidenceView[];
  readonly verdict: PackageVerdict;
}

function OwnEvidence({ all, verdict }: OwnEvidenceProps) {
  const own = all.filter(
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
