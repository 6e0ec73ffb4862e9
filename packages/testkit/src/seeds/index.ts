export { type ApkRepository, apkRepository } from "./apk-repository.ts";
export { type FakeSeeds, fakeSeeds } from "./fake-seeds.ts";
export { assembleApk, type TestApk, type TestKey, testApk, testKey, testKeys, type WantedApk } from "./seed-apk.ts";
export { type SeedsUnderTest, seedConformance } from "./seed-conformance.ts";
