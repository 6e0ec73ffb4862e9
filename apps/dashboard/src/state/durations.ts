/** `4s`, `3m 20s`, `2h 05m`, `3d 4h`: the two largest units. */
export function tellSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, "0")}s`;
  if (whole < 86_400)
    return `${Math.floor(whole / 3600)}h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}m`;
  return `${Math.floor(whole / 86_400)}d ${Math.floor((whole % 86_400) / 3600)}h`;
}

/** Between two moments in ISO text; `until` is `now` (ms) while there is no end. */
export function secondsBetween(from: string, to: string | undefined, now: number): number {
  return ((to === undefined ? now : Date.parse(to)) - Date.parse(from)) / 1000;
}

/** "just now", "5 min ago", else the date and time of this place. */
export function tellWhen(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
