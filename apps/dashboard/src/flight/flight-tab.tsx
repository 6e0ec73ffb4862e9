import { Skeleton, Stack } from "@mantine/core";
import type { RunTabProps } from "../runs/run-page.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { BuildTable } from "./build-table.tsx";
import { Failures } from "./failures.tsx";
import { NowBuilding } from "./now-building.tsx";
import { Seeds } from "./seeds.tsx";
import { StageBoard } from "./stage-board.tsx";
import { useFlight } from "./use-flight.ts";

/** The flight view: what is wrong, what is on, how the stages fill, and every build. */
export default function FlightTab({ run }: RunTabProps) {
  const flight = useFlight(run.id);
  if (flight.data === undefined) {
    if (flight.error === null) return <Skeleton height={320} role="status" aria-label="Loading the builds" />;
    return <Trouble title="The builds cannot be shown" error={flight.error} onRetry={() => void flight.refetch()} />;
  }
  const { builds } = flight.data;
  return (
    <Stack gap="lg">
      <Failures builds={builds} />
      <Seeds run={run} />
      <NowBuilding builds={builds} />
      <StageBoard flight={flight.data} runId={run.id} />
      {builds.length > 0 && <BuildTable builds={builds} />}
    </Stack>
  );
}
