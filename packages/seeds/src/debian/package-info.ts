import type { Arch } from "@ascent/core";
import { apkNameOfDeb, apkVersionOfDeb, type DebControl, type PkgInfo } from "@ascent/formats";
import type { SpooledDeb } from "./deb-spool.ts";
import { BUSYBOX, INSTALL_LINKS, outranksApplets, rivalsOf } from "./install-links.ts";

export interface PackageFacts {
  readonly arch: Arch;
  readonly depends: readonly string[];
  readonly deb: SpooledDeb;
  /** What its files offer: `so:`, `cmd:`, `pc:`. */
  readonly offers: readonly string[];
  /** SHA-256 of the data segment in hex. */
  readonly dataHash: string;
}

/** What the apk says of itself: the deb's own name, version, source and homepage in apk's words. */
export function packageInfo(control: DebControl, facts: PackageFacts): PkgInfo {
  const name = apkNameOfDeb(control.package);
  const alternatives = INSTALL_LINKS[control.package];
  return {
    name,
    version: apkVersionOfDeb(control.version),
    arch: facts.arch,
    size: facts.deb.size,
    origin: apkNameOfDeb(control.source),
    description: `${control.summary} (from ${control.package} ${control.version}; without its manuals and maintainer scripts)`,
    url: control.homepage,
    license: "LicenseRef-Debian-copyright",
    buildDate: facts.deb.newest,
    depends: facts.depends,
    provides: provisions(control, facts.offers),
    replaces: replacesOf(control, facts.offers),
    ...(alternatives === undefined ? {} : { replacesPriority: alternatives.priority }),
    installIf: [],
    triggers: [],
    other: [],
    dataHash: facts.dataHash,
  };
}

function replacesOf(control: DebControl, offers: readonly string[]): string[] {
  const rivals = new Set(rivalsOf(control.package));
  if (outranksApplets(control.package, offers)) rivals.add(BUSYBOX);
  return [...rivals].sort().map(apkNameOfDeb);
}

function provisions(control: DebControl, offers: readonly string[]): string[] {
  const own = apkNameOfDeb(control.package);
  const provided = control.provides.flat().map(({ name, constraint }) => {
    return constraint === undefined ? name : `${name}=${apkVersionOfDeb(constraint.version)}`;
  });
  return [...new Set([...provided, ...offers])].filter((provision) => provision !== own).sort();
}
