import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { PlanCache } from "@ascent/blueprints";
import { cacheDirectory } from "@ascent/config";
import type { InspectOptions } from "./options.ts";

/** What earlier looks at the same blueprint or folder found out; undefined where nobody wants to know. */
export function openCache(name: string, options: InspectOptions, stages: readonly string[]): PlanCache | undefined {
  if (options.cache !== true) return undefined;
  const folders = [...(options.param ?? new Map<string, string>())].map(([parameter, path]) => [
    parameter,
    resolve(path),
  ]);
  const pipelines = options.pipelines === undefined ? null : resolve(options.pipelines);
  const look = {
    name: name.includes("/") ? resolve(name) : [resolve(name), ...stages],
    folders,
    pipelines,
    arch: options.arch,
  };
  const now = Date.now();
  return new PlanCache({ directory: join(cacheDirectory(process.env), "plans"), look, version: buildOfAscent(), now });
}

/** The rooms that read definitions, and the parser that they use: the same places relative to `src` and to `dist`. */
const TOP = new URL("../../../../", import.meta.url);
const BUILT = import.meta.url.endsWith(".ts") ? "src" : "dist";
const CODE = ["core", "formats", "blueprints"].map((room) => `packages/${room}/${BUILT}`);
const PARSER = "node_modules/js-yaml/package.json";

/** Tells one build of Ascent from another, also while it is worked on: by the sizes and times of its code, and of the parser's. */
function buildOfAscent(): string {
  const files = CODE.flatMap((folder) => {
    const names = readdirSync(new URL(`${folder}/`, TOP), { recursive: true, encoding: "utf8" });
    return names.filter((name) => /\.[jt]s$/.test(name)).map((name) => `${folder}/${name}`);
  });
  const stamps = [...files.sort(), PARSER].map((file) => {
    const stats = statSync(new URL(file, TOP), { throwIfNoEntry: false });
    return [file, stats?.size, stats?.mtimeMs];
  });
  return JSON.stringify([process.version, stamps]);
}
