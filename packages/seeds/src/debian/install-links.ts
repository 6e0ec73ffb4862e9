/**
 * What maintainer scripts would link (update-alternatives(1), mostly) and a build root needs. Maintainer scripts are never
 * run; these links stand in for them.
 */
export interface InstallLinks {
  /** Link → first of these targets that the package holds, or that is there by any name when the list has one entry. */
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** Priority of the alternative: where two packages give the same link, the higher wins. */
  readonly priority: number;
  /** No maintainer script makes these links: others have the commands by right, so they are not offered as `cmd:`. */
  readonly standsIn?: true;
}

function links(priority: number, table: Readonly<Record<string, string | readonly string[]>>): InstallLinks {
  const entries = Object.entries(table).map(([link, target]) => [`usr/bin/${link}`, [target].flat()] as const);
  return { links: Object.fromEntries(entries), priority };
}

/** Whose links yield to the real commands of any other deb. */
export const BUSYBOX = "busybox";

const versions = (name: string) => ["1.19", "1.18", "1.17", "1.16", "1.15"].map((version) => `${name}-${version}`);

/**
 * The applets of busybox by which it can stand in for the tools of a build root (not those of a running system). Its deb links
 * none of them; `busybox --install` does on a real one.
 */
const APPLETS = `
  ar ash awk base64 basename bc bunzip2 bzcat bzip2 cat chgrp chmod chown chroot cmp cp cpio cut date dc dd df diff dirname
  dos2unix du echo egrep env expand expr factor false fgrep find fold getopt grep groups gunzip gzip head hexdump hostid
  hostname id kill less link ln logname ls lzcat lzma md5sum mkdir mkfifo mknod mktemp more mv nl nproc od paste patch pidof
  printf ps pwd readlink realpath rev rm rmdir sed seq setsid sh sha1sum sha256sum sha512sum shred shuf sleep sort stat strings
  stty sync tac tail tar taskset tee test time timeout touch tr true truncate tty uname uncompress unexpand uniq unix2dos
  unlink unlzma unxz unzip usleep uudecode uuencode vi wc which who whoami xargs xxd xz xzcat yes zcat`
  .trim()
  .split(/\s+/);

/** By deb name. Priorities are those of the packages' own scripts; where those give no such link, lower than all that do. */
export const INSTALL_LINKS: Readonly<Record<string, InstallLinks>> = {
  dash: links(10, { sh: "dash" }),
  bash: { ...links(3, { sh: "bash" }), standsIn: true },
  [BUSYBOX]: { ...links(2, Object.fromEntries(APPLETS.map((applet) => [applet, BUSYBOX]))), standsIn: true },
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

/** Is a deb's path a link by which it merely stands in for what another deb has by right? */
export function isStandIn(name: string, path: string): boolean {
  const own = INSTALL_LINKS[name];
  return own?.standsIn === true && path in own.links;
}

/** Do a deb's own files give commands (`cmd:sed=…`) in whose place busybox's links would stand? */
export function outranksApplets(name: string, offers: readonly string[]): boolean {
  const applets = INSTALL_LINKS[BUSYBOX]?.links ?? {};
  const commands = offers.flatMap((offer) => /^cmd:([^=]+)/.exec(offer)?.[1] ?? []);
  return name !== BUSYBOX && commands.some((command) => `usr/bin/${command}` in applets);
}
