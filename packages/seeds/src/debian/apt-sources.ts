/** One archive that apt is told of: a line of sources.list or a stanza of a `.sources` file (sources.list(5)). */
export interface AptSource {
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** apt architectures; undefined: whatever apt is set to. */
  readonly architectures: readonly string[] | undefined;
  /** Keyring path, fingerprint or an embedded key with its line breaks; undefined: the host's trusted keys. */
  readonly signedBy: string | undefined;
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

const LINE = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)((?:\s+\S+)*)\s*$/;

/** Reads the one-line format: `deb [signed-by=… arch=…] URI SUITE COMPONENT…`; `deb-src` and comments are left out. */
export function parseSourcesList(text: string): AptSource[] {
  const sources: AptSource[] = [];
  for (const line of text.split("\n")) {
    const match = LINE.exec(line.replace(/#.*$/, "").trim());
    if (match === null) continue;
    const [, options = "", uri = "", suite = "", components = ""] = match;
    const arch = option(options, "arch");
    sources.push({
      uris: [uri],
      suites: [suite],
      components: words(components),
      architectures: arch === undefined ? undefined : words(arch),
      signedBy: option(options, "signed-by")?.replaceAll(",", " "),
    });
  }
  return sources;
}

function option(options: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(\\S+)`, "i").exec(options);
  return match?.[1];
}

/** Reads the deb822 format: stanzas of `Types`, `URIs`, `Suites`, `Components`, `Signed-By` …; disabled ones are left out. */
export function parseDeb822Sources(text: string): AptSource[] {
  const uncommented = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n");
  return uncommented.split(/\n\s*\n/).flatMap((stanza) => sourceOf(fieldsOf(stanza)));
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let current = "";
  for (const line of stanza.split("\n")) {
    const start = /^([A-Za-z0-9-]+):(.*)$/.exec(line);
    if (start !== null) {
      current = (start[1] ?? "").toLowerCase();
      fields.set(current, (start[2] ?? "").trim());
    } else if (/^\s/.test(line) && current !== "") {
      fields.set(current, `${fields.get(current)}\n${line.trim()}`);
    }
  }
  return fields;
}

function sourceOf(fields: Map<string, string>): AptSource[] {
  const isEnabled = !/^(?:no|false|0|off|without|disable)$/i.test(fields.get("enabled") ?? "yes");
  if (!isEnabled || !words(fields.get("types")).includes("deb")) return [];
  const architectures = fields.get("architectures");
  return [
    {
      uris: words(fields.get("uris")),
      suites: words(fields.get("suites")),
      components: words(fields.get("components")),
      architectures: architectures === undefined ? undefined : words(architectures),
      signedBy: fields.get("signed-by"),
    },
  ];
}

/** Writes deb822 stanzas that apt reads back as the same, `Trusted` and other loosening options left out on purpose. */
export function formatSources(sources: readonly AptSource[]): string {
  return sources
    .map((source) =>
      [
        "Types: deb",
        `URIs: ${source.uris.join(" ")}`,
        `Suites: ${source.suites.join(" ")}`,
        `Components: ${source.components.join(" ")}`,
        ...(source.signedBy === undefined ? [] : [`Signed-By: ${source.signedBy.replaceAll("\n", "\n ")}`]),
        "",
      ].join("\n"),
    )
    .join("\n");
}
