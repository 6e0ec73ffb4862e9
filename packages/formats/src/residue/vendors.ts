/** Words in parentheses before a version that name no vendor. */
const NO_VENDORS: ReadonlySet<string> = new Set(["GNU", "GCC", "LLVM", "LLD", "Clang", "Linker", "Rust"]);

/** `(Debian 12.2.0-14) `: how GCC and binutils are told whose they are (--with-pkgversion), as they hold it. */
const PACKAGE_VERSION = /^\(([A-Z][A-Za-z]+) [^()\0]{0,60}\d\.\d[^()\0]{0,60}\) ?$/;
const LONGEST = 128;

/**
 * Vendors in a program's texts: the word that begins a text such as `(Debian 12.2.0-14) `, and nothing else of it. The
 * compilers of a seed do not sign themselves with a `.comment`, but this is what they write into it.
 */
export function vendorsIn(bytes: Buffer): string[] {
  const found = new Set<string>();
  for (let at = bytes.indexOf("\0("); at >= 0; at = bytes.indexOf("\0(", at + 1)) {
    const end = bytes.indexOf(0, at + 1);
    if (end < 0) break;
    if (end - at > LONGEST) continue;
    const vendor = vendorOf(bytes.toString("latin1", at + 1, end));
    if (vendor !== undefined) found.add(vendor);
  }
  return [...found];
}

function vendorOf(text: string): string | undefined {
  const [, vendor] = PACKAGE_VERSION.exec(text) ?? [];
  return vendor === undefined || NO_VENDORS.has(vendor) ? undefined : vendor;
}

/** Vendors in a `.comment`: `GCC: (Debian 12.2.0-14) 12.2.0`. */
export function vendorsInComment(comment: string): string[] {
  const parts = comment.match(/\([^()]*\)/g) ?? [];
  return parts.flatMap((part) => vendorOf(part) ?? []);
}
