import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keysConformance } from "@ascent/testkit";
import { createDirectoryKeys, createKeyAttester } from "../src/index.ts";

keysConformance("in a directory", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "ascent-keys-"));
  const keys = await createDirectoryKeys(join(scratch, "keys"), { modulusBits: 2048 });
  return { keys, attester: createKeyAttester(keys), close: () => rm(scratch, { recursive: true }) };
});
