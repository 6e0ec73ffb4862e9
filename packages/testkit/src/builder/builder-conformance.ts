import { createPublicKey, generateKeyPairSync } from "node:crypto";
import type { LockedPackage } from "@ascent/core";
import type { ArtifactStore, Builder, BuildOutcome } from "@ascent/engine";
import { apkDigests, createSigner, readApk, recordOf, verifyApkSignature } from "@ascent/formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits, locked, output, recipe, request, step, toolsApk, watch } from "./seedling.ts";

export interface BuilderUnderTest {
  readonly builder: Builder;
  /** The store that the builder uses. */
  readonly store: ArtifactStore;
  close(): Promise<void>;
}

function built(outcome: BuildOutcome) {
  if (outcome.kind !== "built") throw new Error(`not built: ${JSON.stringify(outcome)}`);
  return outcome;
}

function keyPair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
  return {
    signer: createSigner(name, privateKey.export({ type: "pkcs8", format: "pem" }) as string),
    keys: new Map([[name, pem]]),
    publicKey: createPublicKey(pem),
  };
}

/** The rules of the Builder port, for the sandboxed builder and its fake. */
export function builderConformance(name: string, open: () => Promise<BuilderUnderTest>): void {
  describe(`builder: ${name}`, () => {
    let subject: BuilderUnderTest;
    let environment: LockedPackage[];
    beforeAll(async () => {
      subject = await open();
      environment = [await locked(subject.store, await toolsApk())];
    });
    afterAll(() => subject.close());

    const hello = recipe([
      output("hello", [step("echo building", "compile")]),
      output("hello-doc", [step("echo documenting")]),
    ]);

    test("every package of the recipe is in the store, in its order, under digests of its bytes", async () => {
      const { outputs } = built(await subject.builder.build(request(hello, environment), watch()));
      expect(outputs.map(({ record }) => record.name)).toEqual(["hello", "hello-doc"]);
      for (const each of outputs) {
        const bytes = await subject.store.read(each.fileDigest);
        const { fileDigest, contentDigest, size, checksum, info } = await apkDigests([bytes]);
        expect({ fileDigest, contentDigest, size }).toEqual({
          fileDigest: each.fileDigest,
          contentDigest: each.contentDigest,
          size: each.size,
        });
        expect(recordOf(info, { size, checksum })).toEqual(each.record);
      }
    });

    test("a package says nothing but what its recipe says", async () => {
      const { outputs } = built(await subject.builder.build(request(hello, environment), watch()));
      expect(outputs[1]?.record).toMatchObject({
        version: "1.0-r0",
        arch: "x86_64",
        origin: "hello",
        description: "hello-doc for a test",
        buildTime: hello.sourceDateEpoch,
      });
      const { info } = await readApk([await subject.store.read(outputs[0].fileDigest)]);
      expect(info).not.toHaveProperty("packager");
      expect(info).not.toHaveProperty("maintainer");
    });

    test("each package carries its SPDX document, which is also stored by itself", async () => {
      const { outputs } = built(await subject.builder.build(request(hello, environment), watch()));
      for (const { sbom, record, fileDigest } of outputs) {
        const stored = await subject.store.read(sbom);
        expect(JSON.parse(new TextDecoder().decode(stored))).toMatchObject({ spdxVersion: "SPDX-2.3" });
        const { entries } = await readApk([await subject.store.read(fileDigest)]);
        const inside: Uint8Array[] = [];
        for await (const entry of entries)
          if (entry.path === `var/lib/db/sbom/${record.name}-${record.version}.spdx.json`)
            for await (const chunk of entry.content) inside.push(chunk);
        expect(Buffer.concat(inside).equals(stored)).toBe(true);
      }
    });

    test("packages are signed by the request's signer; another signer changes the file, never the content", async () => {
      const [one, two] = [keyPair("one.rsa.pub"), keyPair("two.rsa.pub")];
      const first = built(await subject.builder.build(request(hello, environment, { signer: one.signer }), watch()));
      const second = built(await subject.builder.build(request(hello, environment, { signer: two.signer }), watch()));
      const { control, signatures } = await readApk([await subject.store.read(first.outputs[0].fileDigest)]);
      expect(verifyApkSignature(control, signatures, one.keys)).toBe("one.rsa.pub");
      expect(second.outputs[0].contentDigest).toBe(first.outputs[0].contentDigest);
      expect(second.outputs[0].fileDigest).not.toBe(first.outputs[0].fileDigest);
    });

    test("the same recipe in the same environment has the same content, whatever the parallelism and the stage", async () => {
      const other = { ...hello, stage: "stage9" };
      const first = built(await subject.builder.build(request(hello, environment, { parallelism: 1 }), watch()));
      const second = built(await subject.builder.build(request(other, environment, { parallelism: 4 }), watch()));
      const contents = (outcome: typeof first) => outcome.outputs.map(({ contentDigest }) => contentDigest);
      expect(contents(second)).toEqual(contents(first));
    });

    test("steps are told before they run and reported with exit code and times, those of subpackages last", async () => {
      const seen = watch();
      const { steps } = built(await subject.builder.build(request(hello, environment), seen));
      expect(seen.steps).toEqual([
        { index: 1, total: 2, label: "compile" },
        { index: 2, total: 2, label: "runs" },
      ]);
      expect(steps.map(({ label, exitCode }) => ({ label, exitCode }))).toEqual([
        { label: "compile", exitCode: 0 },
        { label: "runs", exitCode: 0 },
      ]);
      for (const { startedAt, finishedAt } of steps)
        expect(finishedAt.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
      expect(seen.log()).toBe("--- compile\nbuilding\n--- runs\ndocumenting\n");
    });

    test("a step that fails ends the build: its label, its exit code, the last lines, no further step, no output", async () => {
      const failing = recipe([output("bad", [step("echo first\nexit 3\necho never", "compile"), step("echo later")])]);
      const seen = watch();
      const outcome = await subject.builder.build(request(failing, environment), seen);
      expect(outcome).toMatchObject({
        kind: "failed",
        failure: { code: "step-failed", step: "compile", retryable: false, logTail: ["--- compile", "first"] },
        steps: [{ label: "compile", exitCode: 3 }],
      });
      expect(seen.log()).not.toContain("later");
    });

    test("no more than the last twenty lines of the log are in a failure, oldest first", async () => {
      const lines = Array.from({ length: 30 }, (_, index) => `echo line ${index + 1}`).join("\n");
      const outcome = await subject.builder.build(
        request(recipe([output("bad", [step(`${lines}\nexit 1`)])]), environment),
        watch(),
      );
      const tail = outcome.kind === "failed" ? outcome.failure.logTail : [];
      expect([tail.length, tail[0], tail.at(-1)]).toEqual([20, "line 11", "line 30"]);
    });

    test("a build that prints more than it may fails with log-limit", async () => {
      const lines = Array.from({ length: 50 }, () => "echo more and more").join("\n");
      const outcome = await subject.builder.build(
        request(recipe([output("bad", [step(lines)])]), environment, { limits: { ...limits, logBytes: 200 } }),
        watch(),
      );
      expect(outcome).toMatchObject({ kind: "failed", failure: { code: "log-limit", retryable: false } });
    });

    test("a build that is cancelled before it starts runs nothing", async () => {
      const seen = watch(AbortSignal.abort());
      expect(await subject.builder.build(request(hello, environment), seen)).toEqual({ kind: "cancelled", steps: [] });
      expect(seen.steps).toEqual([]);
    });

    test("cancelling ends a running step at once", async () => {
      const cancel = new AbortController();
      const seen = watch(cancel.signal);
      const startedAt = performance.now();
      const building = subject.builder.build(
        request(recipe([output("slow", [step("sleep 60", "wait")])]), environment),
        seen,
      );
      while (!seen.log().includes("--- wait")) await new Promise((resolve) => setTimeout(resolve, 5));
      cancel.abort();
      expect(await building).toMatchObject({ kind: "cancelled" });
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    });

    test("a locked package that the store does not have is named, and nothing runs", async () => {
      const absent: LockedPackage = {
        ...environment[0]!,
        name: "absent",
        fileDigest: `sha256:${"0".repeat(64)}`,
        contentDigest: `sha256:${"1".repeat(64)}`,
      };
      const seen = watch();
      const outcome = await subject.builder.build(request(hello, [absent]), seen);
      expect(outcome).toMatchObject({ kind: "failed", failure: { code: "artifact-missing" }, steps: [] });
      expect(seen.steps).toEqual([]);
    });
  });
}
