/**
 * What maintainer scripts would link (update-alternatives(1), mostly) and a build root needs. Maintainer scripts are never
 * run; these links stand in for them.
 */
export interface InstallLinks {
  /** Link → first of these targets that the package holds, or that is there by any name when the list has one entry. */
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** Priority of the alternative: where two packages give the same link, the higher wins. */
  readonly priority: number;
}

function links(priority: number, table: Readonly<Record<string, string | readonly string[]>>): InstallLinks {
  const entries = Object.entries(table).map(([link, target]) => [`usr/bin/${link}`, [target].flat()] as const);
  return { links: Object.fromEntries(entries), priority };
}

const versions = (name: string) => ["1.19", "1.18", "1.17", "1.16", "1.15"].map((version) => `${name}-${version}`);

/** By deb name. Priorities are those of the packages' own scripts. */
export const INSTALL_LINKS: Readonly<Record<string, InstallLinks>> = {
  dash: links(10, { sh: "dash" }),
  mawk: links(5, { awk: "mawk", nawk: "mawk" }),
  "original-awk": links(1, { awk: "original-awk", nawk: "original-awk" }),
  gawk: links(10, { awk: "gawk", nawk: "gawk" }),
  gcc: links(20, { cc: "gcc", c89: "c89-gcc", c99: "c99-gcc" }),
  "g++": links(20, { "c++": "g++" }),
  clang: links(10, { cc: "clang", "c++": "clang++", c89: "clang", c99: "clang" }),
  tcc: links(5, { cc: "tcc" }),
  gfortran: links(20, { f77: "gfortran", f95: "gfortran" }),
  bison: links(90, { yacc: "bison.yacc" }),
  byacc: links(80, { yacc: "byacc" }),
  automake: links(100, { automake: versions("automake"), aclocal: versions("aclocal") }),
  debianutils: links(0, { which: "which.debianutils" }),
  fakeroot: links(50, { fakeroot: "fakeroot-sysv", faked: "faked-sysv" }),
  "xz-utils": links(20, {
    lzma: "xz",
    unlzma: "xz",
    lzcat: "xz",
    lzmore: "xzmore",
    lzless: "xzless",
    lzdiff: "xzdiff",
    lzcmp: "xzcmp",
    lzgrep: "xzgrep",
    lzegrep: "xzegrep",
    lzfgrep: "xzfgrep",
  }),
};

/** Other packages that may give one of the same links and yield to this one: apk's `replaces`. */
export function rivalsOf(name: string): readonly string[] {
  const own = INSTALL_LINKS[name];
  if (own === undefined) return [];
  return Object.entries(INSTALL_LINKS)
    .filter(([rival, { links }]) => rival !== name && Object.keys(links).some((link) => link in own.links))
    .map(([rival]) => rival)
    .sort();
}
