import { ApiFault } from "@ascent/client";
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Trouble } from "./trouble.tsx";

interface AskedProps<T> {
  readonly query: {
    readonly data: T | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  /** What is asked for, as in "The workers cannot be shown". */
  readonly what: string;
  /** About as high as what is to come, in pixels: the page below it is not to jump. */
  readonly height: number;
  /** Shown where the service knows no such thing; absent where that cannot be. */
  readonly unknown?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What the service was asked for: what it said, or that it is on its way, or that it failed, with the way to ask again. */
export function Asked<T>({ query, what, height, unknown, children }: AskedProps<T>) {
  const { data, error, isPending, refetch } = query;
  if (data !== undefined) return children(data);
  if (isPending) return <Skeleton height={height} role="status" aria-label={`Loading ${what}`} />;
  if (unknown !== undefined && isUnknown(error)) return unknown;
  const title = `${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be shown`;
  return <Trouble title={title} error={error} onRetry={() => void refetch()} />;
}

/** Ids that are none are refused, those of nothing are not found: to who looks both are the same. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiFault && (error.status === 404 || error.status === 400);
}
