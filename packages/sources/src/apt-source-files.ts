/** One archive that apt is set up with. */
export interface AptTarget {
  readonly uri: string;
  /** `Debian`, `Ubuntu`, or a third party's name; empty while apt has no lists. */
  readonly origin: string;
  readonly component: string;
  /** `bookworm-security`. */
  readonly suite: string;
}

/** Reads apt's own files, in its two formats: sources.list(5). Only what names an archive for binary packages counts. */
export function parseSourceFiles(files: readonly { readonly path: string; readonly text: string }[]): AptTarget[] {
  return files.flatMap(({ path, text }) => (path.endsWith(".sources") ? parseDeb822(text) : parseOneLine(text)));
}

/** `deb [options] uri suite component…`. */
function parseOneLine(text: string): AptTarget[] {
  return text.split("\n").flatMap((line) => {
    const found = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (found === null) return [];
    const [, uri = "", suite = "", components = ""] = found;
    return targets([uri], [suite], words(components));
  });
}

function parseDeb822(text: string): AptTarget[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = fieldsOf(stanza);
    const field = (name: string) => words(fields.get(name) ?? "");
    if (!field("types").includes("deb") || fields.get("enabled")?.trim().toLowerCase() === "no") return [];
    return targets(field("uris"), field("suites"), field("components"));
  });
}

/** Lower-case field name → value, continuation lines joined. */
function fieldsOf(stanza: string): Map<string, string> {
  const lines = stanza.split("\n").filter((line) => !line.startsWith("#"));
  const joined = lines.join("\n").replace(/\n[ \t]+/g, " ");
  return new Map(
    joined.split("\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1)] as const];
    }),
  );
}

function targets(uris: readonly string[], suites: readonly string[], components: readonly string[]): AptTarget[] {
  return uris.flatMap((uri) =>
    suites.flatMap((suite) => components.map((component) => ({ uri, origin: "", component, suite }))),
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
