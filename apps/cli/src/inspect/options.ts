import type { Arch } from "@ascent/core";
import { type Command, InvalidArgumentError } from "commander";
import { archOption } from "../options.ts";

/** What `plan` and `lint` are told about what to look at. */
export interface InspectOptions {
  readonly seed?: string;
  readonly arch?: Arch;
  readonly param?: ReadonlyMap<string, string>;
  readonly pipelines?: string;
  readonly index?: ReadonlyMap<string, string>;
  /** True: what earlier looks found out may be taken, and is kept for later ones. */
  readonly cache?: boolean;
}

export function inspectOptions(command: Command): Command {
  return command
    .option("--seed <name>", "look at it with this seed (default: the blueprint's first)")
    .addOption(archOption().default(undefined, "all of the blueprint's"))
    .option("--param <name=folder>", "a folder that the blueprint leaves open; repeatable", pair)
    .option("--pipelines <folder>", "further pipelines, for a folder without bootstrap.yaml")
    .option(
      "--index <input=file>",
      "what an input has: an APKINDEX, as file or URL ({arch} is replaced); repeatable",
      pair,
    )
    .option("--no-cache", "read every definition, also those that have not changed since the last time");
}

export function pair(text: string, known: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1 || equals === text.length - 1) throw new InvalidArgumentError("Write it as NAME=VALUE.");
  return new Map([...known, [text.slice(0, equals), text.slice(equals + 1)]]);
}
