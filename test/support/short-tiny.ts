import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { CHECKOUT } from "./ascent.ts";

interface Blueprint {
  stages: { name: string; definitions: string[] }[];
  policies: { require: string };
}

/** All of stage 2 but busybox, which takes longer than the others together. */
export const SHORT_PACKAGES = ["make", "musl", "tcc"];

/** The blueprint "tiny" cut short, with stage 2 as its last: a tenth of the work, and the same bits. Leaves it in `folder`, which is made. */
export async function layOutShortTiny(folder: string): Promise<void> {
  // Links between its folders stay links.
  await cp(join(CHECKOUT, "stages", "tiny"), folder, { recursive: true, verbatimSymlinks: true });
  const file = join(folder, "bootstrap.yaml");
  const blueprint = load(await readFile(file, "utf8")) as Blueprint;
  blueprint.stages = blueprint.stages.slice(0, 2);
  blueprint.stages[1]!.definitions = SHORT_PACKAGES.map((name) => `packages/${name}.yaml`);
  blueprint.policies.require = "declared";
  await writeFile(file, dump(blueprint));
}
