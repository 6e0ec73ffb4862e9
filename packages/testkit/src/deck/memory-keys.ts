import type { StageKeys } from "@ascent/engine";
import { type TestKey, testKey } from "../seeds/seed-apk.ts";

export interface MemoryKeys extends StageKeys {
  /** Stages that a key was made for, in order. */
  readonly made: readonly string[];
}

/** Making keys is slow, and no test minds that another has the same. */
const keys = new Map<string, TestKey>();

/** Keys in memory, one per stage, made when they are first asked for. */
export function memoryKeys(): MemoryKeys {
  const made: string[] = [];
  const keyOf = (stage: string): TestKey => {
    const key = keys.get(stage) ?? testKey(`ascent-00000000-${stage}.rsa.pub`);
    keys.set(stage, key);
    if (!made.includes(stage)) made.push(stage);
    return key;
  };
  return {
    made,
    signerFor: async (stage) => keyOf(stage).signer,
    async publicKeyOf(stage) {
      const { signer, pem } = keyOf(stage);
      return { stage, keyName: signer.keyName, pem };
    },
  };
}
