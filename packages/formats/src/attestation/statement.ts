import { canonicalJson, type Digest, hexOf } from "@ascent/core";
import { z } from "zod";
import { digestText } from "../digest-text.ts";
import type { Provenance } from "./provenance.ts";

/*
 * What all statements that Ascent signs have in common: in-toto Statements v1 (in-toto/attestation spec/v1/statement.md and
 * resource_descriptor.md) about one apk, as canonical JSON in UTF-8. Unknown fields are passed over, as the spec asks of
 * consumers ("monotonic principle", parsing rules).
 */

export const hex64 = z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits");
export const sha256Set = z.object({ sha256: hex64 });

/** The apk by SHA-256 (ResourceDescriptor); the annotations say which package it is. */
export const Subject = z.object({
  name: z.string().min(1),
  digest: sha256Set,
  annotations: z.object({ name: z.string().min(1), version: z.string().min(1), contentDigest: digestText }),
});

type ApkSubject = Provenance["subject"];

export function subjectOf({ name, version, fileDigest, contentDigest }: ApkSubject): z.infer<typeof Subject> {
  const annotations = { name, version, contentDigest };
  return { name: `${name}-${version}.apk`, digest: sha256Of(fileDigest), annotations };
}

export function apkOf(subject: z.infer<typeof Subject>): ApkSubject {
  const { name, version, contentDigest } = subject.annotations;
  return { name, version, fileDigest: digestOf(subject), contentDigest };
}

export function sha256Of(digest: Digest): { readonly sha256: string } {
  return { sha256: hexOf(digest) };
}

export function digestOf({ digest }: { readonly digest: { readonly sha256: string } }): Digest {
  return `sha256:${digest.sha256}`;
}

/** The same statement gives the same bytes. */
export function statementBytes(statement: object): Uint8Array {
  return new TextEncoder().encode(canonicalJson(statement));
}
