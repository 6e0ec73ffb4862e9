import { Button } from "@mantine/core";

export interface OlderProps {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
  /** What there is more of. */
  readonly label?: string;
}

/** Goes further back in a list that has its newest first; there for as long as there is more. */
export function Older({ hasNextPage, isFetchingNextPage, fetchNextPage, label = "Older ones" }: OlderProps) {
  if (!hasNextPage) return null;
  return (
    <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {label}
    </Button>
  );
}
