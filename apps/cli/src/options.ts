import { resolve } from "node:path";
import { MOST_JOBS } from "@ascent/config";
import { ARCHES } from "@ascent/core";
import { type Command, InvalidArgumentError, Option } from "commander";

/** A path counts from where the command is given: the service may have been started elsewhere. */
export function blueprintOption(description = "a blueprint that the service has"): Option {
  return new Option("--blueprint <name>", `${description}: a name, or a folder (with a /)`)
    .argParser((name) => (isFolder(name) ? resolve(name) : name))
    .default("tiny");
}

/** Whether the blueprint of that name is somebody's folder, and none of the service's own. */
export function isFolder(blueprint: string): boolean {
  return blueprint.includes("/");
}

export function archOption(): Option {
  return new Option("--arch <arch>", "arch to build for (default: this host's)").choices(ARCHES);
}

/** How many builds at once: what a command says of ASCENT_JOBS, and within its bounds. */
export function jobsOption(): Option {
  const wanted = `It must be a whole number from 1 to ${MOST_JOBS}.`;
  return new Option("--jobs <n>", "builds at once (default: the number of processors)").argParser((text) => {
    if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > MOST_JOBS) throw new InvalidArgumentError(wanted);
    return Number(text);
  });
}

/** A whole number of at least 1. */
export function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
    return count;
  });
}

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** A time such as `30m`, `12h` or `90d`, in seconds. */
export function spanOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const [, count, unit = ""] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
    const seconds = SECONDS[unit];
    if (seconds === undefined) throw new InvalidArgumentError("It must be a time such as 30m, 12h or 90d.");
    return Number(count) * seconds;
  });
}

/** How a command that talks to a service is told which. */
export function serviceOptions(command: Command): Command {
  return command
    .option("--url <url>", "the service (default: the one that runs on this host)")
    .option("--token <token>", "its token")
    .option("--json", "tell it as JSON");
}
