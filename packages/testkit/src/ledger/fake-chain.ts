import { CHAIN_START, canonicalJson, chainDigest } from "@ascent/core";
import type { ChainLedger, ChainReader } from "@ascent/engine";
import { sha256 } from "@ascent/formats";
import type { FakeState } from "./fake-state.ts";

/** Puts something on record, once. */
export function remember(state: FakeState, kind: string, subject: string): void {
  const body = canonicalJson({ kind, subject });
  if (state.chain.some((record) => record.body === body)) return;
  state.chain.push({ body, digest: chainDigest(state.chain.at(-1)?.digest ?? CHAIN_START, body, sha256) });
}

/** Nobody tampers with memory, so an audit finds nothing but a head that was never there. */
export function chainMethods(state: FakeState): ChainLedger & ChainReader {
  const headAt = (position: number) => {
    const record = state.chain[position - 1];
    return record === undefined ? undefined : { position, digest: record.digest };
  };
  return {
    async recordKeys(keys) {
      for (const { id, state: now } of keys.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        remember(state, "key.registered", id);
        if (now === "retired") remember(state, "key.retired", id);
      }
    },
    async chainHead() {
      return headAt(state.chain.length);
    },
    async audit({ since }) {
      const head = headAt(state.chain.length);
      const found = headAt(state.chain.findIndex(({ digest }) => digest === since) + 1);
      const lost = since !== undefined && found === undefined;
      const message = `${since} is no record of this chain`;
      return {
        holds: !lost,
        problems: lost ? [{ kind: "head-lost", message }] : [],
        problemCount: lost ? 1 : 0,
        ...(head === undefined ? {} : { head }),
        ...(found === undefined ? {} : { since: found }),
      };
    },
  };
}
