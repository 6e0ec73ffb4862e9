/** A licence id, or `id WITH exception`, joined by AND and OR, perhaps in parentheses: the grammar of SPDX annex D. */
const EXPRESSION = /^\(*[A-Za-z0-9.+:-]+(\)* (AND|OR|WITH) \(*[A-Za-z0-9.+:-]+)*\)*$/;

/**
 * One SPDX expression that all copyright entries together make: joined by AND, as every one of them applies. What is no
 * expression (`Public Domain`) becomes a LicenseRef, as melange does.
 */
export function licenceExpression(licences: readonly string[]): string {
  const unique = [...new Set(licences.map((licence) => licence.trim()).filter((licence) => licence !== ""))];
  const parts = unique.map((licence) => (EXPRESSION.test(licence) ? licence : licenceRef(licence)));
  if (parts.length === 1) return parts[0] ?? "";
  return parts.map((part) => (part.includes(" OR ") ? `(${part})` : part)).join(" AND ");
}

function licenceRef(licence: string): string {
  const name = licence.replace(/[ _]+/g, "-").replace(/[^A-Za-z0-9.-]/g, "");
  return `LicenseRef-${name === "" ? "unnamed" : name}`;
}
