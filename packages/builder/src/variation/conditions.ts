import { hexOf, SANDBOX } from "@ascent/core";
import type { BuildRequest } from "@ascent/engine";
import { sha256 } from "@ascent/formats";

/** What surrounds a build and must not show in its bits: one and the same for every first build, another for rebuilds. */
export interface Conditions {
  /** Where the workspace really is, inside; `SANDBOX.workspace` is a link to it when it is elsewhere. */
  readonly workspace: string;
  readonly hostname: string;
  readonly umask: number;
  readonly locale: string;
  readonly timezone: string;
  /** User and group inside. */
  readonly id: number;
  /** CPUs, and the `-j` that the build is told. */
  readonly cpus: number;
  readonly fileOrder: "sorted" | "reversed";
}

/** The usual ones; melange's ids and paths. */
const USUAL = {
  workspace: SANDBOX.workspace,
  hostname: "build",
  umask: 0o022,
  locale: "C",
  timezone: "UTC",
  id: 1000,
  fileOrder: "sorted",
} as const satisfies Omit<Conditions, "cpus">;

/** The conditions that a request asks for. */
export function conditionsOf({ variation = {}, parallelism }: Pick<BuildRequest, "variation" | "parallelism">) {
  const { buildPath, uid, ...others } = variation;
  const conditions: Conditions = {
    ...USUAL,
    cpus: parallelism,
    ...others,
    ...(buildPath === undefined ? {} : { workspace: buildPath }),
    ...(uid === undefined ? {} : { id: uid }),
  };
  return conditions;
}

/** What of the conditions is part of a root's files, and so makes it another root. */
export type RootShape = Pick<Conditions, "workspace" | "id" | "fileOrder">;

export const USUAL_SHAPE: RootShape = USUAL;

/** A name for a shape that is not the usual one: part of the name of its roots. */
export function shapeName({ workspace, id, fileOrder }: RootShape): string | undefined {
  const text = JSON.stringify([workspace, id, fileOrder]);
  return text === JSON.stringify([USUAL.workspace, USUAL.id, USUAL.fileOrder]) ? undefined : hexOf(sha256(text));
}

/** The given things, in the order in which their files are to be made. */
export function inFileOrder<T>(things: Iterable<T>, { fileOrder }: Pick<Conditions, "fileOrder">): T[] {
  return fileOrder === "reversed" ? [...things].reverse() : [...things];
}
