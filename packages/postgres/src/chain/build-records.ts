import { and, asc, eq, inArray, sql } from "drizzle-orm";
import {
  artifacts,
  attemptSteps,
  attempts,
  buildInputs,
  buildOutputs,
  buildResults,
  builds,
  definitions,
  packages,
} from "../schema/index.ts";
import { groupBy } from "./group-by.ts";
import type { Body, Path, Reader, RecordKind } from "./record-kind.ts";
import { digestOf } from "./run-records.ts";

/** Everything that a build used and made. Subject: the build. */
export const buildDone: RecordKind = {
  kind: "build.done",
  subjects: sql`
    select id::text as subject from builds join attempts on attempts.build_id = id and attempts.number = attempt
    where builds.state = 'done' order by finished_at, id`,
  rows,
  async bodies(reader, subjects) {
    const inputs = groupBy(await inputsOf(reader, subjects), ({ buildId }) => buildId);
    const outputs = groupBy(await outputsOf(reader, subjects), ({ buildId }) => buildId);
    const steps = groupBy(await stepsOf(reader, subjects), ({ buildId }) => buildId);
    const rows = await doneOf(reader, subjects);
    return new Map(
      rows.map(({ id, build, recipe, attempt, definition, log, firstOfKey }): [string, Body] => [
        id,
        {
          ...{ ...build, definition, recipe: digestOf(recipe), attempt, log, firstOfKey },
          ...materials(inputs.get(id) ?? []),
          outputs: (outputs.get(id) ?? []).map(({ buildId: _, record, ...row }) => ({
            ...row,
            index: digestOf(record),
          })),
          steps: (steps.get(id) ?? []).map(({ buildId: _, ...row }) => row),
        },
      ]),
    );
  },
};

function doneOf(reader: Reader, ids: readonly string[]) {
  const { runId: run, arch, stage, name, version, key, cached, builderVersion, repeats } = builds;
  const { number, worker, startedAt, finishedAt } = attempts;
  return reader
    .select({
      id: builds.id,
      build: { run, arch, stage, name, version, key, cached, builderVersion, repeats },
      recipe: builds.recipe,
      attempt: { number, worker, startedAt, finishedAt },
      definition: { digest: builds.definitionDigest, file: definitions.file },
      log: attempts.logDigest,
      firstOfKey: sql<boolean>`exists (select from ${buildResults} where ${buildResults.key} = ${builds.key}
        and ${buildResults.buildId} = ${builds.id})`,
    })
    .from(builds)
    .leftJoin(attempts, and(eq(attempts.buildId, builds.id), eq(attempts.number, builds.attempt)))
    .leftJoin(definitions, eq(definitions.digest, builds.definitionDigest))
    .where(and(inArray(builds.id, [...ids]), eq(builds.state, "done")));
}

function inputsOf(reader: Reader, ids: readonly string[]) {
  return reader
    .select()
    .from(buildInputs)
    .where(inArray(buildInputs.buildId, [...ids]))
    .orderBy(asc(buildInputs.buildId), asc(buildInputs.role), asc(buildInputs.position));
}

type InputRow = Awaited<ReturnType<typeof inputsOf>>[number];

/** One list per role; a position in it is the row's as long as none is missing. */
function materials(inputs: readonly InputRow[]): Body {
  const of = (wanted: InputRow["role"]) => inputs.filter(({ role }) => role === wanted);
  return {
    environment: of("environment").map(({ name, version, input, artifact, contentDigest, madeBy }) => {
      return { name, version, input, file: artifact, content: contentDigest, madeBy };
    }),
    definitions: of("definition").map(({ name, artifact }) => ({ path: name, digest: artifact })),
    files: of("file").map(({ name, artifact }) => ({ path: name, digest: artifact })),
    sources: of("source").map(({ name, artifact, origin }) => ({ uri: name, digest: artifact, from: origin })),
  };
}

function outputsOf(reader: Reader, ids: readonly string[]) {
  const { fileDigest: file, contentDigest: content, name, version, arch, origin, record } = packages;
  const { buildId, sbom, attestation } = buildOutputs;
  return reader
    .select({ buildId, file, content, name, version, arch, origin, record, sbom, attestation, size: artifacts.size })
    .from(buildOutputs)
    .innerJoin(packages, eq(packages.fileDigest, buildOutputs.fileDigest))
    .innerJoin(artifacts, eq(artifacts.digest, buildOutputs.fileDigest))
    .where(inArray(buildId, [...ids]))
    .orderBy(asc(buildId), asc(buildOutputs.position));
}

function stepsOf(reader: Reader, ids: readonly string[]) {
  const { buildId, label, startedAt, finishedAt, exitCode } = attemptSteps;
  return reader
    .select({ buildId, label, startedAt, finishedAt, exitCode })
    .from(attemptSteps)
    .innerJoin(builds, and(eq(builds.id, buildId), eq(builds.attempt, attemptSteps.attempt)))
    .where(inArray(buildId, [...ids]))
    .orderBy(asc(buildId), asc(attemptSteps.position));
}

const ROLES: Readonly<Record<string, InputRow["role"]>> = {
  environment: "environment",
  definitions: "definition",
  files: "file",
  sources: "source",
};

function rows(subject: string, [member, position]: Path): string {
  const role = ROLES[String(member)];
  if (role !== undefined) return `build_inputs (build_id = ${subject}, role = ${role}, position = ${position})`;
  if (member === "outputs") {
    return `build_outputs (build_id = ${subject}, position = ${position}) or its row of packages or artifacts`;
  }
  if (member === "steps") return `attempt_steps (build_id = ${subject}, position = ${position})`;
  if (member === "attempt" || member === "log") return `attempts (build_id = ${subject})`;
  if (member === "firstOfKey") return `build_results (build_id = ${subject})`;
  return `builds (id = ${subject})`;
}
