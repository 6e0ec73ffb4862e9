import { type Arch, type InputName, isSeedInput } from "@ascent/core";
import { writeIndex } from "@ascent/formats";
import type { LedgerReader, PublishedPackage, StageKeys } from "./ports.ts";

export interface RepositoryPorts {
  readonly ledger: Pick<LedgerReader, "packages">;
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

/**
 * The name under which an input's key is kept: a stage's own name, `seed_NAME` for a seed. No stage's name has an
 * underscore, so none can ever sign as a seed.
 */
export function signingKeyOf(input: InputName): string {
  return isSeedInput(input) ? input.replace(":", "_") : input;
}

/** The signed APKINDEX.tar.gz of one input of a run; the same packages and key give the same bytes. */
export async function repositoryIndex(ports: RepositoryPorts, ref: RepositoryRef): Promise<Uint8Array> {
  const packages = await ports.ledger.packages(ref.runId, ref.arch, ref.input);
  const signer = await ports.keys.signerFor(signingKeyOf(ref.input));
  return writeIndex(
    packages.map((published) => published.record),
    { description: `${ref.input} ${ref.arch}`, signer },
  );
}
