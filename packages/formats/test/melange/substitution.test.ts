// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf } from "../../src/melange/template.ts";
import { defectsOf, HEAD, recipeOf, scripts, told } from "./expanding.ts";

function echo(text: string, extra = "", arch: "x86_64" | "aarch64" = "x86_64"): string {
  return scripts(`${HEAD}${extra}pipeline:\n  - runs: ${JSON.stringify(text)}\n`, { arch })[0] ?? "";
}

describe("variables", () => {
  test.each([
    ["package.name", "p"],
    ["package.version", "1.2.3"],
    ["package.epoch", "0"],
    ["package.full-version", "1.2.3-r0"],
    ["package.srcdir", "/home/build"],
    ["targets.outdir", "/home/build/melange-out"],
    ["targets.destdir", "/home/build/melange-out/p"],
    ["targets.contextdir", "/home/build/melange-out/p"],
    ["targets.package.p", "/home/build/melange-out/p"],
    ["context.name", "p"],
    ["build.arch", "x86_64"],
    ["build.goarch", "amd64"],
    ["host.triplet.gnu", "x86_64-pc-linux-gnu"],
    ["host.triplet.rust", "x86_64-unknown-linux-gnu"],
    ["cross.triplet.gnu.glibc", "x86_64-pc-linux-gnu"],
    ["cross.triplet.gnu.musl", "x86_64-pc-linux-musl"],
    ["cross.triplet.rust.musl", "x86_64-unknown-linux-musl"],
  ])("%s is what melange says", (name, value) => {
    expect(echo(`\${{${name}}}`)).toBe(value);
  });

  test("triplets follow the arch", () => {
    expect(echo("${{build.goarch}} ${{host.triplet.gnu}}", "", "aarch64")).toBe("arm64 aarch64-unknown-linux-gnu");
  });

  test("white space inside the braces does not count", () => {
    expect(echo("a ${{ package.name\t}} b")).toBe("a p b");
  });

  test("variables may be made of variables, in any order", () => {
    expect(echo("${{vars.a}}", "vars:\n  a: <${{vars.b}}>\n  b: ${{package.version}}\n")).toBe("<1.2.3>");
  });

  test("a replaced value is not read again", () => {
    const text = `${HEAD}subpackages: []\nvars:\n  a: "$\{{"\n`;
    expect(told(text)).toEqual(["p.yaml:6:7 bad-reference"]);
    // $ and {{ apart: the joint text is no reference.
    expect(echo("${{vars.dollar}}{{package.name}}", "vars:\n  dollar: $\n")).toBe("${{package.name}}");
  });

  test("a loop of variables is a defect, not a hang", () => {
    const defects = defectsOf(`${HEAD}vars:\n  a: \${{vars.b}}\n  b: x\${{vars.a}}\n`);
    expect(defects.map(({ code }) => code)).toEqual(["variable-cycle"]);
  });

  test("an undefined variable is told at the reference itself, in every kind of scalar", () => {
    const text = `${HEAD}pipeline:
  - runs: |
      first
        \${{package.name}} \${{target.destdir}}
  - runs: >-
      folded
      \${{package.nam}}
  - runs: "\\t\${{vars.x}}"
`;
    expect(told(text)).toEqual([
      "p.yaml:7:27 undefined-variable",
      "p.yaml:10:7 undefined-variable",
      "p.yaml:11:14 undefined-variable",
    ]);
    expect(defectsOf(text).map(({ wayOut }) => wayOut)).toEqual([
      "Did you mean ${{targets.destdir}} or ${{targets.outdir}}?",
      "Did you mean ${{package.name}}?",
      'Define it under "vars:", or make it with "var-transforms:".',
    ]);
  });

  test("what exists in subpackages only says so", () => {
    const [defect] = defectsOf(`${HEAD}pipeline:\n  - runs: cp x \${{targets.subpkgdir}}\n`);
    expect(defect?.wayOut).toBe("It exists in subpackages only; the main package has ${{targets.destdir}}.");
  });

  test.each(["${{package.name", "${{}}", "${{a b}}", "${{package.name}"])("%j is a malformed reference", (text) => {
    expect(told(`${HEAD}pipeline:\n  - runs: ${JSON.stringify(text)}\n`)).toEqual(["p.yaml:5:12 bad-reference"]);
  });

  test("taking a text apart loses nothing: what is no reference stays as it is", () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom("${{", "}}", "${{a.b}}", "${{ x-1 }}", "${", "$", "{{", "\n"));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const literals = segmentsOf(text).filter((segment) => segment.kind === "literal");
        let at = 0;
        for (const segment of literals) {
          const found = text.indexOf(segment.text, at);
          expect(found).toBeGreaterThanOrEqual(at);
          expect(segment.text).not.toContain("${{");
          at = found + segment.text.length;
        }
        if (!text.includes("${{")) expect(literals.map((segment) => segment.text).join("")).toBe(text);
      }),
    );
  });

  test("texts without references and values with any characters come through unchanged", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        fc.pre(!value.includes("${{") && value.trim() !== "");
        const text = `${HEAD}vars:\n  v: ${JSON.stringify(value)}\npipeline:\n  - runs: "<\${{vars.v}}>"\n`;
        expect(recipeOf(text).packages[0].steps[0]?.runs).toBe(`<${value}>`);
      }),
    );
  });
});

