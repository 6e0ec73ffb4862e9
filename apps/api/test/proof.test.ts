import { PROOF_MANIFEST, parseProofManifest, sha256 } from "@ascent/formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiRig, apiRig } from "./rig.ts";

let rig: ApiRig;
beforeAll(async () => {
  rig = await apiRig();
});
afterAll(() => rig.close());

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

test("a run's export is a folder: its table lists every file by digest, and each is there", async () => {
  const id = await rig.flown();
  const table = await rig.get(`/v1/runs/${id}/export/${PROOF_MANIFEST}`);
  expect(table.status).toBe(200);
  const { files, run } = parseProofManifest(table.bytes);
  expect(run).toBe(id);
  expect(files.filter(({ role }) => role === "attestation").length).toBeGreaterThanOrEqual(10);
  for (const { path, digest, size } of files) {
    const file = await rig.get(`/v1/runs/${id}/export/${path.split("/").map(encodeURIComponent).join("/")}`);
    expect([path, file.status, file.bytes.length, sha256(file.bytes)]).toEqual([path, 200, size, digest]);
  }
  const part = await rig.get(`/v1/runs/${id}/export/verdict.json`, { range: "bytes=0-0" });
  expect([part.status, part.body]).toEqual([206, "{"]);
});

test("what is not in it, and what has no export, is refused with its code", async () => {
  const { run } = (await rig.post("/v1/runs", { blueprint: "sample" })).json();
  const open = await rig.get(`/v1/runs/${run.id}/export/${PROOF_MANIFEST}`);
  expect([open.status, open.json().code]).toEqual([409, "nothing-to-export"]);
  const unknown = await rig.get(`/v1/runs/${UNKNOWN}/export/${PROOF_MANIFEST}`);
  expect([unknown.status, unknown.json().code]).toEqual([404, "run-unknown"]);
  const id = await rig.flown();
  for (const path of ["nothing", "..%2f..%2fetc%2fpasswd", "proof/../verdict.json"]) {
    const answer = await rig.get(`/v1/runs/${id}/export/${path}`);
    expect([path, answer.status === 404 || path.includes("..")]).toEqual([path, true]);
    expect(answer.body).not.toContain("root:");
  }
});
