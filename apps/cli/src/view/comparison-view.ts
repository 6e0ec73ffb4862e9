import type { ComparedArchView, ComparedPackageView, ComparisonView } from "@ascent/client";
import { type Paint, plural } from "./picture.ts";

const TOLD = 12;

/** Two bootstraps beside each other: stage by stage, then each final package that is not the same, the first one foremost. */
export function comparisonLines(comparison: ComparisonView, paint: Paint): string[] {
  const { first, second, arches } = comparison;
  const title = paint.bold(`Run ${first.slice(0, 8)} beside run ${second.slice(0, 8)}`);
  return [title, ...arches.flatMap((arch) => archLines(arch, arches.length > 1, paint))];
}

function archLines(compared: ComparedArchView, withArch: boolean, paint: Paint): string[] {
  const { arch, isOtherSeed, seeds, stages } = compared;
  const [first, second] = [seeds.first, seeds.second].map(
    ({ seed, lockDigest }) => `${seed} ${lockDigest?.slice(0, 19)}…`,
  );
  const differing = compared.packages.filter(({ outcome }) => outcome !== "same");
  return [
    `  ${withArch ? `${arch}: ` : ""}seeds ${first} and ${second}`,
    ...(isOtherSeed ? [] : [`  ${paint.bad("!")} the same seed: that they agree says nothing about it`]),
    ...stages.map(({ stage, same, different }, index) =>
      stageLine({ stage, same, different }, index === stages.length - 1, paint),
    ),
    ...differing.slice(0, TOLD).flatMap((each) => packageLines(each, each.name === compared.firstDivergence, paint)),
    ...(differing.length > TOLD ? [`  … and ${differing.length - TOLD} more`] : []),
    conclusion(compared, paint),
  ];
}

/** That early stages differ is no fault: another compiler made them. */
function stageLine(
  { stage, same, different }: ComparedArchView["stages"][number],
  isLast: boolean,
  paint: Paint,
): string {
  const total = same + different.length;
  const mark = different.length === 0 ? paint.good("✔") : isLast ? paint.bad("✘") : paint.faint("·");
  const names =
    different.length === 0 ? "" : `  not ${different.slice(0, 6).join(", ")}${different.length > 6 ? ", …" : ""}`;
  return `  ${mark} ${stage.padEnd(9)} ${same} of ${plural(total, "package")} the same${names}`;
}

const OUTCOMES: Readonly<Record<ComparedPackageView["outcome"], string>> = {
  same: "the same bits",
  different: "other bits",
  "other-recipe": "other bits, but of another definition: that tells nothing about the seed",
  missing: "made by one of them alone",
};

function packageLines(
  { name, outcome, since, differences, report }: ComparedPackageView,
  isFirst: boolean,
  paint: Paint,
) {
  const began = since === undefined ? "" : `, not the same since ${since}`;
  return [
    `  ${paint.bad("✘")} ${name}: ${OUTCOMES[outcome]}${began}${isFirst ? paint.bold("  (the first in build order)") : ""}`,
    ...differences.map((difference) => `      ${difference}`),
    ...(report === undefined ? [] : [paint.faint(`      in full: artifact ${report}`)]),
  ];
}

function conclusion({ isOtherSeed, firstDivergence, packages, stages }: ComparedArchView, paint: Paint): string {
  const last = stages.at(-1)?.stage ?? "the last stage";
  if (firstDivergence !== undefined)
    return paint.bad(`✘ they do not end in the same bits; ${last}/${firstDivergence} is the first that differs`);
  const all = `all ${packages.length} packages of ${last} have the same bits`;
  return isOtherSeed
    ? paint.good(`✔ ${all}, whichever seed they came from`)
    : `${all}; compare with a bootstrap from another seed`;
}
