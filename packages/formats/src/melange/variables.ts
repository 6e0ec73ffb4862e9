import type { Arch } from "@ascent/core";
import { SANDBOX } from "@ascent/core";
import type { Definition } from "./definition.ts";
import { Complaints, Scope } from "./scope.ts";
import { applyTransforms } from "./var-transform.ts";

/** Vendor part of GNU triplets as apko writes them (pkg/build/types, ToTriplet). */
const VENDORS: Readonly<Record<Arch, string>> = { x86_64: "pc", aarch64: "unknown" };
const GO_ARCHES: Readonly<Record<Arch, string>> = { x86_64: "amd64", aarch64: "arm64" };

/**
 * The variables that every text of a definition may use (melange pkg/config/vars.go and pkg/build/pipeline.go): package,
 * targets, build, triplets, options (all disabled), vars and what var-transforms make of them.
 */
export function definitionScope(definition: Definition, arch: Arch, complaints: Complaints): Scope {
  const scope = new Scope(complaints, archScopes[arch]);
  setPackage(scope, definition);
  for (const name of definition.options.keys()) scope.set(`options.${name}.enabled`, "false");
  for (const [name, { value }] of definition.vars) scope.setTemplate(`vars.${name}`, value);
  const version = scope.lookup("package.version") ?? "";
  scope.set("package.full-version", `${version}-r${definition.package.epoch}`);
  for (const name of definition.vars.keys()) scope.lookup(`vars.${name}`);
  applyTransforms(definition.varTransforms, scope);
  setTargets(scope, scope.lookup("package.name") ?? "");
  return scope;
}

/** The same for all definitions; nothing in them can be wrong. */
const archScopes: Readonly<Record<Arch, Scope>> = { x86_64: archScope("x86_64"), aarch64: archScope("aarch64") };

function archScope(arch: Arch): Scope {
  const scope = new Scope(new Complaints());
  scope.set("build.arch", arch);
  scope.set("build.goarch", GO_ARCHES[arch]);
  scope.set("host.triplet.gnu", `${arch}-${VENDORS[arch]}-linux-gnu`);
  scope.set("host.triplet.rust", `${arch}-unknown-linux-gnu`);
  scope.set("cross.triplet.gnu.glibc", `${arch}-${VENDORS[arch]}-linux-gnu`);
  scope.set("cross.triplet.gnu.musl", `${arch}-${VENDORS[arch]}-linux-musl`);
  scope.set("cross.triplet.rust.glibc", `${arch}-unknown-linux-gnu`);
  scope.set("cross.triplet.rust.musl", `${arch}-unknown-linux-musl`);
  return scope;
}

function setPackage(scope: Scope, { package: section }: Definition): void {
  scope.setTemplate("package.name", section.name);
  scope.setTemplate("package.version", section.version);
  scope.set("package.epoch", String(section.epoch));
  if (section.description === undefined) scope.set("package.description", "");
  else scope.setTemplate("package.description", section.description);
  scope.set("package.srcdir", SANDBOX.workspace);
}

function setTargets(scope: Scope, name: string): void {
  scope.set("context.name", name);
  scope.set("targets.outdir", SANDBOX.output);
  scope.set("targets.destdir", `${SANDBOX.output}/${name}`);
  scope.set("targets.contextdir", `${SANDBOX.output}/${name}`);
  scope.set(`targets.package.${name}`, `${SANDBOX.output}/${name}`);
}

/** What a subpackage's texts may use on top. */
export function setSubpackage(scope: Scope, name: string): void {
  scope.set("subpkg.name", name);
  scope.set("context.name", name);
  scope.set("targets.subpkgdir", `${SANDBOX.output}/${name}`);
  scope.set("targets.contextdir", `${SANDBOX.output}/${name}`);
}
