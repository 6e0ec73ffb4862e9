import type { Digest } from "@ascent/core";
import { apkDigests, readSeedLock, streamOf } from "@ascent/formats";
import { testApk, testKey } from "@ascent/testkit";
import { describe, expect, test } from "vitest";
import { verifyExport } from "../src/index.ts";
import { type ExportFiles, memoryFiles, mend } from "./memory-files.ts";
import { madeContent, PIPELINES, type Sample, sampleExport, writeExport } from "./sample-export.ts";

test("an honest export holds on every claim, up to the top rung, and says that its keys are its own", async () => {
  const files = await writeExport(await sampleExport());
  const { claims, holds, verdict } = await verifyExport({ files: memoryFiles(files), pipelines: PIPELINES });
  const open = claims.filter(({ outcome }) => outcome.state !== "holds");
  expect(open.map(({ kind, about, outcome }) => ({ kind, about, ...outcome }))).toEqual([
    expect.objectContaining({ kind: "trust", state: "not-checked" }),
    expect.objectContaining({ kind: "rescan", state: "not-checked" }),
  ]);
  expect(verdict!.packages.map(({ name, rung }) => [name, rung])).toEqual([
    ["app", "seed-independent"],
    ["cc", "seed-independent"],
    ["sh", "seed-independent"],
  ]);
  expect(holds).toBe(true);
});

describe("with the seed's packages at hand", () => {
  const rescanned = async (spoil: (files: ExportFiles, sample: Sample) => void = () => {}) => {
    const sample = await sampleExport();
    const files = await writeExport(sample);
    spoil(files, sample);
    const seedPackages = async (digest: Digest) =>
      (await sample.store.has(digest)) ? sample.store.stream(digest) : undefined;
    return verifyExport({ files: memoryFiles(files), pipelines: PIPELINES, seedPackages });
  };

  test("the final packages are searched again, and need no signed scan to be clean", async () => {
    const verified = await rescanned((files, sample) => {
      for (const { provenance } of sample.runs[0]!.outputs)
        for (const report of provenance.byproducts.reports) files.delete(`proof/reports/${report.slice(7)}.json`);
      mend(files);
    });
    expect(verified.claims.find(({ kind }) => kind === "rescan")!.outcome.state).toBe("holds");
    expect(verified.verdict!.packages.map(({ findings }) => findings.clean.state)).toEqual(Array(3).fill("holds"));
  });
});

test("a package that holds a file of the seed fails clean when it is searched again, whatever scan was signed", async () => {
  const sample = await sampleExport(madeContent("app"));
  const files = memoryFiles(await writeExport(sample));
  const word = await verifyExport({ files, pipelines: PIPELINES });
  expect(word.verdict!.packages.map(({ findings }) => findings.clean.state)).toEqual(Array(3).fill("holds"));
  const found = await verifyExport({
    files,
    pipelines: PIPELINES,
    seedPackages: (digest) => sample.store.stream(digest),
  });
  const failing = found.claims.filter(({ outcome }) => outcome.state === "fails");
  expect(failing.map(({ kind, about }) => [kind, about])).toEqual([["clean", "x86_64/app-1.0-r0"]]);
});

test("bytes that are not the seed's by digest are not searched for", async () => {
  const sample = await sampleExport();
  const files = await writeExport(sample);
  const { bytes } = await testApk(
    { name: "gcc", files: { "usr/share/fake/app": "made of app's definition" } },
    testKey("s.rsa.pub").signer,
  );
  const digest = sample.runs[0]!.record.arches[0]!.seedLock;
  const lock = readSeedLock(await sample.store.read(digest));
  const gcc = lock.packages.find(({ record }) => record.name === "gcc")!.fileDigest;
  const { fileDigest } = await apkDigests([bytes]);
  const verified = await verifyExport({
    files: memoryFiles(files),
    pipelines: PIPELINES,
    seedPackages: async (wanted) => (wanted === gcc ? streamOf(bytes) : sample.store.stream(wanted)),
  });
  const rescan = verified.claims.find(({ kind }) => kind === "rescan")!;
  expect(fileDigest).not.toBe(gcc);
  expect(rescan.outcome).toMatchObject({ state: "not-checked", why: expect.stringContaining("has other bytes") });
  expect(verified.holds).toBe(true);
});
