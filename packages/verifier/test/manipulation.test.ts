import { canonicalJson, type Evidence, keyOfNormalised } from "@ascent/core";
import { apkDigests, concat, PROOF_MANIFEST, packSignature, readApk, sha256 } from "@ascent/formats";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { signingKey } from "../../formats/test/attestation/sample-provenance.ts";
import { type Verification, verifyExport } from "../src/index.ts";
import { type ExportFiles, flip, json, manifestOf, memoryFiles, mend, putJson } from "./memory-files.ts";
import {
  copyOf,
  outputOf,
  PIPELINES,
  type Sample,
  type SampleOutput,
  sampleExport,
  writeExport,
} from "./sample-export.ts";

let honest: Sample;
let files: ExportFiles;
beforeAll(async () => {
  honest = await sampleExport();
});

/** A fresh export of a sample that `change` has changed. */
async function exportOf(change: (sample: Sample) => void | Promise<void> = () => {}): Promise<ExportFiles> {
  const sample = copyOf(honest);
  await change(sample);
  return writeExport(sample);
}

async function verify(given: ExportFiles, trustedKeys?: readonly string[]): Promise<Verification> {
  return verifyExport({ files: memoryFiles(given), pipelines: PIPELINES, ...(trustedKeys && { trustedKeys }) });
}

function failing({ claims }: Verification): string[] {
  return claims.filter(({ outcome }) => outcome.state === "fails").map(({ kind, about }) => `${kind} ${about}`);
}

function pathOf(role: string, part = ""): string {
  return manifestOf(files).files.find((file) => file.role === role && file.path.includes(part))!.path;
}

function withKey(provenance: SampleOutput["provenance"]): SampleOutput["provenance"] {
  const buildKey = keyOfNormalised({ ...provenance, builderVersion: provenance.builder.version }, sha256);
  return { ...provenance, buildKey };
}

const RUNGS = ["declared", "resolved", "clean", "reproducible", "fixed-point", "seed-independent"];

describe("one flipped bit, unnoticed by the table of contents, is the claim `files` and nothing else", () => {
  test.each([
    ["a package", "package", "app"],
    ["an index", "index", ""],
    ["a key of a stage", "stage-key", "final"],
    ["an attestation", "attestation", "/stage2/cc-"],
    ["a seed lock", "seed-lock", ""],
    ["a blueprint's file", "blueprint-file", ""],
    ["an SBOM", "sbom", ""],
    ["a scan report", "report", ""],
    ["the list of sources", "sources", ""],
    ["the record of a run", "run", ""],
    ["the verdict", "verdict", ""],
  ])("in %s", async (_what, role, part) => {
    files = await exportOf();
    flip(files, pathOf(role, part));
    const verified = await verify(files);
    expect(failing(verified)).toEqual(["files export"]);
    expect(verified.holds).toBe(false);
  });
});

