import { z } from "zod";
import type { Header } from "./openapi/model.ts";
import { type ProblemCode, STATUS } from "./problem-codes.ts";
import { Problem } from "./schema/problem.ts";

export interface Refusals {
  readonly description: string;
  readonly content: { readonly "application/problem+json": { readonly schema: typeof Problem } };
  readonly codes: readonly ProblemCode[];
}

/**
 * What a route may refuse with, besides what every route may (openapi/refusals.ts adds that): one answer for each status
 * that the codes have. Goes into the route's `response`.
 */
export function problems<const Code extends ProblemCode>(...codes: readonly Code[]) {
  const answers = codesByStatus(codes).map(([status, held]) => [status, refusals(held)]);
  return Object.fromEntries(answers) as { readonly [Name in Code as (typeof STATUS)[Name]]: Refusals };
}

/** Codes of the same status together, statuses in the order of their first code. */
export function codesByStatus(codes: readonly ProblemCode[]): (readonly [number, readonly ProblemCode[]])[] {
  const statuses = [...new Set(codes.map((code) => STATUS[code]))];
  return statuses.map((status) => [status, codes.filter((code) => STATUS[code] === status)]);
}

function refusals(codes: readonly ProblemCode[]): Refusals {
  return { description: codes.join(", "), content: { "application/problem+json": { schema: Problem } }, codes };
}

/** Bytes have no JSON schema: what they are is their media type. Headers that tell of them are described beside. */
export function bytes(mediaType: string, description: string, headers: Readonly<Record<string, Header>> = {}) {
  return { description, content: { [mediaType]: { schema: z.unknown() } }, headers };
}

/** Server-sent events (WHATWG HTML, section 9.2) whose `data` is JSON of this schema each. */
export function eventStream<Data extends z.ZodType>(description: string, data: Data) {
  return { description, content: { "text/event-stream": { schema: data } } };
}

/** Of a route that sends browsers on. */
export function elsewhere(description: string) {
  return { 303: { description, content: { "*/*": { schema: z.unknown() } } } };
}

/** Of a route that answers 304 to the ETag that the caller has. */
export const unchanged = { 304: { description: "Nothing has changed", content: { "*/*": { schema: z.unknown() } } } };

/** Whoever names a blueprint may hear of these. */
export const OF_BLUEPRINTS = [
  "blueprint-unknown",
  "blueprint-defects",
  "blueprint-too-large",
  "blueprint-unreadable",
  "arch-unknown",
  "seed-unknown",
] as const satisfies readonly ProblemCode[];

/** Whoever has a seed fetched may hear of these. */
export const OF_SEEDS = [
  "seed-alias-clash",
  "seed-conflict",
  "seed-hash-mismatch",
  "seed-key-missing",
  "seed-lock-malformed",
  "seed-lock-mismatch",
  "seed-lock-missing",
  "seed-missing-package",
  "seed-suite-missing",
  "seed-too-large",
  "seed-untrusted",
  "disk-full",
  "host-tool-missing",
  "seed-unreachable",
] as const satisfies readonly ProblemCode[];
