import { readFile } from "node:fs/promises";
import { hostArch } from "@ascent/config";
import {
  type Arch,
  compareWithBaseline,
  type Defect,
  Fault,
  type Reach,
  type ReachChange,
  reachBaseline,
  reachFrom,
} from "@ascent/core";
import { parseReachBaseline, writeReachBaseline } from "@ascent/formats";
import type { Command } from "commander";
import { type Given, readGiven } from "../inspect/given.ts";
import { readTree, stageRecipes, type Tree, type TreeOptions, treeOptions } from "../inspect/tree.ts";
import { EXIT, print, printJson } from "../tell.ts";
import { changeLines, reachLines, whyLines } from "../view/reach-view.ts";
import { writeOutput } from "../write-output.ts";

interface ReachOptions extends TreeOptions {
  readonly from?: readonly string[];
  readonly stage?: string;
  readonly inputsFirst?: boolean;
  readonly why?: readonly string[];
  readonly check?: string;
  readonly write?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  ascent reach tiny                        the last stage of a blueprint, from its declared inputs
  ascent reach ../os --from ../bootstrap-stage3 --pipelines ../melange/pkg/build/pipelines
                                           a folder of definitions, from what those of another would make
  ascent reach ../os --from https://packages.wolfi.dev/bootstrap/stage3
  ascent reach ../os --from APKINDEX.tar.gz --why gcc --why autoconf
  ascent reach ../os --from ../bootstrap-stage3 --write reach.json
  ascent reach ../os --from ../bootstrap-stage3 --check reach.json

Needs no service. Exit code 1 when --check finds something unreachable that was reachable. docs/reachability.md tells more.`;

export function addReach(program: Command): void {
  const command = program
    .command("reach")
    .argument("<definitions>", "a folder of melange definitions, or a blueprint")
    .description(
      "tell which definitions can be built from scratch, what stands in the way of the rest, and what would open it",
    )
    .option(
      "--from <source>",
      "what is given: a stage, an APKINDEX, a repository, or a folder of definitions; repeatable",
      add,
    );
  treeOptions(command)
    .option("--stage <name>", "the stage of the blueprint whose definitions are asked about (default: the last)")
    .option("--inputs-first", "resolve as a stage does: what is given wins over what is built, whatever the version")
    .option("--why <name>", "tell what this definition lacks; repeatable", add)
    .option("--check <file>", "compare with a baseline; exit 1 when something became unreachable")
    .option("--write <file>", "write the baseline")
    .option("--json", "tell it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: ReachOptions) => {
      process.exitCode = await reach(name, options);
    });
}

function add(value: string, known: readonly string[] = []): readonly string[] {
  return [...known, value];
}

/** Everything that a report tells. */
export interface ReachAnswer {
  readonly arch: Arch;
  readonly from: readonly string[];
  readonly reach: Reach;
  /** Files that cannot be read as definitions at all. */
  readonly unreadable: readonly Defect[];
  /** What is wrong in others, so that what they need is known in part only. */
  readonly defects: readonly Defect[];
}

async function reach(name: string, options: ReachOptions): Promise<number> {
  const answer = await answerFor(name, options);
  const change = options.check === undefined ? undefined : await changeSince(options.check, answer);
  if (options.write !== undefined) {
    await writeOutput(options.write, writeReachBaseline(reachBaseline(answer.reach, answer.arch)));
  }
  if (options.json === true) printJson(change === undefined ? answer : { ...answer, change });
  else print(linesFor(answer, { change, options }).join("\n"));
  return change !== undefined && change.lost.length + change.broken.length > 0 ? EXIT.failed : EXIT.ok;
}

function linesFor(answer: ReachAnswer, told: { change: ReachChange | undefined; options: ReachOptions }): string[] {
  if (told.change !== undefined) return changeLines(answer, told.change);
  if (told.options.why !== undefined) return whyLines(answer, told.options.why);
  return reachLines(answer);
}

async function answerFor(name: string, options: ReachOptions): Promise<ReachAnswer> {
  const arch = options.arch ?? hostArch();
  progress(`reading ${name}`);
  const tree = await readTree(name, options);
  const { stage, recipes, defects } = stageRecipes(tree, arch, options.stage);
  const given = await readGiven({ tree, stage, arch, from: options.from ?? [], options });
  progress(`${recipes.length} definitions read; looking how far they come`);
  const order = options.inputsFirst === true ? "inputs-first" : "pool";
  const assume = given.assume === undefined ? {} : { assume: given.assume };
  const found = reachFrom({ given: given.groups, recipes, order, ...assume });
  return { arch, from: given.told, reach: found, ...complaintsOf(tree, { defects, given, found }) };
}

interface Complaints {
  readonly defects: readonly Defect[];
  readonly given: Given;
  readonly found: Reach;
}

function complaintsOf({ survey }: Tree, { defects, given, found }: Complaints) {
  return { unreadable: survey.defects, defects: [...defects, ...given.defects, ...found.defects] };
}

/** Only for a person who waits. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`· ${text}\n`);
}

async function changeSince(file: string, { reach: found, arch, unreadable }: ReachAnswer): Promise<ReachChange> {
  const baseline = parseReachBaseline(file, await textOf(file));
  if (baseline.arch !== arch) {
    throw new Fault("baseline-other-arch", `${file} was written for ${baseline.arch}, and this is about ${arch}`, {
      wayOut: `Add --arch ${baseline.arch}, or check against a baseline for ${arch}.`,
    });
  }
  const broken = unreadable.map(({ place, message }) => ({ file: place.file, message }));
  return compareWithBaseline(found, baseline, broken);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Fault("baseline-unreadable", `${file} cannot be read`, {
      cause,
      wayOut: "Write it first, where everything is as it should be: ascent reach … --write FILE.",
    });
  }
}
