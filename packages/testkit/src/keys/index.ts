export { type KeysUnderTest, keysConformance } from "./keys-conformance.ts";
