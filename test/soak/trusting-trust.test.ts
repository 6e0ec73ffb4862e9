import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VerdictView } from "../../apps/api/src/schema/run.ts";
import { Installation } from "../support/ascent.ts";
import { layOutTiny, makeTrustSeeds, SEEDS, type TrustRepository, type TrustSeed } from "../trust/trust-seeds.ts";

/**
 * Tiny itself, every tool of it built, from a seed with a Trojan horse in its compiler and from the same seed without. Each
 * bootstrap by itself is beyond reproach; the comparison of the two is not. See ../trust for the small one that always runs.
 */

const MINUTES = 60_000;
const MARKER = "trusting trust";

let installation: Installation;
let scratch: string;
let repository: TrustRepository;

beforeAll(async () => {
  installation = await Installation.make();
  scratch = await mkdtemp(join(tmpdir(), "ascent-trust-"));
  repository = await makeTrustSeeds(installation, scratch);
  await layOutTiny(join(scratch, "tiny"), repository);
}, 30 * MINUTES);

afterAll(async () => {
  await repository?.close();
  await installation.remove();
  await rm(scratch, { recursive: true, force: true });
});

async function bootstrap(seed: TrustSeed) {
  const exported = join(scratch, seed);
  const { exitCode, stdout, stderr } = await installation.run(
    ...["bootstrap", "--blueprint", join(scratch, "tiny"), "--seed", seed, "--export", exported],
  );
  if (exitCode !== 0) throw new Error(`${seed}:\n${stdout}\n${stderr}`);
  const { packages } = VerdictView.parse(JSON.parse(await readFile(join(exported, "verdict.json"), "utf8")));
  const told = packages.map(async ({ name, version, rung, contentDigest }) => {
    const apk = await readFile(join(exported, "x86_64", `${name}-${version}.apk`));
    return { name, rung, contentDigest, marked: gunzipSync(apk).includes(MARKER) };
  });
  return Promise.all(told);
}

test(
  "a subverted compiler's tiny is as free of its seed as the honest one's, and only the comparison tells them apart",
  async () => {
    const [honest = [], subverted = []] = [await bootstrap(SEEDS[0]), await bootstrap(SEEDS[1])];
    expect(honest.filter(({ marked }) => marked)).toEqual([]);
    expect(subverted.filter(({ marked }) => marked).map(({ name }) => name)).toEqual(["sed", "tcc"]);
    expect(subverted.map(({ rung }) => rung)).toEqual(honest.map(({ rung }) => rung));
    expect(new Set(subverted.map(({ rung }) => rung))).not.toContain(undefined);
    const diverging = honest.filter(({ contentDigest }, index) => subverted[index]?.contentDigest !== contentDigest);
    expect(diverging.map(({ name }) => name)).toEqual(["sed", "tcc"]);
  },
  60 * MINUTES,
);