describe("var-transforms", () => {
  const transform = (from: string, match: string, replace: string) =>
    `var-transforms:\n  - from: ${JSON.stringify(from)}\n    match: ${JSON.stringify(match)}\n    replace: ${JSON.stringify(replace)}\n    to: t\n`;

  test.each([
    { from: "1.2.3", match: "\\.", replace: "_", expected: "1_2_3" },
    { from: "1.2.3", match: "^(\\d+)\\.(\\d+).*", replace: "$2-${1}", expected: "2-1" },
    { from: "1.2.3", match: "^(?P<major>\\d+).*", replace: "v${major}", expected: "v1" },
    // Go: the name in $1x is "1x", which is no group.
    { from: "1.2.3", match: "^(\\d+).*", replace: "$1x", expected: "" },
    { from: "1.2.3", match: "^(\\d+).*", replace: "$$1", expected: "$1" },
    { from: "baac", match: "a*", replace: "X", expected: "XbXcX" },
    { from: "ABC", match: "(?i)b", replace: "-", expected: "A-C" },
    { from: "a1b2", match: "[[:digit:]]", replace: "", expected: "ab" },
    { from: "1.2.3", match: "x", replace: "y", expected: "1.2.3" },
  ])("$from with $match by $replace is $expected", ({ from, match, replace, expected }) => {
    expect(echo("<${{vars.t}}>", transform(from, match, replace))).toBe(`<${expected}>`);
  });

  test("transforms run in order, and a later one sees what the earlier made", () => {
    const extra = `var-transforms:
  - {from: "\${{package.version}}", match: '\\.', replace: _, to: a}
  - {from: "v\${{vars.a}}", match: '_3$', replace: "", to: b}
`;
    expect(echo("${{vars.b}}", extra)).toBe("v1_2");
  });

  test("a pattern that is none is a defect", () => {
    expect(told(`${HEAD}${transform("x", "(", "")}`)).toEqual(["p.yaml:6:12 bad-pattern"]);
    expect(told(`${HEAD}${transform("x", "(?=a)", "")}`)).toEqual(["p.yaml:6:12 bad-pattern"]);
  });
});

describe("conditions", () => {
  const ran = (condition: string, extra = "") =>
    scripts(`${HEAD}${extra}pipeline:\n  - if: ${JSON.stringify(condition)}\n    runs: ran\n`).length === 1;

  test.each([
    ["'a' == 'a'", true],
    ["'a' != 'a'", false],
    ["\"a\" == 'a'", true],
    ["${{build.arch}} == 'x86_64'", true],
    ["'x86_64' != ${{ build.arch }}", false],
    ["'${{build.arch}}' == \"x86_64\"", true],
    ["'v${{package.version}}' == 'v1.2.3'", true],
    ["'a' == 'b' || 'a' == 'a'", true],
    // From left to right, without precedence: (true || x) && false.
    ["'a' == 'a' || 'a' == 'b' && 'a' == 'b'", false],
    ["'a' == 'a' || ('a' == 'b' && 'a' == 'b')", true],
    ["'it\\'s' == \"it's\"", true],
    ["'a\\\\b' == 'a\\\\b'", true],
    ["", true],
    ["  ", true],
  ])("%j holds: %s", (condition, expected) => {
    expect(ran(condition)).toBe(expected);
  });

  test.each([
    ["'a'", 13],
    ["'a' = 'b'", 14],
    ["'a' == ", 17],
    ["a == 'a'", 10],
    ["('a' == 'a'", 10],
    ["'a' == 'a' 'b'", 21],
    ["'a == 'b'", 17],
    ["'a' == 'b", 17],
  ])("%j cannot be read, and says where", (condition, column) => {
    const [defect] = defectsOf(`${HEAD}pipeline:\n  - if: ${JSON.stringify(condition)}\n    runs: ran\n`);
    expect([defect?.code, defect?.place.column]).toEqual(["bad-condition", column]);
  });

  test("an undefined variable in a condition is a defect, not false", () => {
    expect(told(`${HEAD}pipeline:\n  - if: \${{build.arhc}} == 'x'\n    runs: ran\n`)).toEqual([
      "p.yaml:5:9 undefined-variable",
    ]);
  });

  test("a step whose condition does not hold is not looked into", () => {
    expect(told(`${HEAD}pipeline:\n  - if: "'a' == 'b'"\n    uses: nothing\n`)).toEqual([]);
  });
});
