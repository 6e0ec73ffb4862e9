import type { KeyRecord } from "@ascent/engine";
import type { Paint } from "./picture.ts";

/** Two lines per key: what it is and since when, then its fingerprint in full, because a part of one proves nothing. */
export function keyLines(records: readonly KeyRecord[], paint: Paint): string[] {
  const width = Math.max(...records.map(({ name }) => name.length));
  return records.flatMap((record) => [
    `${record.name.padEnd(width)}  ${whatItIs(record, paint)}`,
    `    ${paint.faint(record.id)}`,
  ]);
}

function whatItIs({ kind, stage, state, createdAt, retiredAt }: KeyRecord, paint: Paint): string {
  const what = kind === "builder" ? "builder, ECDSA P-256" : `stage ${stage}, RSA`;
  const since = `created ${day(createdAt)}`;
  if (state === "active") return `${what}, ${paint.good("active")}, ${since}`;
  return `${what}, ${paint.faint("retired")}${retiredAt === undefined ? "" : ` ${day(retiredAt)}`}, ${since}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
