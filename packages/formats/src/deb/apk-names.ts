import { Fault } from "@ascent/core";

/** Suffixes that mean the same in apk. */
const POST_RELEASES: ReadonlySet<string> = new Set(["cvs", "svn", "git", "hg", "p"]);
/** Only behind `~`: to Debian `1.0rc1` is later than `1.0`, whatever its authors meant. */
const PRE_RELEASES: ReadonlySet<string> = new Set(["alpha", "beta", "pre", "rc"]);

/** The numbers in front, with the letter of `1.1.1n` where nothing but a mark follows it. */
const HEAD = /^[0-9]+(?:\.[0-9]+)*(?:[a-z](?![a-z0-9]))?/;

/** Digits that belong to a suffix apk knows, or stand for themselves. */
function suffixOf(letters: string, digits: string, isLower: boolean): string {
  if (isLower) return `_${PRE_RELEASES.has(letters) ? letters : "alpha"}${digits}`;
  if (POST_RELEASES.has(letters)) return `_${letters}${digits}`;
  return digits === "" ? "" : `_p${digits}`;
}

/** `+git20200814.62c30a4a` → `_git20200814_p62_p30_p4`. Other letters are left out, marks but `~` only separate. */
function suffixes(text: string): string {
  return [...text.matchAll(/(~?)[^a-z0-9~]*([a-z]*)([0-9]*)/g)]
    .filter(([whole]) => whole !== "")
    .map(([, tilde = "", letters = "", digits = ""]) => suffixOf(letters, digits, tilde !== ""))
    .join("");
}

/**
 * A version that apk accepts for a Debian version, always the same for the same text:
 *
 * - the epoch is left out: a seed holds one version of a package, and definitions ask for upstream's (`perl>=5`);
 * - upstream's numbers stay, with a single letter behind them: `1.1.1n`;
 * - then what apk knows becomes its suffix (`~rc1` → `_rc1`, `+git2020` → `_git2020`), other numbers become `_pN` each,
 *   other letters are left out; what comes after `~` is lower than what comes without;
 * - the numbers of the Debian revision follow as `_pN` each: `-9+deb12u1` → `_p9_p12_p1`, which orders as Debian's do;
 * - then `-r0`.
 *
 * `1:12.2.0-14+deb12u1` → `12.2.0_p14_p12_p1-r0`. Two Debian versions can meet in one (`1.0-1a`, `1.0-1b`): identity is
 * the digest, not the version. Throws Fault "deb-bad-control" for texts without a digit or with white space.
 */
export function apkVersionOfDeb(version: string): string {
  const text = version.toLowerCase().replace(/^[0-9]+:/, "");
  if (!/^[!-~]+$/.test(text) || !/[0-9]/.test(text)) {
    throw new Fault("deb-bad-control", `${JSON.stringify(version)} is no version of a Debian package`);
  }
  const dash = text.lastIndexOf("-");
  const upstream = dash < 0 ? text : text.slice(0, dash);
  const revision = dash < 0 ? "" : text.slice(dash + 1);
  const head = HEAD.exec(upstream)?.[0] ?? "";
  const tail = upstream.slice(head.length);
  return `${head === "" ? "0" : head}${suffixes(tail)}${suffixes(revision === "" ? "" : `-${revision}`)}-r0`;
}

/**
 * The apk name of a Debian package: the same, since apk allows all that Debian does; an arch qualifier (`:any`) is left
 * out. Throws Fault "deb-bad-control" for what is no package name (Policy 5.6.1).
 */
export function apkNameOfDeb(name: string): string {
  const bare = name.replace(/:[a-z0-9-]+$/, "");
  if (/^[a-z0-9][a-z0-9+.-]*$/.test(bare)) return bare;
  throw new Fault("deb-bad-control", `${JSON.stringify(name)} is no name of a Debian package`);
}
