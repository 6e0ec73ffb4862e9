import type { InputName } from "@ascent/core";
import { type Arch, isSeedInput } from "@ascent/core";
import { writeIndex } from "@ascent/formats";
import type { LedgerReader, PublishedPackage, StageKeys } from "./ports.ts";

export interface RepositoryPorts {
  readonly ledger: LedgerReader;
  readonly keys: StageKeys;
}

export interface RepositoryRef {
  readonly runId: string;
  readonly arch: Arch;
  /** A stage's name, or `seed:NAME`. */
  readonly input: InputName;
}

/** `name-version.apk`: what a stock apk client asks for. */
export function apkFileName(published: PublishedPackage): string {
  return `${published.record.name}-${published.record.version}.apk`;
}

/** The signed APKINDEX.tar.gz of one input of a run; the same packages and key give the same bytes. */
export async function repositoryIndex(ports: RepositoryPorts, ref: RepositoryRef): Promise<Uint8Array> {
  const packages = await ports.ledger.packages(ref.runId, ref.arch, ref.input);
  const stage = isSeedInput(ref.input) ? ref.input.replace(":", "-") : ref.input;
  const signer = await ports.keys.signerFor(stage);
  return writeIndex(
    packages.map((published) => published.record),
    { description: `${ref.input} ${ref.arch}`, signer },
  );
}
