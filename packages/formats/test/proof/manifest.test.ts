import { isFault } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatProofManifest,
  isProofPath,
  type ProofManifest,
  parseProofManifest,
  parseProofRun,
  parseVerdictFile,
  readSbomListing,
  recipeHead,
} from "../../src/proof/index.ts";

const RUN = "00000000-0000-4000-8000-000000000001";
const DIGEST = `sha256:${"ab".repeat(32)}` as const;
const manifest: ProofManifest = {
  format: "ascent-proof/1",
  run: RUN,
  runs: [{ id: RUN, role: "exported" }],
  stageKeys: [],
  builderKeys: [{ path: "proof/keys/b.pem" }],
  files: [
    { path: "x86_64/b.apk", role: "package", digest: DIGEST, size: 2 },
    { path: "keys/a.rsa.pub", role: "stage-key", digest: DIGEST, size: 1 },
  ],
};

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function refusal(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (isFault(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a table of contents", () => {
  test("reads back as it was written, files in order of path", () => {
    const read = parseProofManifest(new TextEncoder().encode(formatProofManifest(manifest)));
    expect(read.files.map(({ path }) => path)).toEqual(["keys/a.rsa.pub", "x86_64/b.apk"]);
    expect(new Set(read.files)).toEqual(new Set(manifest.files));
  });

  test.each([
    ["another format", { format: "ascent-proof/2" }],
    ["an unknown field", { extra: 1 }],
    ["a path that leaves the export", { files: [{ ...manifest.files[0], path: "../a" }] }],
    ["a file larger than any", { files: [{ ...manifest.files[0], size: 2 ** 40 }] }],
    ["a digest in upper case", { files: [{ ...manifest.files[0], digest: DIGEST.toUpperCase() }] }],
    ["a file twice", { files: [manifest.files[0], manifest.files[0]] }],
    ["a run twice", { runs: [manifest.runs[0], { id: RUN, role: "rebuild" }] }],
    ["no exported run", { runs: [{ id: RUN, role: "rebuild" }] }],
    ["two exported runs", { runs: [manifest.runs[0], { id: RUN.replace("1", "2"), role: "exported" }] }],
  ])("with %s is refused", (_what, change) => {
    expect(refusal(() => parseProofManifest(bytes({ ...manifest, ...change })))).toMatch(
      /^proof-malformed: proof\/proof.json/,
    );
  });
});

test("whatever it is, what is no file of an export is a coded fault", () => {
  const parsers = [
    parseProofManifest,
    parseVerdictFile,
    (given: Uint8Array) => parseProofRun(given, "run.json"),
    (given: Uint8Array) => readSbomListing(given, "sbom"),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...parsers), fc.oneof(fc.uint8Array(), fc.jsonValue().map(bytes)), (parse, given) => {
      expect(refusal(() => parse(given))).toMatch(/^proof-malformed: /);
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (recipe) => {
      expect(refusal(() => recipeHead({ recipe }))).toMatch(/^proof-malformed: /);
    }),
  );
});

test("a path is taken only if joining it to a folder stays in the folder, on whichever system", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom("..", ".", "", "a", "b\\c", "\0", "C:"), fc.string())), (parts) => {
      const path = parts.join("/");
      if (!isProofPath(path)) return;
      const url = new URL(`file:///root/${path.split("/").map(encodeURIComponent).join("/")}`);
      expect(url.pathname.startsWith("/root/")).toBe(true);
      expect(path).not.toMatch(/(^|\/)\.{0,2}(\/|$)|\\|\0/);
    }),
  );
});
