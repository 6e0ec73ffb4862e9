import parse from "spdx-expression-parse";

/** What SPDX says of a licence. */
export interface DeclaredLicence {
  readonly licenseDeclared: string;
  /** The words of the definition, where they are no expression. */
  readonly licenseComments?: string;
}

/** A licence that is not on SPDX's list (SPDX 2.3, 10). */
export interface ExtractedLicence {
  readonly licenseId: string;
  readonly name: string;
  readonly extractedText: string;
}

const NONE = "NOASSERTION";

/**
 * A definition's licence as SPDX wants it (2.3, annex D): an expression of ids on SPDX's list and of `LicenseRef-…`;
 * anything else is kept as a comment, because it would be a claim that nobody can check.
 */
export function declaredLicence(license: string): DeclaredLicence {
  if (licenceRefs(license) !== undefined) return { licenseDeclared: license };
  return { licenseDeclared: NONE, licenseComments: `Declared as: ${license || "(nothing)"}` };
}

/** Each `LicenseRef-…` of these licences must be explained in the document that uses it; in code-unit order. */
export function extractedLicences(licenses: readonly string[]): ExtractedLicence[] {
  const refs = new Set(licenses.flatMap((license) => licenceRefs(license) ?? []));
  return [...refs].sort().map((licenseId) => ({
    licenseId,
    name: NONE,
    extractedText: "Not on SPDX's list of licences. The text is in the sources that the package was made from.",
  }));
}

/** The refs in an expression; undefined when it is none, or speaks of other documents. */
function licenceRefs(license: string): string[] | undefined {
  try {
    const refs = refsIn(parse(license));
    return refs.every((ref) => /^LicenseRef-[A-Za-z0-9.-]+$/.test(ref)) ? refs : undefined;
  } catch {
    return undefined;
  }
}

function refsIn(info: parse.Info): string[] {
  if ("conjunction" in info) return [...refsIn(info.left), ...refsIn(info.right)];
  return info.license.includes("Ref-") ? [info.license] : [];
}
