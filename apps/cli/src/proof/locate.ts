import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@ascent/core";
import { PROOF_MANIFEST } from "@ascent/formats";
import type { ExportSource } from "./download.ts";

/** What `ascent verify` was pointed at. */
export type Target =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "run"; readonly id: string };

/** A URL, a directory that there is, or a run: its id, the beginning of one, or `latest`. Throws Fault "proof-file-missing". */
export async function locate(target: string): Promise<Target> {
  if (/^https?:\/\//i.test(target)) return { kind: "url", url: folderUrl(target) };
  const found = await stat(target).catch(() => undefined);
  if (found?.isDirectory() === true) return { kind: "directory", path: target };
  if (found === undefined && /^(latest|[0-9a-f][0-9a-f-]{0,35})$/i.test(target)) return { kind: "run", id: target };
  throw new Fault("proof-file-missing", `${target} is no directory, and no run's id`, {
    wayOut: `Name the directory that holds ${PROOF_MANIFEST}, a run, or a URL.`,
  });
}

/** The folder that holds `proof/`; a run of Ascent's API has it as `/export`. */
function folderUrl(text: string): string {
  const url = text.replace(/\/+$/, "").replace(new RegExp(`/${PROOF_MANIFEST}$`), "");
  return /\/v1\/runs\/[0-9a-f-]{36}$/i.test(url) ? `${url}/export` : url;
}

/** An export below any HTTP folder. The token, when there is one, goes to that folder alone. Throws Fault "proof-unreachable". */
export function httpSource(folder: string, token: string | undefined): ExportSource {
  const headers = token === undefined || token === "" ? {} : { authorization: `Bearer ${token}` };
  return async (path) => {
    const url = `${folder}/${path.split("/").map(encodeURIComponent).join("/")}`;
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT) }).catch((cause) => {
      throw unreachable(url, "nobody answers", cause);
    });
    if (!response.ok || response.body === null) throw unreachable(url, `it answers ${response.status}`);
    return response.body;
  };
}

/** Of one file, in milliseconds: a server that gives a byte a minute keeps nobody waiting. */
const TIMEOUT = 30 * 60_000;

function unreachable(url: string, why: string, cause?: unknown): Fault {
  return new Fault("proof-unreachable", `${url} cannot be read: ${why}`, {
    cause,
    wayOut: `Is it the folder that holds ${PROOF_MANIFEST}? An Ascent API wants its token: --token.`,
  });
}

/** Where a download of it is put inside of a scratch directory. */
export function downloadFolder(scratch: string): string {
  return join(scratch, "export");
}
