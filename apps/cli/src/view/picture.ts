import type { BuildView, RunView, StageView } from "@ascent/client";

/** Everything that a screen about a run shows, at one moment. */
export interface Picture {
  readonly run: RunView;
  readonly stages: readonly StageView[];
  readonly builds: readonly BuildView[];
  /** What the seed is at, while it is brought in: `debian: fetch 12/61`. */
  readonly preparing?: string;
  readonly now: Date;
}

/** How a screen may look. */
export interface Paint {
  readonly columns: number;
  readonly rows: number;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly busy: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** `0:07`, `12:34`, `1:02:03`. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

export function elapsed(from: string | undefined, to: Date): string {
  return from === undefined ? "" : clock(to.getTime() - Date.parse(from));
}

/** `2026-01-31 02:30Z`, of an ISO time. */
export function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")}Z`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Cut to a width, so that a line never wraps and the live view stays where it is. */
export function fit(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
