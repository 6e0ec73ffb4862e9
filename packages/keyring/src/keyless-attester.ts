import { Fault, isFault } from "@ascent/core";
import type { Attester } from "@ascent/engine";
import { builderIdOf } from "@ascent/formats";
import { DSSEBundleBuilder, FulcioSigner, InternalError, RekorWitness } from "@sigstore/sign";
import { bundleBytes, inToto } from "./bundle-bytes.ts";
import { identityTokens } from "./identity-token.ts";

export interface KeylessOptions {
  /** Of the installation, for `builderId`. */
  readonly installation: string;
  /** The CA that turns an identity into a certificate for a key that lives for one signature. */
  readonly fulcioUrl: string;
  /** The log in which every signature is made public. */
  readonly rekorUrl: string;
  /** Where an OIDC token is kept; that of the CI when absent. */
  readonly identityTokenFile?: string;
}

const TIMEOUT_MS = 20_000;
const RETRIES = { retries: 3, minTimeout: 500 };

/**
 * Signs through a Sigstore instance: a fresh key for each statement, certified by Fulcio for the identity of an OIDC token,
 * and witnessed by Rekor. `attest` throws Faults "sigstore-identity" (no token), "sigstore-unreachable" (retryable) and
 * "sigstore-refused".
 */
export function createKeylessAttester(options: KeylessOptions): Attester {
  const { installation, fulcioUrl, rekorUrl, identityTokenFile } = options;
  const common = { timeout: TIMEOUT_MS, retry: RETRIES };
  const identityProvider = identityTokens(identityTokenFile);
  const signer = new FulcioSigner({ ...common, fulcioBaseURL: bare(fulcioUrl), identityProvider });
  const witness = new RekorWitness({ ...common, rekorBaseURL: bare(rekorUrl) });
  const builder = new DSSEBundleBuilder({ signer, witnesses: [witness] });
  return {
    builderId: builderIdOf(installation),
    async attest(statement) {
      try {
        return bundleBytes(await builder.create(inToto(statement)));
      } catch (error) {
        throw faultOf(error, options);
      }
    },
  };
}

function bare(url: string): string {
  return url.replace(/\/+$/, "");
}

function faultOf(error: unknown, { fulcioUrl, rekorUrl }: KeylessOptions): Fault {
  if (!(error instanceof InternalError)) return new Fault("sigstore-refused", messageOf(error), { cause: error });
  if (isFault(error.cause)) return error.cause;
  // What goes wrong with a token is told without the error that the library makes of it: that one quotes the token.
  if (error.code.startsWith("IDENTITY_TOKEN")) return new Fault("sigstore-identity", "the OIDC token is of no use");
  const service = error.code.startsWith("CA_") ? `Fulcio at ${fulcioUrl}` : `Rekor at ${rekorUrl}`;
  if (isRefusal((error.cause as { readonly statusCode?: unknown } | undefined)?.statusCode)) {
    return new Fault("sigstore-refused", `${service} refused: ${error.message}`, {
      wayOut: "Check that the token is fresh, is for the audience `sigstore`, and that its issuer is known there.",
    });
  }
  return new Fault("sigstore-unreachable", `${service} cannot be reached: ${messageOf(error.cause)}`, {
    retryable: true,
    wayOut: "Check the network, or sign with keys (ASCENT_SIGNING=key).",
  });
}

/** A client error, but for those that say "later": 408 and 429. */
function isRefusal(status: unknown): boolean {
  return typeof status === "number" && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
