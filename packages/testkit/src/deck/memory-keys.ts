import type { StageKeys } from "@ascent/engine";
import { type TestKey, testKey } from "../seeds/seed-apk.ts";

export interface MemoryKeys extends StageKeys {
  /** Stages that a key was made for, in order. */
  readonly made: readonly string[];
}

/** Keys in memory, one per stage, made when they are first asked for. */
export function memoryKeys(): MemoryKeys {
  const keys = new Map<string, TestKey>();
  const made: string[] = [];
  const keyOf = (stage: string): TestKey => {
    const held = keys.get(stage);
    if (held !== undefined) return held;
    const key = testKey(`ascent-00000000-${stage}.rsa.pub`);
    keys.set(stage, key);
    made.push(stage);
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
