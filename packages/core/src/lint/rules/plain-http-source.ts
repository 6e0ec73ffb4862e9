import { allSources } from "../context.ts";
import { parseAddress } from "../host.ts";
import type { LintRule } from "../rule.ts";

const PLAIN: ReadonlySet<string> = new Set(["http", "git", "ftp"]);

export const plainHttpSource: LintRule = {
  code: "plain-http-source",
  severity: "warning",
  perDefinition: true,
  title: "Source over an unencrypted connection",
  why: "Anybody on the way can see and withhold it, and it fails where only https is let through.",
  wayOut: "Write https:// (most hosts answer on it), or another host that does.",
  *check(context) {
    for (const { address, place } of allSources(context)) {
      const scheme = parseAddress(address)?.scheme;
      if (scheme === undefined || !PLAIN.has(scheme)) continue;
      yield { place: place(), message: `${address} is fetched over plain ${scheme}` };
    }
  },
};
