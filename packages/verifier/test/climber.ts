import { compareRuns, type RebuildWith, type RunExport, type RunRecord, startRebuild } from "@ascent/engine";
import { type Deck, type DeckOptions, flightDeck, testApk, testKey } from "@ascent/testkit";
import type { ExportFiles } from "./memory-files.ts";
import { blueprintTexts } from "./sample-export.ts";

/** What the engine exports, as a reader elsewhere has it. */
export async function read(deck: Deck, exported: RunExport): Promise<ExportFiles> {
  const files: ExportFiles = new Map();
  for (const [path, { digest, bytes }] of exported.files) files.set(path, bytes ?? (await deck.store.read(digest)));
  return files;
}

/** The same content whatever it is built with, as a set that reproduces itself has it. */
export async function climber(builder: DeckOptions["builder"] = {}): Promise<Deck> {
  const blueprint = Object.fromEntries(blueprintTexts(""));
  const contentOf = (_request: unknown, output: { readonly name: string }) => `made of ${output.name}'s definition`;
  return flightDeck({ blueprint, builder: { contentOf, ...builder } });
}

/** A bootstrap with one from another seed beside it, both kinds of rebuild (or those that are named), and the comparison. */
export async function climbed(
  deck: Deck,
  settings: readonly RebuildWith[] = ["recorded", "final"],
): Promise<RunRecord> {
  const { run } = await deck.start({ seeds: ["debian"] });
  await deck.fly(run.id);
  const another = await testApk({ name: "gcc", files: { "usr/bin/gcc": "another" } }, testKey("other.rsa.pub").signer);
  deck.seeds.inner.packages.splice(0, 1, another);
  const other = await deck.start({ seeds: ["other"] });
  await deck.fly(other.run.id);
  for (const setting of settings) {
    const rebuild = await startRebuild(deck, { of: run.id, with: setting, requestedBy: "test" });
    await deck.fly(rebuild!.run.id);
  }
  await compareRuns(deck, { first: run.id, second: other.run.id });
  return (await deck.ledger.run(run.id))!;
}
