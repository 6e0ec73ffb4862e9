import { readFile } from "node:fs/promises";
import { Fault } from "@ascent/core";
import { CIContextProvider, type IdentityProvider } from "@sigstore/sign";
import { z } from "zod";
import { refuseOpenKey } from "./key-files.ts";

const Claims = z.object({ sub: z.string().min(1) });

/**
 * Whose name a keyless signature gets: an OIDC token from a file, read anew for each signature because such tokens live for
 * minutes; without a file, what the CI that this runs in gives (GitHub Actions, or `SIGSTORE_ID_TOKEN`). The audience must
 * be `sigstore`. `getToken` throws Fault "sigstore-identity", "key-too-open"; no message ever has a part of a token.
 */
export function identityTokens(file: string | undefined): IdentityProvider {
  const fromCi = new CIContextProvider("sigstore");
  return {
    async getToken() {
      const token = file === undefined ? await fromCi.getToken().catch(() => undefined) : await tokenIn(file);
      if (token !== undefined && isToken(token)) return token;
      throw new Fault(
        "sigstore-identity",
        `there is no OIDC token ${file === undefined ? "in the environment" : `in ${file}`}`,
        {
          wayOut: "Set ASCENT_IDENTITY_TOKEN_FILE to a file that a fresh token is kept in, or sign with keys.",
        },
      );
    },
  };
}

async function tokenIn(file: string): Promise<string | undefined> {
  try {
    await refuseOpenKey(file);
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (error instanceof Fault) throw error;
    return undefined;
  }
}

/** RFC 7519: three parts in base64url, the second of which are the claims. The library would quote what is none. */
function isToken(text: string): boolean {
  const [, claims, signature] = text.split(".");
  if (claims === undefined || signature === undefined) return false;
  try {
    return Claims.safeParse(JSON.parse(Buffer.from(claims, "base64url").toString("utf8"))).success;
  } catch {
    return false;
  }
}
