import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedling } from "@ascent/testkit";
import { afterEach, describe, expect, test } from "vitest";
import { openWorkbench, type Workbench } from "./workbench.ts";

/** Makes what depends on much: many files in an order of its own, times, modes, links, jobs side by side. */
const SCRIPT = `
out=melange-out/many; mkdir -p $out/usr/bin $out/usr/share/many
for i in $ORDER; do echo "file $i" > $out/usr/share/many/$i; done
i=0; while [ $i -lt $JOBS ]; do (for n in 1 2 3; do echo job > $out/usr/share/many/job$n; done) & i=$((i+1)); done; wait
cp /usr/bin/cat $out/usr/bin/many; ln $out/usr/bin/many $out/usr/bin/more; ln -s many $out/usr/bin/less
date > $out/usr/share/many/date.tmp; rm $out/usr/share/many/date.tmp
date -d @0 > $out/usr/share/many/date; date -d @$SOURCE_DATE_EPOCH >> $out/usr/share/many/date
pwd > $out/usr/share/many/where; id >> $out/usr/share/many/where; uname -n >> $out/usr/share/many/where
mkdir $out/usr/share/many/dir; umask > $out/usr/share/many/dir/umask
`;

describe("the same recipe in the same environment", () => {
  const open: Workbench[] = [];
  afterEach(async () => {
    for (const bench of open.splice(0)) await bench.close();
  });

  async function build(order: string, parallelism: number, directory?: string) {
    const bench = await openWorkbench(directory === undefined ? {} : { directory });
    open.push(bench);
    const environment = [await seedling.locked(bench.store, await seedling.toolsApk())];
    const step = { ...seedling.step(SCRIPT.replace("$ORDER", order)) };
    const recipe = seedling.recipe([seedling.output("many", [step])]);
    const outcome = await bench.builder.build(seedling.request(recipe, environment, { parallelism }), seedling.watch());
    if (outcome.kind !== "built") throw new Error(JSON.stringify(outcome));
    return outcome.outputs[0];
  }

  test("gives the same bits in another directory, with another umask and time zone, jobs, and order of files on disk", async () => {
    const first = await build("a b c d e f g h i j k l m n o p", 1);
    const umask = process.umask(0o077);
    const zone = process.env.TZ;
    process.env.TZ = "Asia/Kathmandu";
    const elsewhere = await mkdtemp(join(tmpdir(), "ascent-a-longer-directory-name-"));
    try {
      const second = await build("p o n m l k j i h g f e d c b a", 4, elsewhere);
      expect(second.contentDigest).toBe(first.contentDigest);
      expect(second.sbom).toBe(first.sbom);
      expect(second.record).toEqual({ ...first.record, size: second.size });
    } finally {
      process.umask(umask);
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test("gives the same bits at another time", async () => {
    const first = await build("a b", 2);
    const { setTimeout: later } = await import("node:timers/promises");
    await later(1100);
    expect((await build("a b", 2)).contentDigest).toBe(first.contentDigest);
  });
});
