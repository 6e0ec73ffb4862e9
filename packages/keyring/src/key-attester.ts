import type { Attester } from "@ascent/engine";
import { builderIdOf } from "@ascent/formats";
import { DSSEBundleBuilder } from "@sigstore/sign";
import { bundleBytes, inToto } from "./bundle-bytes.ts";
import type { DirectoryKeys } from "./directory-keys.ts";

/**
 * Signs with the builder's own key: no service is asked, no time is claimed. The bundle's hint is the key's id.
 * `attest` throws Fault "key-unreadable" and "key-too-open".
 */
export function createKeyAttester(keys: Pick<DirectoryKeys, "builderSigner" | "installation">): Attester {
  return {
    builderId: builderIdOf(keys.installation),
    async attest(statement) {
      const { key, sign } = await keys.builderSigner();
      const signer = {
        sign: async (data: Buffer) => {
          return { signature: sign(data), key: { $case: "publicKey", publicKey: key.pem, hint: key.id } as const };
        },
      };
      return bundleBytes(await new DSSEBundleBuilder({ signer, witnesses: [] }).create(inToto(statement)));
    },
  };
}
