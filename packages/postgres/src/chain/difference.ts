import { canonicalJson } from "@ascent/core";
import type { Path } from "./record-kind.ts";

export interface Difference {
  readonly path: Path;
  /** JSON; undefined where there is nothing. */
  readonly recorded: string | undefined;
  readonly now: string | undefined;
}

/** The first place at which two plain JSON values differ, members in code-unit order; undefined when they do not. */
export function firstDifference(recorded: unknown, now: unknown, path: Path = []): Difference | undefined {
  if (isHolder(recorded) && isHolder(now)) return differenceWithin(recorded, now, path);
  const [before, after] = [jsonOf(recorded), jsonOf(now)];
  return before === after ? undefined : { path, recorded: before, now: after };
}

type Holder = Readonly<Record<string, unknown>> | readonly unknown[];

function isHolder(value: unknown): value is Holder {
  return value !== null && typeof value === "object";
}

function differenceWithin(recorded: Holder, now: Holder, path: Path): Difference | undefined {
  for (const [key, one, other] of pairs(recorded, now)) {
    const difference = firstDifference(one, other, [...path, key]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function pairs(recorded: Holder, now: Holder): (readonly [string | number, unknown, unknown])[] {
  if (Array.isArray(recorded) && Array.isArray(now)) {
    const longer = recorded.length > now.length ? recorded : now;
    return longer.map((_, index) => [index, recorded[index], now[index]] as const);
  }
  const [one, other] = [recorded as Record<string, unknown>, now as Record<string, unknown>];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names.map((name) => [name, one[name], other[name]] as const);
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}
