import { z } from "zod";

/*
 * SPDX 2.3's JSON schema, as far as our documents reach, without room for anything else; and the rules that a schema
 * cannot tell (ids are unique, relationships name what is there, licence refs are explained).
 */
const id = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/);
const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));
const Checksum = z.discriminatedUnion("algorithm", [
  z.strictObject({ algorithm: z.literal("SHA1"), checksumValue: hex(40) }),
  z.strictObject({ algorithm: z.literal("SHA256"), checksumValue: hex(64) }),
  z.strictObject({ algorithm: z.literal("SHA512"), checksumValue: hex(128) }),
]);
const licence = z.string().regex(/^(NOASSERTION|[A-Za-z0-9.()+: -]+)$/);
const location = z.union([z.literal("NOASSERTION"), z.url(), z.string().regex(/^git\+https:\/\/[^@]+@[0-9a-f]{40}$/)]);

const Package = z
  .strictObject({
    SPDXID: id,
    name: z.string().min(1),
    versionInfo: z.string().optional(),
    packageFileName: z.string().optional(),
    summary: z.string().optional(),
    homepage: z.url().optional(),
    downloadLocation: location,
    filesAnalyzed: z.boolean(),
    checksums: z.array(Checksum).min(1).optional(),
    packageVerificationCode: z
      .strictObject({
        packageVerificationCodeValue: hex(40),
        packageVerificationCodeExcludedFiles: z.array(z.string().startsWith("./")),
      })
      .optional(),
    licenseConcluded: licence,
    licenseDeclared: licence,
    licenseComments: z.string().optional(),
    copyrightText: z.string(),
    externalRefs: z.array(
      z.strictObject({
        referenceCategory: z.literal("PACKAGE-MANAGER"),
        referenceType: z.literal("purl"),
        referenceLocator: z.string().startsWith("pkg:"),
      }),
    ),
  })
  // 7.9: mandatory if files are analysed, not to be there otherwise.
  .refine((each) => each.filesAnalyzed === (each.packageVerificationCode !== undefined));

const File = z.strictObject({
  SPDXID: id,
  fileName: z.string().startsWith("./"),
  // 8.4: SHA-1 is mandatory.
  checksums: z.array(Checksum).refine((sums) => sums.some(({ algorithm }) => algorithm === "SHA1")),
  licenseConcluded: licence,
  copyrightText: z.string(),
});

const Document = z.strictObject({
  spdxVersion: z.literal("SPDX-2.3"),
  dataLicense: z.literal("CC0-1.0"),
  SPDXID: z.literal("SPDXRef-DOCUMENT"),
  name: z.string().min(1),
  documentNamespace: z.url().refine((uri) => !uri.includes("#")),
  creationInfo: z.strictObject({
    created: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    creators: z.array(z.string().regex(/^(Tool|Person|Organization): /)).min(1),
  }),
  packages: z.array(Package).min(1),
  files: z.array(File).optional(),
  hasExtractedLicensingInfos: z
    .array(z.strictObject({ licenseId: z.string(), name: z.string(), extractedText: z.string().min(1) }))
    .min(1)
    .optional(),
  relationships: z.array(
    z.strictObject({
      spdxElementId: id,
      relationshipType: z.enum(["DESCRIBES", "CONTAINS", "GENERATED_FROM"]),
      relatedSpdxElement: id,
    }),
  ),
});
export type Document = z.infer<typeof Document>;

/** The document, when it keeps all of the rules. */
export function spdxDocument(bytes: Uint8Array): Document {
  const document = Document.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const ids = [document.SPDXID, ...[...document.packages, ...(document.files ?? [])].map(({ SPDXID }) => SPDXID)];
  if (new Set(ids).size !== ids.length) throw new Error("an id is there twice");
  for (const { spdxElementId, relatedSpdxElement } of document.relationships) {
    if (!ids.includes(spdxElementId) || !ids.includes(relatedSpdxElement)) throw new Error("a relationship to nothing");
  }
  const explained = (document.hasExtractedLicensingInfos ?? []).map(({ licenseId }) => licenseId);
  for (const { licenseDeclared } of document.packages) {
    for (const [ref] of licenseDeclared.matchAll(/LicenseRef-[A-Za-z0-9.-]+/g)) {
      if (!explained.includes(ref)) throw new Error(`${ref} is not explained`);
    }
  }
  return document;
}
