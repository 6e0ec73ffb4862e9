import type { Part, UseRole } from "@ascent/core";

/** A lineage path (core's), with what each package was to the build that had it. */
export type ToldPath = readonly {
  readonly role: UseRole;
  readonly part?: Part | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  readonly input?: string | undefined;
  readonly digest: string;
  readonly contentDigest?: string | undefined;
  /** Absent for a seed's package. */
  readonly madeBy?: string | undefined;
}[];

/** One thing on the way, from the package that is asked about (first) to what was looked for (last). */
export interface DrawnNode {
  readonly title: string;
  /** `final`, `seed:debian`, or the role of what is no package. */
  readonly from: string;
  readonly digest: string;
  /** How the one before used it: `compiler`, `source`; absent for the first. */
  readonly as?: string;
  readonly isSeed: boolean;
}

export interface PathStart {
  readonly name: string;
  readonly version: string;
  readonly stage: string;
  readonly contentDigest: string;
}

export function drawnNodes(start: PathStart, path: ToldPath): DrawnNode[] {
  const first = {
    title: `${start.name}-${start.version}`,
    from: start.stage,
    digest: start.contentDigest,
    isSeed: false,
  };
  const rest = path.map((step): DrawnNode => {
    const { name, version, input, role, part, contentDigest, digest } = step;
    return {
      title: version === undefined ? name : `${name}-${version}`,
      from: input ?? role,
      digest: contentDigest ?? digest,
      as: part ?? (role === "environment" ? "tool" : role),
      isSeed: role === "environment" && step.madeBy === undefined,
    };
  });
  return [first, ...rest];
}
