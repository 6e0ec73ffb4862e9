import type { Verdict } from "@ascent/core";
import type { Verification } from "@ascent/verifier";
import { expect, test } from "vitest";
import type { Paint } from "../src/view/picture.ts";
import { verificationLines } from "../src/view/verification-view.ts";

const plain = (text: string) => text;
const paint = { bold: plain, faint: plain, good: plain, bad: plain, busy: plain } as unknown as Paint;
const digest = `sha256:${"ab".repeat(32)}` as const;

const verdict: Verdict = {
  ...{ blueprint: "tiny", seed: "debian", required: "declared", holds: true },
  packages: [
    {
      ...{
        name: "sed",
        version: "4.9-r0",
        arch: "x86_64",
        fileDigest: digest,
        contentDigest: digest,
        rung: "declared",
      },
      findings: {
        declared: { state: "holds", evidence: "" },
        resolved: { state: "fails", reasons: ["gcc is in the lock"] },
        clean: { state: "not-checked", why: "nobody looked" },
        reproducible: { state: "not-checked", why: "nobody looked" },
        "fixed-point": { state: "not-checked", why: "nobody looked" },
        "seed-independent": { state: "not-checked", why: "nobody looked" },
      },
    },
  ],
};

const verification: Omit<Verification, "finals"> = {
  claims: [
    { kind: "files", about: "export", outcome: { state: "holds", evidence: "2 files as listed" } },
    { kind: "trust", about: "builder keys", outcome: { state: "not-checked", why: `they are ${digest}` } },
    { kind: "package", about: "a.apk", outcome: { state: "holds", evidence: "" } },
    { kind: "package", about: "b.apk", outcome: { state: "holds", evidence: "" } },
    {
      kind: "package",
      about: "c.apk",
      outcome: { state: "fails", reasons: ["it is another"], wayOut: "Get it again." },
    },
  ],
  ...{ verdict, required: "declared", holds: false },
};

test("what holds is summed up; what fails, and what could not be checked, is told one by one with why", () => {
  const lines = verificationLines(verification, paint);
  expect(lines.filter((line) => /^[✔✘·] /.test(line)).map((line) => line.replace(/ +/g, " "))).toEqual([
    "✔ files export: 2 files as listed",
    "· trust builder keys: not checked: they are sha256:abababababab…",
    "✔ package 2 claims hold",
    "✘ package c.apk",
    "✘ the export does not hold; 3 claims hold, 1 fails, 1 not checked",
  ]);
  expect(lines).toEqual(expect.arrayContaining(["    it is another", "    Get it again."]));
});

test("without a failing claim it is the rung that counts", () => {
  const claims = verification.claims.slice(0, 2);
  const last = (given: Omit<Verification, "finals">) => verificationLines(given, paint).at(-1);
  expect(last({ ...verification, claims, holds: true })).toBe(
    '✔ every final package stands on "declared" or higher; 1 claim holds, 0 fail, 1 not checked',
  );
  expect(last({ ...verification, claims, required: "clean" })).toMatch(
    /not every final package is shown to stand on "clean"/,
  );
});

test("an export that cannot be read has neither table nor rung", () => {
  const claims = verification.claims.slice(4);
  expect(verificationLines({ claims, holds: false }, paint).slice(-2)).toEqual([
    "",
    "✘ the export does not hold; 0 claims hold, 1 fails, 0 not checked",
  ]);
});
