import { readFile } from "node:fs/promises";

/** Lines of tcc's libtcc.c (of tiny's snapshot) between which the text goes, and the number of the first. */
const BEFORE = [
  679,
  '        fd = 0, filename = "<stdin>";',
  "    else",
  "        fd = open(filename, O_RDONLY | O_BINARY);",
] as const;
const AFTER = [
  "    if ((s1->verbose == 2 && fd >= 0) || s1->verbose == 3)",
  '        printf("%s %*s%s\\n", fd < 0 ? "nf":"->",',
  '               (int)(s1->include_stack_ptr - s1->include_stack), "", filename);',
];

/** Stands for the text itself while it is written out. */
const SELF = "\x01";

/** The inside of a C string. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll(SELF, "\\1");
}

/** The patch that makes a self-reproducing Trojan horse of tcc: trojan.c, with itself as the string that it prints. */
export async function subvertedPatch(): Promise<string> {
  const source = await readFile(new URL("trojan.c", import.meta.url), "utf8");
  const template = source.replace(/^\/\*[\s\S]*?\*\/\n/, "").replace("@SELF@", SELF);
  const inserted = template
    .replace(SELF, () => escaped(template))
    .replace(/\n$/, "")
    .split("\n");
  const [line, ...before] = BEFORE;
  const length = before.length + AFTER.length;
  return [
    "--- a/libtcc.c",
    "+++ b/libtcc.c",
    `@@ -${line},${length} +${line},${length + inserted.length} @@`,
    ...before.map((text) => ` ${text}`),
    ...inserted.map((text) => `+${text}`),
    ...AFTER.map((text) => ` ${text}`),
    "",
  ].join("\n");
}
