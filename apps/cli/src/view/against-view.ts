import type { ComparedBuild, RebuildCause, StageComparison } from "@ascent/core";
import type { Against } from "../against/against.ts";
import { plural } from "./picture.ts";

/** Names or reasons in one line; the rest is counted. */
const NAMED = 8;

/** What a run of the plan would do, beside what the earlier one has done. */
export function againstLines({ earlier, comparison, seedPinned }: Against): string[] {
  const { run, seed } = earlier;
  const from = seed === undefined ? "" : ` from the seed ${seed}`;
  const head = `${run.blueprint} against run ${run.id.slice(0, 8)}${from}, of ${run.createdAt.slice(0, 16).replace("T", " ")}, ${run.state}`;
  if (comparison === undefined) return [head, "nothing can be planned until its defects are mended"];
  const { added, removed, rebuilt, cached } = comparison.counts;
  const trust = "What the seed holds is taken to be what it held: no lock of the blueprint says otherwise.";
  return [
    head,
    `${added} added, ${removed} removed, ${rebuilt} rebuilt, ${cached} from the cache`,
    ...comparison.stages.flatMap(stageLines),
    "",
    "At most: what comes out unchanged stops the wave.",
    ...(seedPinned ? [] : [trust]),
  ];
}

function stageLines({ stage, arch, builds, removed }: StageComparison): string[] {
  const cached = builds.filter(({ outcome }) => outcome === "cached").map(({ name }) => name);
  const others = builds.filter(({ outcome }) => outcome !== "cached");
  return [
    "",
    `${stage} ${arch}: ${cached.length} of ${plural(builds.length, "build")} from the cache`,
    ...others.flatMap(buildLines),
    ...removed.map(({ name, version }) => `  - ${name}-${version}  removed`),
    ...(cached.length === 0 ? [] : [`  = ${some(cached)}`]),
  ];
}

function buildLines({ name, version, outcome, causes, blocked }: ComparedBuild): string[] {
  const stuck = blocked ? "  CANNOT BE BUILT" : "";
  if (outcome === "added") return [`  + ${name}-${version}  added${stuck}`];
  return [`  ~ ${name}-${version}  rebuilt${stuck}`, ...causes.map((cause) => `      ${causeText(cause)}`)];
}

const TOLD: Readonly<Record<Exclude<RebuildCause["kind"], "upstream" | "not-built">, string>> = {
  definition: "its definition changed",
  sources: "its sources changed",
  files: "files beside its definition changed",
  pipeline: "a pipeline that it uses changed",
  environment: "its environment changed",
  builder: "the builder changed",
};

function causeText(cause: RebuildCause): string {
  if (cause.kind === "upstream") return `built with what is rebuilt: ${some(cause.builds)}`;
  if (cause.kind === "not-built") return `that run has no result of it: ${cause.state}`;
  return `${TOLD[cause.kind]}: ${some(cause.details)}`;
}

function some(names: readonly string[]): string {
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more (--json lists all)` : "";
  return `${names.slice(0, NAMED).join(", ")}${rest}`;
}