describe("one flipped bit that the table of contents lists as right", () => {
  const after = async (role: string, part = "", at?: number) => {
    files = await exportOf();
    flip(files, pathOf(role, part), at);
    mend(files);
    const verified = await verify(files);
    expect(verified.holds).toBe(false);
    return failing(verified);
  };

  test("in a package's files: that package", async () => {
    const { length } = (await exportOf()).get("x86_64/app-1.0-r0.apk")!;
    expect(await after("package", "app", length - 30)).toEqual(["package x86_64/app-1.0-r0.apk"]);
  });
  test("in a package's control segment or signature: that package", async () => {
    expect(await after("package", "app", 400)).toEqual(["package x86_64/app-1.0-r0.apk"]);
    expect(await after("package", "app", 100)).toEqual(["package x86_64/app-1.0-r0.apk"]);
  });
  test("in an index: the index", async () => {
    expect(await after("index")).toEqual(["index x86_64/APKINDEX.tar.gz"]);
  });
  test("in an attestation: that attestation, of whichever stage", async () => {
    expect(await after("attestation", `${honest.runs[0]!.record.id}/x86_64/stage1/cc`)).toEqual([
      "attestation x86_64/stage1/cc-1.0-r0",
    ]);
    expect(await after("attestation", `${honest.runs[0]!.record.id}/x86_64/final/app`)).toEqual([
      "attestation x86_64/final/app-1.0-r0",
    ]);
  });
  test("in a seed lock: that lock", async () => {
    expect(await after("seed-lock", honest.runs[0]!.record.arches[0]!.seedLock.slice(7))).toEqual([
      "seed-lock debian x86_64",
    ]);
  });
  test("in an SBOM: that package's SBOM", async () => {
    const sbom = outputOf(honest.runs[0]!, "final", "app").sbom.slice(7);
    expect(await after("sbom", sbom)).toEqual(["sbom x86_64/app-1.0-r0.apk"]);
  });
  test("in the verdict: the verdict", async () => {
    const text = new TextDecoder().decode((await exportOf()).get("verdict.json"));
    expect(await after("verdict", "", text.indexOf("packages in"))).toEqual(["verdict verdict.json"]);
  });
  test("in the list of sources or the run's SBOM: that file", async () => {
    const [run] = honest.runs;
    files = await exportOf();
    const { length } = files.get(`proof/runs/${run!.record.id}/sources.json`)!;
    expect(await after("sources", run!.record.id, length - 12)).toEqual(["sources sample"]);
    expect(await after("run-sbom", run!.record.id)).toEqual(["run-sbom sample"]);
  });
  test("in a scan report: that scan; what rests on it is no longer shown, so the package is not clean", async () => {
    files = await exportOf();
    const report = outputOf(honest.runs[0]!, "final", "app").provenance.byproducts.reports[0]!;
    flip(files, pathOf("report", report.slice(7)));
    mend(files);
    const verified = await verify(files);
    expect(failing(verified)).toEqual(["scan x86_64/final/app-1.0-r0"]);
    const clean = verified.claims.filter(({ kind, outcome }) => kind === "clean" && outcome.state === "not-checked");
    expect(clean.map(({ about }) => about)).toEqual(["x86_64/app-1.0-r0"]);
    expect(verified.verdict!.packages.map(({ rung }) => rung)).toContain("resolved");
  });
  test("in what is signed about a scan: that scan", async () => {
    expect(await after("attestation", "/scans/")).toEqual([expect.stringMatching(/^scan x86_64\/final\//)]);
  });
});

describe("a scan that the package's own attestation does not name, as of a result from the cache for another seed", () => {
  const CLAIM = "scan x86_64/final/app-1.0-r0";
  /** Of an export where the last stage's packages were searched after they were built. */
  const searchedLater = async (change: (app: SampleOutput, sample: Sample) => void = () => {}) => {
    files = await exportOf((sample) => {
      const run = sample.runs[0]!;
      for (const output of run.outputs) {
        output.provenance = { ...output.provenance, byproducts: { ...output.provenance.byproducts, reports: [] } };
      }
      change(outputOf(run, "final", "app"), sample);
    });
  };
  const stateOf = ({ claims }: Verification, kind: string) =>
    claims.filter(({ kind: own, about }) => own === kind && about.endsWith("app-1.0-r0")).map(({ outcome }) => outcome);
  const fails = async (reason: string) => {
    const verified = await verify(files);
    expect(failing(verified)).toEqual([CLAIM]);
    expect(stateOf(verified, "scan")).toMatchObject([{ reasons: [expect.stringContaining(reason)] }]);
    expect(stateOf(verified, "clean")).toMatchObject([{ state: "not-checked" }]);
    expect(verified.holds).toBe(false);
  };

  test("holds with a statement of its own, and bears out clean as any", async () => {
    await searchedLater();
    const verified = await verify(files, [honest.builder.publicPem]);
    expect(failing(verified)).toEqual([]);
    expect(stateOf(verified, "scan")).toMatchObject([
      { state: "holds", evidence: expect.stringContaining("signed by") },
    ]);
    expect(verified.verdict!.packages.map(({ rung }) => rung)).toEqual(Array(3).fill("seed-independent"));
    expect(verified.holds).toBe(true);
  });
  test("is not checked without one, and clean with it", async () => {
    await searchedLater((app) => {
      delete app.scan;
    });
    const verified = await verify(files);
    expect(failing(verified)).toEqual([]);
    expect([...stateOf(verified, "scan"), ...stateOf(verified, "clean")]).toMatchObject([
      { state: "not-checked", why: expect.stringContaining("nobody signed") },
      { state: "not-checked" },
    ]);
  });
  test("fails by a key that nobody trusts", async () => {
    await searchedLater((app) => {
      app.scanSigner = signingKey();
    });
    await fails("refused");
  });
  test("fails when its statement was changed after it was signed", async () => {
    await searchedLater();
    const record = json(files, `proof/runs/${honest.runs[0]!.record.id}/run.json`);
    const own = record.evidence.find((each: Evidence) => each.kind === "residue" && each.package === "app");
    const path = `proof/attestations/scans/${own.documents[1].slice(7)}.sigstore.json`;
    const bundle = json(files, path);
    const statement = JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString());
    statement.predicate.summary.findings = 7;
    bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(statement)).toString("base64");
    files.delete(path);
    const changed = sha256(JSON.stringify(bundle));
    const moved = `proof/attestations/scans/${changed.slice(7)}.sigstore.json`;
    putJson(files, moved, bundle);
    own.documents[1] = changed;
    putJson(files, `proof/runs/${record.id}/run.json`, record);
    const manifest = json(files, PROOF_MANIFEST);
    manifest.files.push({ path: moved, role: "attestation", digest: changed, size: 0 });
    putJson(files, PROOF_MANIFEST, manifest);
    mend(files);
    await fails("refused");
  });
  test("fails when its report was changed", async () => {
    await searchedLater();
    const digest = outputOf(honest.runs[0]!, "final", "app").scan!.report.digest;
    flip(files, `proof/reports/${digest.slice(7)}.json`);
    mend(files);
    await fails("is not the report");
  });
  test("fails with another report, one that says less, than was signed", async () => {
    await searchedLater((app) => {
      app.scan = { ...app.scan!, report: { ...app.scan!.report, digest: sha256("the real one") } };
    });
    await fails("report");
  });
  test("fails when what is signed counts otherwise than the report", async () => {
    await searchedLater((app) => {
      app.scan = { ...app.scan!, report: { ...app.scan!.report, findings: 1 } };
    });
    await fails("count of findings 1");
  });
  test("fails when what is signed is about another seed", async () => {
    await searchedLater((app, sample) => {
      app.scan = { ...app.scan!, seedLock: sample.runs[1]!.record.arches[0]!.seedLock };
    });
    await fails("seed lock");
  });
  test("fails with the report and the statement of another package, good as they are", async () => {
    await searchedLater((_app, sample) => {
      const [run] = sample.runs;
      const { evidence } = run!.record;
      const at = evidence.findIndex(({ kind, package: name }) => kind === "residue" && name === "app");
      const other = outputOf(run!, "final", "cc").scan!;
      evidence[at] = { ...evidence[at]!, documents: [other.report.digest] };
      outputOf(run!, "final", "app").scan = other;
    });
    const verified = await verify(files);
    expect(failing(verified)).toEqual([CLAIM]);
    const [outcome] = stateOf(verified, "scan");
    expect(outcome).toMatchObject({ reasons: expect.arrayContaining([expect.stringContaining("about package cc")]) });
    expect(stateOf(verified, "clean")).toMatchObject([{ state: "not-checked" }]);
  });
  test("is not checked when what is signed is another file with the same content", async () => {
    await searchedLater((app) => {
      app.scan = {
        ...app.scan!,
        subject: { ...app.scan!.subject, fileDigest: sha256("signed by a key since retired") },
      };
    });
    const verified = await verify(files);
    expect(failing(verified)).toEqual([]);
    expect([...stateOf(verified, "scan"), ...stateOf(verified, "clean")]).toMatchObject([
      { state: "not-checked", why: expect.stringContaining("another file") },
      { state: "not-checked" },
    ]);
  });
  test("fails with a signed statement of another kind: a provenance says nothing of a scan", async () => {
    await searchedLater();
    const bundle = pathOf("attestation", `${honest.runs[0]!.record.id}/x86_64/final/app`);
    const record = json(files, `proof/runs/${honest.runs[0]!.record.id}/run.json`);
    const own = record.evidence.find((each: Evidence) => each.kind === "residue" && each.package === "app");
    own.documents[1] = sha256(files.get(bundle)!);
    putJson(files, `proof/runs/${record.id}/run.json`, record);
    mend(files);
    await fails("none of Ascent's on a scan");
  });
});

describe("a swapped or re-signed package", () => {
  test("signed with another stage's key is no package of the last stage, be it attested or not", async () => {
    const resign = async (sample: Sample, attested: boolean) => {
      const output = outputOf(sample.runs[0]!, "final", "app");
      const apk = await readApk([output.apk]);
      const data = [];
      for await (const chunk of apk.data) data.push(chunk);
      const signature = await packSignature(apk.control, sample.stageKeys.get("stage3")!);
      output.apk = concat([signature, apk.control, ...data]);
      if (!attested) return;
      const fileDigest = sha256(output.apk);
      output.provenance = { ...output.provenance, subject: { ...output.provenance.subject, fileDigest } };
      const verdict = JSON.parse(sample.verdict);
      verdict.packages.find(({ name }: { name: string }) => name === "app").fileDigest = fileDigest;
      sample.verdict = JSON.stringify(verdict);
    };
    for (const attested of [false, true]) {
      const verified = await verify(await exportOf((sample) => resign(sample, attested)));
      expect(failing(verified)).toEqual(["package x86_64/app-1.0-r0.apk"]);
    }
  });
  test("swapped for another stage's package of the same content is found by its file digest", async () => {
    const verified = await verify(
      await exportOf((sample) => {
        const run = sample.runs[0]!;
        outputOf(run, "final", "sh").apk = outputOf(run, "stage3", "sh").apk;
      }),
    );
    expect(failing(verified)).toEqual(["package x86_64/sh-1.0-r0.apk"]);
  });
  test("swapped for another package of the same stage", async () => {
    files = await exportOf();
    files.set("x86_64/app-1.0-r0.apk", files.get("x86_64/cc-1.0-r0.apk")!);
    mend(files);
    expect(failing(await verify(files))).toEqual(["package x86_64/app-1.0-r0.apk"]);
  });
  test("one that nobody built, laid beside the others, is named", async () => {
    files = await exportOf();
    files.set("x86_64/evil-1.0-r0.apk", files.get("x86_64/cc-1.0-r0.apk")!);
    const unlisted = await verify(files);
    expect(failing(unlisted)).toEqual([]);
    const [other] = unlisted.claims.filter(({ about }) => about === "files that are not listed");
    expect(other!.outcome).toMatchObject({ state: "not-checked", why: expect.stringContaining("evil") });
    const manifest = json(files, PROOF_MANIFEST);
    manifest.files.push({ path: "x86_64/evil-1.0-r0.apk", role: "package", digest: sha256(""), size: 0 });
    putJson(files, PROOF_MANIFEST, manifest);
    mend(files);
    expect(failing(await verify(files))).toEqual(["index x86_64/APKINDEX.tar.gz"]);
  });
});

describe("an attestation that is not there", () => {
  const without = async (stage: string, name: string) => {
    files = await exportOf((sample) => {
      const run = sample.runs[0]!;
      run.outputs = run.outputs.filter((output) => output !== outputOf(run, stage, name));
    });
    return verify(files);
  };

  test("but is listed by the run's record is that claim; what goes back to it is not checked", async () => {
    files = await exportOf();
    const path = pathOf("attestation", `${honest.runs[0]!.record.id}/x86_64/stage3/sh`);
    files.delete(path);
    mend(files);
    const verified = await verify(files);
    expect(failing(verified)).toEqual(["attestation x86_64/stage3/sh-1.0-r0"]);
    const states = verified.claims.filter(({ kind }) => kind === "closure" || kind === "resolved");
    expect(states.filter(({ about }) => !about.startsWith("other-seed")).map(({ outcome }) => outcome.state)).toEqual(
      Array(4).fill("not-checked"),
    );
    expect(verified.holds).toBe(false);
  });
  test("because nobody signed, is not checked, and then nothing holds that goes back to it", async () => {
    files = await exportOf();
    const path = `proof/runs/${honest.runs[0]!.record.id}/run.json`;
    const record = json(files, path);
    const cc = record.builds.find(({ stage }: { stage: string }) => stage === "stage1");
    delete cc.outputs[0].attestation;
    putJson(files, path, record);
    mend(files);
    const verified = await verify(files);
    expect(failing(verified)).toEqual([]);
    const open = verified.claims.filter(({ outcome }) => outcome.state === "not-checked").map(({ kind }) => kind);
    expect(open).toEqual(expect.arrayContaining(["attestation", "closure"]));
    expect(verified.holds).toBe(false);
  });
  test("and is not listed either breaks the closure, and resolved where it is near", async () => {
    const near = failing(await without("stage3", "sh"));
    expect(near.filter((claim) => RUNGS.includes(claim.split(" ")[0]!))).toEqual([
      "resolved x86_64/app-1.0-r0",
      "resolved x86_64/cc-1.0-r0",
      "resolved x86_64/sh-1.0-r0",
    ]);
    expect(near).toContain("closure x86_64");
    const far = await without("stage1", "cc");
    expect(failing(far)).toEqual(["closure x86_64"]);
    expect(far.holds).toBe(false);
  });
});

describe("what the builder's signature says", () => {
  const relabel = (sample: Sample) => {
    const { provenance } = outputOf(sample.runs[0]!, "stage3", "sh");
    const seed = outputOf(sample.runs[0]!, "stage2", "sh").provenance.environment.find(({ name }) => name === "make")!;
    const environment = [...provenance.environment, { ...seed, input: "stage2" }];
    outputOf(sample.runs[0]!, "stage3", "sh").provenance = withKey({ ...provenance, environment });
  };
  test("a dependency that is dropped from it no longer gives the build's key", async () => {
    files = await exportOf((sample) => {
      const output = outputOf(sample.runs[0]!, "stage3", "sh");
      const environment = output.provenance.environment.slice(1);
      output.provenance = { ...output.provenance, environment };
    });
    expect(failing(await verify(files))).toEqual(["build-key x86_64/stage3/sh"]);
  });
  test("a seed's package that it calls a stage's, with the key recomputed, is nobody's output", async () => {
    const verified = await verify(await exportOf(relabel));
    const claims = failing(verified);
    expect(claims.filter((claim) => !claim.startsWith("resolved"))).toEqual(["closure x86_64"]);
    expect(claims).toContain("resolved x86_64/app-1.0-r0");
  });
  test("the same by another key fails at the signature", async () => {
    files = await exportOf((sample) => {
      relabel(sample);
      outputOf(sample.runs[0]!, "stage3", "sh").signer = signingKey();
    });
    expect(failing(await verify(files))).toEqual(["attestation x86_64/stage3/sh-1.0-r0"]);
  });
  test("a stage 3 definition that reaches for the seed fails resolved, and nothing else", async () => {
    files = await exportOf((sample) => {
      const run = sample.runs[0]!;
      const make = outputOf(run, "stage2", "sh").provenance.environment.find(({ name }) => name === "make")!;
      const output = outputOf(run, "stage3", "sh");
      const environment = [...output.provenance.environment, make];
      output.provenance = withKey({ ...output.provenance, environment });
    });
    const claims = failing(await verify(files));
    expect(claims.filter((claim) => !claim.startsWith("resolved"))).toEqual([]);
    expect(claims).toContain("resolved x86_64/app-1.0-r0");
  });
  test("an input that its stage does not declare fails declared, and nothing else", async () => {
    files = await exportOf((sample) => {
      const output = outputOf(sample.runs[0]!, "final", "app");
      output.provenance = { ...output.provenance, declaredInputs: ["stage3", "seed:debian"] };
    });
    expect(failing(await verify(files))).toEqual(["declared x86_64/app-1.0-r0"]);
  });
  test("a source that the definition does not ask for fails the build's key", async () => {
    files = await exportOf((sample) => {
      const output = outputOf(sample.runs[0]!, "stage2", "sh");
      const sources = output.provenance.sources.map((source) => ({ ...source, digest: sha256("another") }));
      output.provenance = { ...output.provenance, sources };
    });
    expect(failing(await verify(files))).toEqual(["build-key x86_64/stage2/sh"]);
  });
  test("a package of the seed that is not in the lock breaks the closure", async () => {
    files = await exportOf((sample) => {
      const output = outputOf(sample.runs[0]!, "stage1", "cc");
      const [gcc] = output.provenance.environment;
      const environment = [{ ...gcc!, contentDigest: sha256("another gcc") }];
      output.provenance = withKey({ ...output.provenance, environment });
    });
    expect(failing(await verify(files))).toEqual(["closure x86_64"]);
  });
});

describe("other builds of the same", () => {
  const changed = async (role: number, change: (provenance: Provenance_) => Provenance_) => {
    files = await exportOf((sample) => {
      const output = outputOf(sample.runs[role]!, "final", "app");
      output.provenance = change(output.provenance);
    });
    return failing(await verify(files)).filter((claim) => RUNGS.includes(claim.split(" ")[0]!));
  };
  type Provenance_ = Sample["runs"][number]["outputs"][number]["provenance"];
  const otherBits = (provenance: Provenance_) => {
    return { ...provenance, subject: { ...provenance.subject, contentDigest: sha256("other bits") } };
  };

  test("with other bits: a rebuild fails reproducible, one of the set by itself fixed-point, another seed's the top", async () => {
    expect(await changed(2, otherBits)).toEqual(["reproducible x86_64/app-1.0-r0"]);
    expect(await changed(3, otherBits)).toEqual(["fixed-point x86_64/app-1.0-r0"]);
    expect(await changed(1, otherBits)).toEqual(["seed-independent x86_64/app-1.0-r0"]);
  });
  test("from another lock are no rebuild of this", async () => {
    const dropped = (provenance: Provenance_) => ({ ...provenance, environment: provenance.environment.slice(1) });
    expect(await changed(2, dropped)).toEqual(["reproducible x86_64/app-1.0-r0"]);
  });
  test("that are the same build again prove nothing", async () => {
    const { invocation } = outputOf(honest.runs[0]!, "final", "app").provenance;
    expect(await changed(2, (provenance) => ({ ...provenance, invocation }))).toEqual([
      "reproducible x86_64/app-1.0-r0",
    ]);
  });
  test("with anything but the final set in the lock are no fixed point", async () => {
    const { environment } = outputOf(honest.runs[0]!, "final", "app").provenance;
    expect(await changed(3, (provenance) => ({ ...provenance, environment }))).toEqual([
      "fixed-point x86_64/app-1.0-r0",
    ]);
  });
  test("from the same seed lock are no other seed", async () => {
    files = await exportOf((sample) => {
      const [exported, other] = sample.runs;
      other!.record.arches[0]!.seedLock = exported!.record.arches[0]!.seedLock;
      other!.seedLock = exported!.seedLock;
    });
    const verified = await verify(files);
    expect(failing(verified).map((claim) => claim.split(" ")[0])).toEqual(["seed-lock", "closure"]);
    expect(verified.verdict!.packages.map(({ rung }) => rung)).toEqual(Array(3).fill("fixed-point"));
  });
  test("from a seed that has nothing of its own are no other seed", async () => {
    files = await exportOf((sample) => {
      const [exported, other] = sample.runs;
      const lock = JSON.parse(new TextDecoder().decode(exported!.seedLock));
      const theirs = JSON.parse(new TextDecoder().decode(other!.seedLock));
      const packages = theirs.packages.map((each: object, at: number) => {
        return { ...each, contentDigest: lock.packages[at].contentDigest };
      });
      other!.seedLock = new TextEncoder().encode(canonicalJson({ ...theirs, packages }));
      const digest = sha256(other!.seedLock);
      other!.record.arches[0]!.seedLock = digest;
      for (const { kind, ...evidence } of exported!.record.evidence)
        if (kind === "other-seed") Object.assign(evidence, { seedLock: digest });
      for (const output of other!.outputs) {
        const environment = output.provenance.environment.map((locked) => {
          const at = theirs.packages.findIndex(
            (each: { contentDigest: string }) => each.contentDigest === locked.contentDigest,
          );
          return at < 0 ? locked : { ...locked, contentDigest: packages[at].contentDigest };
        });
        output.provenance = withKey({ ...output.provenance, environment, seedLock: digest });
      }
    });
    expect(failing(await verify(files))).toEqual(
      ["app", "cc", "sh"].map((name) => `seed-independent x86_64/${name}-1.0-r0`),
    );
  });
  test("that are not there leave their rung unchecked, whatever the record says", async () => {
    files = await exportOf((sample) => {
      sample.runs.splice(1);
    });
    const verified = await verify(files);
    expect(failing(verified)).toEqual([]);
    expect(verified.verdict!.packages.map(({ rung }) => rung)).toEqual(["clean", "clean", "clean"]);
    expect(verified.holds).toBe(true);
    const demanding = await verifyExport({ files: memoryFiles(files), required: "reproducible" });
    expect(demanding.holds).toBe(false);
  });
});

describe("a verdict", () => {
  const claiming = async (change: (verdict: ReturnType<typeof JSON.parse>) => void) => {
    files = await exportOf((sample) => {
      const verdict = JSON.parse(sample.verdict);
      change(verdict);
      sample.verdict = JSON.stringify(verdict);
    });
    return failing(await verify(files));
  };

  test("that leaves out a package, adds one, or requires less is not what the record comes to", async () => {
    expect(await claiming((verdict) => verdict.packages.pop())).toEqual(["verdict verdict.json"]);
    expect(await claiming((verdict) => verdict.packages.push({ ...verdict.packages[0], name: "evil" }))).toEqual([
      "verdict verdict.json",
    ]);
    expect(await claiming((verdict) => Object.assign(verdict, { required: "declared" }))).toEqual([
      "verdict verdict.json",
    ]);
  });
  test("that claims a rung which evidence on record refutes fails at that rung", async () => {
    files = await exportOf((sample) => {
      const { evidence } = sample.runs[0]!.record;
      const again = evidence.find(({ kind, package: name }) => kind === "rebuild" && name === "app")!;
      evidence.push({ ...again, outcome: "fails", reasons: ["usr/bin/app: other bytes"] });
    });
    expect(failing(await verify(files))).toEqual(["reproducible x86_64/app-1.0-r0"]);
  });
});

describe("keys", () => {
  test("that the reader names are the only ones that count", async () => {
    files = await exportOf();
    const pinned = await verify(files, [honest.builder.publicPem]);
    expect(pinned.holds).toBe(true);
    expect(pinned.claims.find(({ kind }) => kind === "trust")!.outcome.state).toBe("holds");
    const stranger = await verify(files, [signingKey().publicPem]);
    expect(stranger.holds).toBe(false);
    expect(new Set(failing(stranger).map((claim) => claim.split(" ")[0]))).toEqual(new Set(["attestation"]));
  });
  test("of a stage that the export calls another's sign nothing of the last stage", async () => {
    files = await exportOf();
    const manifest = json(files, PROOF_MANIFEST);
    const final = manifest.stageKeys.find(({ stage }: { stage: string }) => stage === "final");
    final.stage = "stage3";
    putJson(files, PROOF_MANIFEST, manifest);
    const claims = failing(await verify(files));
    expect(new Set(claims.map((claim) => claim.split(" ")[0]))).toEqual(new Set(["package", "index"]));
  });
});

test("apk digests of the sample are those that it attests", async () => {
  for (const { apk, provenance } of honest.runs[0]!.outputs)
    expect(await apkDigests([apk])).toMatchObject({ contentDigest: provenance.subject.contentDigest });
});

/** What others rely on; of the rest some bytes mean nothing (the line break behind a key). */
const BINDING = ["package", "index", "attestation", "seed-lock", "blueprint-file", "sources", "run-sbom", "verdict"];

test("whatever byte of whichever file is another, nothing is thrown, and no such export holds whole", async () => {
  const original = await exportOf();
  const { files: listed } = manifestOf(original);
  const binding = new Set(listed.filter(({ role }) => BINDING.includes(role)).map(({ path }) => path));
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...original.keys()), place, fc.boolean(), async (path, at, mended) => {
      const spoilt = new Map(original);
      const { length } = spoilt.get(path)!;
      flip(spoilt, path, Math.min(length - 1, Math.floor(at * length)));
      if (mended && path !== PROOF_MANIFEST) mend(spoilt);
      const { claims, holds } = await verify(spoilt);
      if (path === PROOF_MANIFEST) return;
      if (!mended) expect([path, at, holds]).toEqual([path, at, false]);
      const open = claims.filter(
        ({ kind, outcome }) => outcome.state !== "holds" && kind !== "trust" && kind !== "rescan",
      );
      if (binding.has(path)) expect([path, at, open.length > 0]).toEqual([path, at, true]);
    }),
    { numRuns: 25 },
  );
}, 60_000);
