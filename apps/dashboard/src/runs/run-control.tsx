import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../session/session.tsx";
import { Trouble } from "../shell/trouble.tsx";

/** What of a run: one build, those of a stage on every arch, or all of it. */
export interface Part {
  readonly build?: string;
  readonly stage?: string;
}

const ALL: Part = {};

/** Cancel, retry and hurry, with the page brought up to date behind them. */
export function useRunControl(runId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: ["run", runId] });
    await queries.invalidateQueries({ queryKey: ["build"] });
  };
  const cancel = useMutation({
    mutationFn: async (part: Part = ALL) => {
      if (part.build !== undefined || part.stage !== undefined) return client.cancelWork(runId, part);
      await client.cancel(runId);
      return undefined;
    },
    onSuccess,
  });
  const retry = useMutation({ mutationFn: (part: Part = ALL) => client.retryWork(runId, part), onSuccess });
  const hurry = useMutation({ mutationFn: (priority: number) => client.prioritize(runId, priority), onSuccess });
  return { cancel, retry, hurry };
}

type Control = ReturnType<typeof useRunControl>;

/** What came of the last of them. */
export function ControlOutcome({ cancel, retry, hurry }: Control) {
  const error = cancel.error ?? retry.error ?? hurry.error;
  if (error !== null) return <Trouble title="That did not work" error={error} />;
  const told = [
    retry.data && `${builds(retry.data.retried)} will be tried again.`,
    cancel.data && `${builds(cancel.data.cancelled)} cancelled, at once or when the worker hears of it.`,
  ].filter(Boolean);
  if (told.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" role="status">
      {told.join(" ")}
    </Text>
  );
}

/** `1 build`, `3 builds`. */
export function builds(count: number): string {
  return `${count} build${count === 1 ? "" : "s"}`;
}
