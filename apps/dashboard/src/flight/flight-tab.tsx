import { Stack } from "@mantine/core";
import type { RunTabProps } from "../runs/run-tabs.ts";
import { Asked } from "../shell/asked.tsx";
import { BuildTable } from "./build-table.tsx";
import { Failures } from "./failures.tsx";
import type { Flight } from "./flight-model.ts";
import { NowBuilding } from "./now-building.tsx";
import { Seeds } from "./seeds.tsx";
import { StageBoard } from "./stage-board.tsx";
import { useFlight } from "./use-flight.ts";

/** The flight view: what is wrong, what is on, how the stages fill, and every build. */
export default function FlightTab({ run }: RunTabProps) {
  return (
    <Asked query={useFlight(run.id)} what="the builds" height={320}>
      {(flight) => <Board run={run} flight={flight} />}
    </Asked>
  );
}

function Board({ run, flight }: RunTabProps & { readonly flight: Flight }) {
  const { builds } = flight;
  return (
    <Stack gap="lg">
      <Failures builds={builds} />
      <Seeds run={run} />
      <NowBuilding builds={builds} />
      <StageBoard flight={flight} runId={run.id} />
      {builds.length > 0 && <BuildTable builds={builds} />}
    </Stack>
  );
}
