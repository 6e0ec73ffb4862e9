import type { Seed } from "@ascent/core";
import { apkNameOfDeb, type DebControl, type DebRelationGroup, readDebControl } from "@ascent/formats";
import { untrusted } from "../seed-faults.ts";
import type { PinnedDeb } from "./apt-resolution.ts";
import type { PrivateApt } from "./private-apt.ts";
import { USR_MERGE } from "./usr-merge.ts";

/** A deb and the apk names of what it needs. */
export interface PlannedDeb {
  readonly deb: PinnedDeb;
  readonly depends: readonly string[];
}

/**
 * What each deb of a closure needs of the closure: of every dependency the first alternative that is there, by name or by
 * what it provides. Versions were apt's to check. Every deb also needs the links of the merged /usr.
 */
export function planClosure(controls: readonly (readonly [PinnedDeb, DebControl])[]): readonly PlannedDeb[] {
  const providers = new Map<string, string>();
  const byName = controls.map(([, control]) => control).toSorted((a, b) => (a.package < b.package ? -1 : 1));
  for (const control of byName) {
    for (const { name } of control.provides.flat()) {
      if (!providers.has(name)) providers.set(name, control.package);
    }
  }
  for (const control of byName) providers.set(control.package, control.package);
  return controls.map(([deb, control]) => ({
    deb,
    depends: dependsOf(control, providers),
  }));
}

/** Names that no deb of the closure has or provides, whatever apt made of them. */
export function namesNotGiven(
  controls: readonly (readonly [PinnedDeb, DebControl])[],
  names: readonly string[],
): readonly string[] {
  const given = new Set(
    controls.flatMap(([, control]) => [control.package, ...control.provides.flat().map(({ name }) => name)]),
  );
  return names.filter((name) => !given.has(name));
}

/**
 * Aliases of a name that the seed has itself, with others beside it (`busybox: [busybox, tar]`): the seed's own package then
 * needs the others, because no second one can have its name.
 */
export function widenedNames(seed: Seed, names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const widened = [...new Set(names)].flatMap((name) => {
    const targets = seed.aliases.get(name) ?? [];
    const others = targets.filter((target) => target !== name);
    return others.length < targets.length && others.length > 0 ? [[name, others] as const] : [];
  });
  return new Map(widened);
}

/** A closure in which the packages of widened names need what they were widened by. */
export function widen(
  planned: readonly PlannedDeb[],
  widened: ReadonlyMap<string, readonly string[]>,
): readonly PlannedDeb[] {
  return planned.map((one) => {
    const others = widened.get(one.deb.name);
    if (others === undefined) return one;
    return { ...one, depends: [...new Set([...one.depends, ...others.map(apkNameOfDeb)])].sort() };
  });
}

function dependsOf(control: DebControl, providers: ReadonlyMap<string, string>): string[] {
  const chosen = [...control.preDepends, ...control.depends].flatMap((group) => firstThere(group, providers));
  const names = chosen.filter((name) => name !== control.package).map(apkNameOfDeb);
  return [...new Set([...names, USR_MERGE])].sort();
}

function firstThere(group: DebRelationGroup, providers: ReadonlyMap<string, string>): string[] {
  const provider = group.map(({ name }) => providers.get(name)).find((found) => found !== undefined);
  return provider === undefined ? [] : [provider];
}

/** The stanzas that the signed index has for these debs, matched by SHA-256. Throws Fault "seed-untrusted" for a gap. */
export async function readControls(
  apt: PrivateApt,
  debs: readonly PinnedDeb[],
): Promise<readonly (readonly [PinnedDeb, DebControl])[]> {
  if (debs.length === 0) return [];
  const { stdout } = await apt.run("apt-cache", ["show", "--", ...debs.map(({ name }) => name)]);
  const stanzas = new Map(
    stdout
      .split(/\n\n+/)
      .filter((text) => text.trim() !== "")
      .map((text) => readDebControl(text))
      .map((control) => [control.fields.get("sha256") ?? "", control]),
  );
  return debs.map((deb) => {
    const control = stanzas.get(deb.sha256);
    if (control !== undefined) return [deb, control] as const;
    throw untrusted(`the signed index does not describe ${deb.url}`, "See that `apt-get update` passes on this host.");
  });
}
