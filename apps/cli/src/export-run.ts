import { resolve } from "node:path";
import type { Client, RunView } from "@ascent/client";
import { Fault } from "@ascent/core";
import { downloadExport, type ExportSource } from "./proof/download.ts";

export interface ExportTo {
  readonly directory: string;
  /** Also what packages were built with: names with commas between them, or `all`. */
  readonly inputs?: string;
}

/** The value of `--export-inputs [packages]`. */
export function inputsOption(given: string | true | undefined): { readonly inputs?: string } {
  return given === undefined ? {} : { inputs: given === true ? "all" : given };
}

/**
 * Leaves a run in a directory: its final packages as a repository (`ARCH/APKINDEX.tar.gz`, `ARCH/*.apk`, `keys/*.rsa.pub`),
 * `verdict.json`, and in `proof/` all by which `ascent verify` checks it (docs/verdict.md). A file is either there whole or
 * not at all. Returns the directory's absolute path. Throws Fault "nothing-to-export" for a run without a verdict.
 */
export async function exportRun(client: Client, run: RunView, { directory, inputs }: ExportTo): Promise<string> {
  const root = resolve(directory);
  if (run.verdict === undefined) {
    throw new Fault("nothing-to-export", `run ${run.id} is ${run.state} and has no verdict`, {
      wayOut: "Only a run that succeeded can be exported.",
    });
  }
  await downloadExport(exportOf(client, run.id, inputs), root);
  return root;
}

/** A run's export as the service gives it. */
export function exportOf(client: Client, runId: string, inputs?: string): ExportSource {
  const query = inputs === undefined ? "" : `?inputs=${encodeURIComponent(inputs)}`;
  return async (path) => {
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    const bytes = await client.download(`/v1/runs/${runId}/export/${encoded}${query}`);
    return (async function* () {
      yield bytes;
    })();
  };
}
