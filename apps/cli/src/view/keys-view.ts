import type { KeyRecord } from "@ascent/engine";
import pc from "picocolors";

/** Two lines per key: what it is and since when, then its fingerprint in full, because a part of one proves nothing. */
export function keyLines(records: readonly KeyRecord[]): string[] {
  const width = Math.max(...records.map(({ name }) => name.length));
  return records.flatMap((record) => [`${record.name.padEnd(width)}  ${whatItIs(record)}`, `    ${pc.dim(record.id)}`]);
}

function whatItIs({ kind, stage, state, createdAt, retiredAt }: KeyRecord): string {
  const what = kind === "builder" ? "builder, ECDSA P-256" : `stage ${stage}, RSA`;
  const since = `created ${day(createdAt)}`;
  if (state === "active") return `${what}, ${pc.green("active")}, ${since}`;
  return `${what}, ${pc.yellow("retired")}${retiredAt === undefined ? "" : ` ${day(retiredAt)}`}, ${since}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
