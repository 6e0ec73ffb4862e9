import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { CHECKOUT } from "./ascent.ts";

interface Blueprint {
  stages: { name: string; definitions: string[] }[];
  policies: { require: string };
}

/** Of what stage 2 makes possible. */
export const SHORT_PACKAGES = ["make", "tcc"];

/**
 * The blueprint "tiny" cut short: stages 1 and 2, then make and tcc, built from stage 2 alone. Leaves it in `folder`, which is
 * made. A third of the work of all of it, and the same bits.
 */
export async function layOutShortTiny(folder: string): Promise<void> {
  // Links between its folders stay links.
  await cp(join(CHECKOUT, "stages", "tiny"), folder, { recursive: true, verbatimSymlinks: true });
  const file = join(folder, "bootstrap.yaml");
  const blueprint = load(await readFile(file, "utf8")) as Blueprint;
  blueprint.stages = blueprint.stages.slice(0, 3);
  blueprint.stages[2]!.definitions = SHORT_PACKAGES.map((name) => `packages/${name}.yaml`);
  blueprint.policies.require = "declared";
  await writeFile(file, dump(blueprint));
}
