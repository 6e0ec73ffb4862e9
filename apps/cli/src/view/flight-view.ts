import type { BuildView, EstimateView, StageView } from "@ascent/client";
import { clock, elapsed, fit, type Paint, type Picture, plural } from "./picture.ts";

const BAR = 20;

/** The live view of a run, as lines: seed, stages, what builds now, what failed. Pure: the same picture, the same lines. */
export function flightLines(picture: Picture, paint: Paint): string[] {
  const building = buildingLines(picture, paint);
  const failed = picture.builds.filter((build) => build.state === "failed");
  return [
    titleLine(picture, paint),
    "",
    ...picture.run.preparation.map((seed) => seedLine(picture, seed, paint)),
    ...picture.stages.map((stage) => stageLine(picture, stage, paint)),
    ...(picture.run.estimates ?? []).map((estimate) => paint.faint(estimateLine(estimate, picture.now))),
    ...(building.length === 0 ? [] : ["", ...building]),
    ...failed.flatMap((build) => ["", ...failureLines(build, picture, paint)]),
  ];
}

function titleLine({ run, now }: Picture, paint: Paint): string {
  const took = elapsed(run.createdAt, run.finishedAt === undefined ? now : new Date(run.finishedAt));
  return `${paint.bold(`Ascent  ${run.blueprint}`)}  ${paint.faint(`run ${run.id.slice(0, 8)}  ${run.arches.join(" ")}`)}  ${took}${purposeText(run, paint)}`;
}

function purposeText({ purpose }: Picture["run"], paint: Paint): string {
  if (purpose?.kind !== "rebuild") return "";
  const how = purpose.with === "recorded" ? "from the recorded locks" : "with the final packages";
  return paint.faint(`  rebuilds ${purpose.of.slice(0, 8)} ${how}`);
}

/** A name of the left column; with the arch where a run has several. */
function label(picture: Picture, name: string, arch: string): string {
  return picture.run.arches.length > 1 ? `${name} ${arch}`.padEnd(18) : name.padEnd(9);
}

function seedLine(picture: Picture, seed: Picture["run"]["preparation"][number], paint: Paint): string {
  const head = `  ${label(picture, "seed", seed.arch)}`;
  if (seed.state === "locked") {
    return `${head}${paint.good("✔")} ${seed.seed}: ${plural(seed.packageCount ?? 0, "package")}  ${paint.faint(fit(seed.origin ?? "", 60))}`;
  }
  if (seed.state === "failed") return `${head}${paint.bad("✘")} ${seed.failure?.message ?? "failed"}`;
  if (seed.state === "queued") return `${head}${paint.faint("·")} waits for a worker for ${seed.arch}`;
  return `${head}${paint.busy("▸")} ${picture.preparing ?? seed.state}`;
}

function stageLine(picture: Picture, stage: StageView, paint: Paint): string {
  const { counts, cached } = stage;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const filled = total === 0 ? 0 : Math.round((counts.done / total) * BAR);
  const bar = `${"█".repeat(filled)}${paint.faint("░".repeat(BAR - filled))}`;
  const parts = [
    `${counts.done}/${total}`.padStart(7),
    counts.building > 0 ? paint.busy(`${counts.building} building`) : "",
    cached > 0 ? `${cached} cached` : "",
    counts.failed > 0 ? paint.bad(`${counts.failed} failed`) : "",
    counts.blocked > 0 ? paint.bad(`${counts.blocked} blocked`) : "",
    counts.cancelled > 0 ? `${counts.cancelled} cancelled` : "",
  ];
  return `  ${label(picture, stage.stage, stage.arch)}${stageMark(stage, paint)} ${bar} ${parts.filter((part) => part !== "").join("  ")}`;
}

/** `about 12:30 left on x86_64 (2 of 14 never built before)`: by what builds took in earlier runs. */
function estimateLine(estimate: EstimateView, now: Date): string {
  const { arch, finishAt, left, guessed, slots } = estimate;
  const seconds = Math.max(0, Date.parse(finishAt) - now.getTime());
  const doubt = guessed === 0 ? "" : ` (${guessed} of ${left} never built before)`;
  const nobody = slots === 0 ? ", once there is a worker" : "";
  return `  about ${clock(seconds)} left on ${arch}${doubt}${nobody}`;
}

function stageMark(stage: StageView, paint: Paint): string {
  if (stage.state === "complete") return paint.good("✔");
  if (stage.state === "failed") return paint.bad("✘");
  return stage.state === "open" ? paint.busy("▸") : paint.faint("·");
}

/** As many as the screen has room for; the rest is counted. */
function buildingLines(picture: Picture, paint: Paint): string[] {
  const building = picture.builds.filter((build) => build.state === "building");
  const room = Math.max(3, paint.rows - picture.stages.length - 12);
  const shown = building.slice(0, room).map((build) => buildingLine(build, picture.now, paint));
  const hidden = building.length - shown.length;
  return hidden > 0 ? [...shown, paint.faint(`  … and ${hidden} more`)] : shown;
}

function buildingLine(build: BuildView, now: Date, paint: Paint): string {
  const name = `${build.stage}/${build.name}`.padEnd(24);
  const step = build.step === undefined ? "starting" : stepText(build.step);
  const text = `  ${name} ${elapsed(build.startedAt, now).padStart(6)}  ${step}`;
  return paint.busy(fit(text, paint.columns - 1));
}

function stepText(step: NonNullable<BuildView["step"]>): string {
  return step.total === 0 ? step.label : `${step.label} (${step.index}/${step.total})`;
}

/** What broke, the last it said, how to see all of it, and what it holds up. */
export function failureLines(build: BuildView, picture: Pick<Picture, "builds">, paint: Paint): string[] {
  const { failure } = build;
  const blocked = picture.builds.filter((other) => other.blockedBy === build.id);
  const at = failure?.step === undefined ? "" : ` in step ${failure.step}`;
  return [
    paint.bad(`✘ ${build.stage}/${build.name} failed${at}: ${failure?.message ?? "no reason recorded"}`),
    ...(failure?.logTail ?? []).slice(-8).map((line) => paint.faint(fit(`  │ ${line}`, paint.columns - 1))),
    ...(failure?.wayOut === undefined ? [] : [`  ${failure.wayOut}`]),
    `  whole log: ascent logs ${build.name} --stage ${build.stage} --run ${build.runId}`,
    ...(blocked.length === 0 ? [] : [`  blocks: ${blockedText(blocked)}`]),
  ];
}

function blockedText(blocked: readonly BuildView[]): string {
  const names = blocked.map((build) => `${build.stage}/${build.name}`);
  return names.length <= 6 ? names.join(", ") : `${names.slice(0, 6).join(", ")} and ${names.length - 6} more`;
}
