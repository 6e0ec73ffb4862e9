import type { VerdictView } from "@ascent/client";
import { RUNGS } from "@ascent/core";
import { Alert, Group, Pagination, Stack, Text, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconSearch, IconStairs } from "@tabler/icons-react";
import { useState } from "react";
import type { RunTabProps } from "../runs/run-tabs.ts";
import { Nothing } from "../shell/nothing.tsx";
import { Ladder } from "./ladder.tsx";
import { PackageEvidence } from "./package-evidence.tsx";

const PAGE = 50;

type PackageVerdict = VerdictView["packages"][number];

/** How free of the seed each final package is, rung by rung, with what shows it. */
export default function VerdictTab({ run }: RunTabProps) {
  if (run.verdict !== undefined) return <Verdict runId={run.id} verdict={run.verdict} />;
  return (
    <Nothing icon={<IconStairs size={28} />} title="No verdict yet">
      It comes with the last build of a run that succeeds. This one is {run.state}.
    </Nothing>
  );
}

interface VerdictProps {
  readonly runId: string;
  readonly verdict: VerdictView;
}

function Verdict({ runId, verdict }: VerdictProps) {
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<PackageVerdict>();
  const wanted = text.trim().toLowerCase();
  const shown = verdict.packages.filter(({ name, arch }) => `${name} ${arch}`.toLowerCase().includes(wanted));
  return (
    <Stack>
      <Summary verdict={verdict} />
      <TextInput
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPage(1);
        }}
        placeholder="Name or arch"
        aria-label="Find packages"
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={320}
      />
      <Ladder packages={shown.slice((page - 1) * PAGE, page * PAGE)} required={verdict.required} onChoose={setChosen} />
      {shown.length > PAGE && (
        <Pagination
          value={page}
          onChange={setPage}
          total={Math.ceil(shown.length / PAGE)}
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
        />
      )}
      {chosen !== undefined && <PackageEvidence runId={runId} verdict={chosen} onClose={() => setChosen(undefined)} />}
    </Stack>
  );
}

function Summary({ verdict }: { readonly verdict: VerdictView }) {
  const { holds, required, packages, seed } = verdict;
  const enough = packages.filter(({ rung }) => rung !== undefined && RUNGS.indexOf(rung) >= RUNGS.indexOf(required));
  return (
    <Alert
      color={holds ? "green" : "orange"}
      icon={holds ? <IconCircleCheck /> : <IconCircleX />}
      title={holds ? `The verdict holds: ${required}` : `The verdict does not hold: ${required} was asked for`}
    >
      <Group gap="xs">
        <Text size="sm">
          {enough.length} of {packages.length} final packages stand on “{required}” or higher, from the seed {seed}.
        </Text>
      </Group>
    </Alert>
  );
}
