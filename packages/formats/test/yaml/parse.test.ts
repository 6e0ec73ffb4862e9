// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { type Defect, formatPlace } from "@ascent/core";
import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { nearest } from "../../src/yaml/near.ts";
import { placeInside, placeOf, placeOfOccurrence, type YamlNode, type YamlScalar } from "../../src/yaml/node.ts";
import { parseYaml } from "../../src/yaml/parse.ts";

function root(text: string): YamlNode {
  const parsed = parseYaml("f.yaml", text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.defects));
  return parsed.value;
}

function defects(text: string): readonly Defect[] {
  const parsed = parseYaml("f.yaml", text);
  return parsed.ok ? [] : parsed.defects;
}

function told(text: string): string[] {
  return defects(text).map((defect) => `${formatPlace(defect.place)} ${defect.code}`);
}

/** Plain values: every scalar as text, null as null. */
function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.isNull ? null : node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plain(value)]));
}

function scalarAt(text: string, key: string): YamlScalar {
  const mapping = root(text);
  const value =
    mapping.kind === "mapping" ? mapping.entries.find((entry) => entry.key.value === key)?.value : undefined;
  if (value?.kind !== "scalar") throw new Error(`no scalar at ${key}`);
  return value;
}

describe("values", () => {
  test("a scalar keeps its text: versions and flags are not turned into numbers and booleans", () => {
    expect(plain(root("a: 1.10\nb: yes\nc: 0x10\nd: 2024-01-31\n"))).toEqual({
      a: "1.10",
      b: "yes",
      c: "0x10",
      d: "2024-01-31",
    });
  });

  test("nothing, ~ and null are null only when unquoted", () => {
    expect(plain(root("a:\nb: ~\nc: null\nd: 'null'\ne: ''\n"))).toEqual({
      a: null,
      b: null,
      c: null,
      d: "null",
      e: "",
    });
  });

  test("an alias stands for what its anchor names, and << never replaces what is written", () => {
    const text = "base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nlist: [*b, *b]\n";
    expect(plain(root(text))).toEqual({
      base: { x: "1", y: "2" },
      own: { x: "1", y: "3" },
      list: [
        { x: "1", y: "2" },
        { x: "1", y: "2" },
      ],
    });
  });

  test("whatever js-yaml writes is read back", () => {
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "grapheme" }),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { minKeys: 1 }), (held) => {
        // << is YAML's merge key, and js-yaml writes it unquoted.
        fc.pre(!JSON.stringify(held).includes('"<<"') && !JSON.stringify(held).includes("__proto__"));
        expect(plain(root(dump(held)))).toEqual(held);
      }),
    );
  });
});

describe("places", () => {
  test("every value knows its line and column, quotes included", () => {
    const text = 'a: x\nb:\n  - "q"\n  - |\n    block\n';
    expect(formatPlace(placeOf(scalarAt(text, "a")))).toBe("f.yaml:1:4");
    const mapping = root(text);
    const items = mapping.kind === "mapping" ? mapping.entries[1]?.value : undefined;
    const places = items?.kind === "sequence" ? items.items.map((item) => formatPlace(placeOf(item))) : [];
    expect(places).toEqual(["f.yaml:3:5", "f.yaml:5:5"]);
  });

  test("an offset into a block scalar is placed on its own line, indentation counted", () => {
    const scalar = scalarAt("runs: |\n    first\n      second\n\n    third\n", "runs");
    expect(formatPlace(placeInside(scalar, scalar.value.indexOf("cond")))).toBe("f.yaml:3:9");
    expect(formatPlace(placeInside(scalar, scalar.value.indexOf("third")))).toBe("f.yaml:5:5");
  });

  test("the n-th reference of a folded or escaped scalar is placed exactly", () => {
    const folded = scalarAt("a: >-\n  x ${{one}}\n  y ${{two}}\n", "a");
    expect(formatPlace(placeOfOccurrence(folded, "${{", 1))).toBe("f.yaml:3:5");
    const escaped = scalarAt('a: "\\t\\t ${{one}} ${{two}}"\n', "a");
    expect(formatPlace(placeOfOccurrence(escaped, "${{", 1))).toBe("f.yaml:1:19");
  });

  test("in any block scalar, the place of any character is where it stands in the file", () => {
    const line = fc.stringMatching(/^[a-z#:'"-][a-z #:'"-]{0,10}$/);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, pick) => {
        const text = `runs: |\n${lines.map((written) => `   ${written}\n`).join("")}`;
        const scalar = scalarAt(text, "runs");
        const row = pick % lines.length;
        const before = lines.slice(0, row).join("\n").length + (row > 0 ? 1 : 0);
        expect(placeInside(scalar, before)).toEqual({ file: "f.yaml", line: row + 2, column: 4 });
      }),
    );
  });
});

describe("defects", () => {
  test("malformed YAML is told with its line and column", () => {
    expect(told("a: 1\nb: [1, 2\nc: 3\n")).toEqual(["f.yaml:3:1 yaml-syntax"]);
    expect(told("a: b: c\n")).toEqual(["f.yaml:1:5 yaml-syntax"]);
    expect(told("a: 'x\n")).toEqual(["f.yaml:2:1 yaml-syntax"]);
    expect(told("a: \0\n")).toEqual(["f.yaml:1:4 yaml-syntax"]);
    expect(told("")).toEqual(["f.yaml:1:1 yaml-syntax"]);
    expect(told("a: 1\n---\nb: 2\n")).toEqual(["f.yaml:3:5 yaml-syntax"]);
  });

  test("a key written twice is a defect at the second", () => {
    expect(told("a: 1\nb: 2\na: 3\n")).toEqual(["f.yaml:3:1 duplicate-key"]);
  });

  test("an alias without an anchor, or to what it is in, is a defect", () => {
    expect(told("a: *x\n")).toEqual(["f.yaml:1:5 yaml-syntax"]);
    expect(told("a: &x [1, *x]\n")).toEqual(["f.yaml:1:12 yaml-syntax"]);
  });

  test("only mappings can be merged", () => {
    expect(told("a: &x 1\nb:\n  <<: *x\n")).toEqual(["f.yaml:1:7 yaml-syntax"]);
  });

  test("a bomb of aliases is refused, and quickly", () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const below = level === 0 ? "x" : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 10 }, () => below).join(", ")}]`;
    });
    const start = performance.now();
    expect(defects(`${levels.join("\n")}\n`).map(({ code }) => code)).toEqual(["yaml-too-large"]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("nesting without end is refused rather than overflowing the stack", () => {
    expect(defects("[".repeat(100_000)).map(({ code }) => code)).toEqual(["yaml-syntax"]);
  });

  test("no text makes the reader throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:-[]{}&*<>|'\"#\n \t%!?,~$") }), (text) => {
        expect(() => parseYaml("f.yaml", text)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe("near names", () => {
  test("what is near comes first; what is far does not come", () => {
    expect(nearest("target.destdir", ["targets.destdir", "targets.outdir", "build.arch"])[0]).toBe("targets.destdir");
    expect(nearest("autoconf/mkae", ["autoconf/make", "fetch"])).toEqual(["autoconf/make"]);
    expect(nearest("zzzzzz", ["fetch", "patch"])).toEqual([]);
  });
});
