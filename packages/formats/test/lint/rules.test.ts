// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax under test.
import { LINT_RULES } from "@ascent/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checked, checkingOut, definition, fetching, linted, running, SHA, told, type World } from "./linting.ts";

/** One definition in a stage that does not take the seed. */
function late(body: string, name = "p", version?: string): World {
  return {
    files: {
      "stage1/a.yaml": definition("a"),
      "stage2/p.yaml": definition(name, body, version === undefined ? {} : { version }),
    },
  };
}

function find(code: string, body: string, ...named: readonly [name?: string, version?: string]): string[] {
  return told(linted(late(body, ...named)), code);
}

describe("a source", () => {
  test.each([["http://example.org/p-1.2.3.tar.gz"], ["ftp://example.org/p-1.2.3.tar.gz"], ["git://example.org/p"]])(
    "over a connection without encryption is told at its address: %s",
    (address) => {
      const body = address.startsWith("http:") ? fetching(address) : checkingOut(address);
      expect(find("plain-http-source", body)).toEqual([`stage2/p.yaml:11:${address.startsWith("http:") ? 12 : 19}`]);
    },
  );

  test("over https is not, whatever its path says", () => {
    expect(find("plain-http-source", fetching("https://example.org/http://p-1.2.3.tar.gz"))).toEqual([]);
    expect(find("plain-http-source", checkingOut("https://example.org/http"))).toEqual([]);
  });

  test("from a distribution's copies, or from the folder of the blueprint's own seed, is told", () => {
    expect(
      find("seed-hosted-source", fetching("https://distfiles.alpinelinux.org/distfiles/edge/p-1.2.3.tar.gz")),
    ).toEqual(["stage2/p.yaml:11:12"]);
    expect(find("seed-hosted-source", fetching("https://mirror.example/alpine/distfiles/p-1.2.3.tar.gz"))).toHaveLength(
      1,
    );
  });

  test("from the distribution's forge, or from another folder of the seed's mirror, is not", () => {
    for (const uri of [
      "https://gitlab.alpinelinux.org/alpine/apk-tools/-/archive/v1.2.3/p.tar.gz",
      "https://mirror.example/gnu/p-1.2.3.tar.gz",
    ]) {
      expect(find("seed-hosted-source", fetching(uri))).toEqual([]);
    }
  });

  test.each([
    ["https://static.rust-lang.org/dist/rust-1.80.0-x86_64-unknown-linux-musl.tar.gz"],
    ["https://go.dev/dl/go1.22.0.linux-amd64.tar.gz"],
    ["https://github.com/oven-sh/bun/releases/download/bun-v1.1.0/bun-linux-x64.zip"],
    ["https://archive.apache.org/dist/maven/maven-3/3.9.9/binaries/apache-maven-3.9.9-bin.tar.gz"],
    ["https://services.gradle.org/distributions/gradle-8.0.1-bin.zip"],
    ["https://github.com/sbt/sbt/releases/download/v1.11.6/sbt-1.11.6.tgz"],
    ["https://example.org/tool-1.0-linux-x86_64.tar.gz"],
    ["https://example.org/pip-26.1.2-py3-none-any.whl"],
    ["https://example.org/bcprov-1.84.jar"],
    ["https://example.org/pool/fonts_1.0_all.deb"],
  ])("of ready-made binaries is told: %s", (uri) => {
    expect(find("prebuilt-toolchain", fetching(uri))).toHaveLength(1);
  });

  test.each([
    ["https://www.kernel.org/pub/linux/kernel/v5.x/linux-5.16.9.tar.gz"],
    ["https://archive.apache.org/dist/maven/maven-3/3.9.9/source/apache-maven-3.9.9-src.tar.gz"],
    ["https://go.dev/dl/go1.22.0.src.tar.gz"],
    ["https://example.org/util-linux-2.39.tar.gz"],
    ["https://github.com/archlinux/linux-x86_64-docs/archive/v1.tar.gz"],
  ])("of sources is not: %s", (uri) => {
    expect(find("prebuilt-toolchain", fetching(uri))).toEqual([]);
  });

  test.each([
    ["https://example.org/go1.2.linux-amd64.tar.gz"],
    ["https://example.org/*.linux-amd64.tar.gz"],
    ["https://*/go*.tar.gz"],
    [SHA],
  ])("of ready-made binaries is not told when the blueprint declares it as a seed of its own: %s", (source) => {
    const uri = "https://example.org/go1.2.linux-amd64.tar.gz";
    const more = `prebuilt:\n  - source: "${source}"\n    reason: Go is written in Go.\n`;
    const world = { files: { "stage1/p.yaml": definition("p", fetching(uri)) }, more };
    expect(linted(world).filter(({ code }) => code.startsWith("prebuilt"))).toEqual([]);
  });

  test.each([
    ["https://example.org/go1.3.linux-amd64.tar.gz"],
    ["https://example.org/*.zip"],
    ["example.org/go1.2.linux-amd64.tar.gz"],
    ["*linux-amd64.tar.gz*linux-amd64.tar.gz"],
    ["cd".repeat(32)],
  ])("that is declared, and that no definition takes, is told: %s", (source) => {
    const uri = "https://example.org/go1.2.linux-amd64.tar.gz";
    const more = `prebuilt:\n  - source: "${source}"\n    reason: Go is written in Go.\n`;
    const world = { files: { "stage1/p.yaml": definition("p", fetching(uri)) }, more };
    expect(told(linted(world), "prebuilt-unmet")).toHaveLength(1);
    expect(told(linted(world), "prebuilt-toolchain")).toHaveLength(1);
  });

  test("of another version than the package's is told", () => {
    expect(
      find("version-contradicts-source", fetching("https://example.org/busybox-1.34.0.tar.bz2"), "busybox", "1.35.0"),
    ).toEqual(["stage2/p.yaml:11:12"]);
  });

  test.each([
    ["https://example.org/p-1.2.3.tar.gz", "p", "1.2.3"],
    ["https://example.org/p-${{package.version}}.tar.gz", "p", "1.2.3"],
    ["https://ftp.example/readline-8.1.tar.gz", "readline", "8.1.2"],
    ["https://example.org/ncurses-6.3-20220820.tgz", "ncurses", "6.3"],
    ["https://example.org/2022/sqlite-autoconf-3390200.tar.gz", "sqlite", "3.39.2"],
    ["https://example.org/v1_2_3/p-1.2.tar.gz", "p", "1.2.3"],
    ["https://example.org/other-9.9.tar.gz", "p", "1.2.3"],
    ["https://example.org/p-1.2.3.0.tar.gz", "p", "1.2.3_rc1"],
  ])("of the same version in other words is not: %s for %s %s", (uri, name, version) => {
    expect(find("version-contradicts-source", fetching(uri), name, version)).toEqual([]);
  });

  test("of an older version is not, when the package has its own beside it", () => {
    const both = `${fetching("https://example.org/p-1.2.3.tar.gz")}${fetching("https://example.org/p-1.1.0.tar.gz").replace("pipeline:\n", "")}`;
    expect(find("version-contradicts-source", both)).toEqual([]);
  });

  test("in a step inside another has the place of its own address", () => {
    const nested = `pipeline:
  - pipeline:
      - if: \${{build.arch}} == 'aarch64'
        uses: fetch
        with: {uri: "http://example.org/aarch64/\${{package.version}}.tar.gz", expected-sha256: ${"ab".repeat(32)}}
      - if: \${{build.arch}} == 'x86_64'
        uses: fetch
        with: {uri: "http://example.org/x86_64/\${{package.version}}.tar.gz", expected-sha256: ${"ab".repeat(32)}}
`;
    expect(find("plain-http-source", nested)).toEqual(["stage2/p.yaml:12:22", "stage2/p.yaml:15:22"]);
  });

  test("without a checksum, and a checkout without a commit, are defects", () => {
    const world = late(
      "pipeline:\n  - uses: fetch\n    with: {uri: https://example.org/p.tar.gz}\n  - uses: git-checkout\n    with: {repository: https://example.org/p}\n",
    );
    expect(told(checked(world), "source-without-checksum")).toEqual(["stage2/p.yaml:9:5"]);
    expect(told(checked(world), "git-checkout-without-commit")).toEqual(["stage2/p.yaml:11:5"]);
  });
});

describe("a script", () => {
  test.each([
    ["wget https://example.org/x.tar.gz"],
    ["cd x && curl -sSfL https://example.org/x -o y"],
    ["git clone --depth 1 https://example.org/x"],
    ["go install example.org/tool@latest"],
    ["go mod download"],
    ["cargo fetch --locked"],
    ["npm ci --ignore-scripts"],
    ["yarn install"],
    ["gem install bundler"],
    ["pip install setuptools"],
    ['uv pip install --no-deps "cryptography==50.0.0"'],
    ["python3 -m pip install requests --root-user-action ignore"],
    ["V=$(curl https://example.org/version)"],
  ])("that goes to the network is told: %s", (command) => {
    const found = find("source-in-sandbox", running("true", command));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^stage2\/p\.yaml:11:\d+$/);
  });

  test.each([
    ["# wget https://example.org/x.tar.gz"],
    ["echo 'curl https://example.org/x' > README"],
    ["make install-curl https://example.org"],
    ["wget --version"],
    ["go install ./cmd/tool"],
    ["cargo install --path ."],
    ["cargo fetch --offline"],
    ["pip install --no-index dist/x.whl"],
    ["pip install ."],
    ["pip install --no-deps .[postgres]"],
    ["uv pip install --no-compile \\\n      dist/*.whl"],
    ["npm run install"],
    ["gem install --local x.gem"],
    ["git clone ../local copy"],
    ["apk fetch curl https://example.org"],
  ])("that only looks so is not: %s", (command) => {
    expect(find("source-in-sandbox", running("true", command))).toEqual([]);
  });

  test("and an input that name the seed's triplet are told at the triplet, in a stage without the seed", () => {
    expect(find("seed-triplet", running("./configure \\", "  --build=$(uname -m)-alpine-linux-musl"))).toEqual([
      "stage2/p.yaml:11:17",
    ]);
    const input = "pipeline:\n  - uses: autoconf/configure\n    with: {opts: --host=x86_64-alpine-linux-musl}\n";
    expect(find("seed-triplet", input)).toEqual(["stage2/p.yaml:10:25"]);
    expect(find("seed-triplet", running("cc -L/usr/lib/x86_64-linux-gnu x.c"))).toHaveLength(1);
  });

  test("may name it where the seed is an input, in a comment, or with other words around", () => {
    const first = {
      files: { "stage1/p.yaml": definition("p", running("./configure --build=x86_64-alpine-linux-musl")) },
    };
    expect(told(linted(first), "seed-triplet")).toEqual([]);
    expect(
      find("seed-triplet", running("# was x86_64-alpine-linux-musl", "./configure --host=x86_64-linux-gnu")),
    ).toEqual([]);
    expect(find("seed-triplet", running("echo https://alpinelinux.org"))).toEqual([]);
  });

  test("that checks by a weak hash is told, one that only prints such hashes is not", () => {
    expect(find("weak-checksum", running("echo x  y | md5sum -c -"))).toEqual(["stage2/p.yaml:10:19"]);
    expect(find("weak-checksum", running("sha1sum --check SUMS"))).toHaveLength(1);
    expect(find("weak-checksum", running("md5sum x > sums", "sha256sum -c sums"))).toEqual([]);
  });

  test("in a definition's tests is nobody's business", () => {
    const tested = `pipeline: [{runs: make}]\ntest:\n  pipeline:\n    - runs: curl https://example.org/ --build=x86_64-alpine-linux-musl\n`;
    expect(linted(late(tested)).map(({ code }) => code)).not.toContain("source-in-sandbox");
    expect(find("seed-triplet", tested)).toEqual([]);
  });
});

describe("stages", () => {
  const stages = (first: string, second: string): World => ({
    files: { "stage1/zlib.yaml": first, "stage2/zlib.yaml": second },
  });

  test("that make the same version from different definitions are told at the later one", () => {
    const world = stages(definition("zlib"), definition("zlib", running("make later")));
    expect(told(linted(world), "version-tie")).toEqual(["stage2/zlib.yaml:2:9"]);
  });

  test("that share one definition, or differ in the epoch, are not", () => {
    expect(told(linted(stages(definition("zlib"), definition("zlib", "", { epoch: 1 }))), "version-tie")).toEqual([]);
    const shared: World = {
      files: {
        "stage1/a.yaml": definition("a"),
        "stage2/b.yaml": definition("b"),
        "set/zlib.yaml": definition("zlib"),
      },
      definitions: { stage1: "stage1/*, set/zlib.yaml", stage2: "stage2/*, set/zlib.yaml" },
    };
    expect(told(linted(shared), "version-tie")).toEqual([]);
    expect(told(linted(shared), "build-unused")).not.toContain("set/zlib.yaml:2:9");
  });

  test("of which the older makes the higher version are told, even with one between; versions are apk's", () => {
    const older = definition("zlib", "", { version: "1.10" });
    const newer = definition("zlib", "", { version: "1.9" });
    expect(told(linted(stages(older, newer)), "older-stage-outranks")).toEqual(["stage2/zlib.yaml:2:9"]);
    expect(told(linted(stages(newer, older)), "older-stage-outranks")).toEqual([]);
    const between = {
      files: { "stage1/zlib.yaml": older, "stage2/x.yaml": definition("x"), "stage3/zlib.yaml": newer },
    };
    expect(told(linted(between), "older-stage-outranks")).toEqual(["stage3/zlib.yaml:2:9"]);
  });

  test("that never meet cannot outrank each other", () => {
    const world: World = {
      inputs: { stage2: ["seed"] },
      files: {
        "stage1/zlib.yaml": definition("zlib", "", { version: "2.0" }),
        "stage2/zlib.yaml": definition("zlib", "", { version: "1.0" }),
      },
    };
    expect(told(linted(world), "older-stage-outranks")).toEqual([]);
  });

  test("build nothing that nobody asks for", () => {
    const world: World = {
      files: {
        "stage1/used.yaml": definition("used"),
        "stage1/idle.yaml": definition("idle"),
        "stage1/selfish.yaml": definition("selfish", "", { needs: ["used"] }),
        "stage2/end.yaml": definition("end", "", { needs: ["used"] }),
      },
    };
    expect(told(linted(world), "build-unused")).toEqual(["stage1/idle.yaml:2:9", "stage1/selfish.yaml:2:9"]);
  });

  test("of which not every user was given are not judged", () => {
    const world: World = {
      files: { "stage1/idle.yaml": definition("idle"), "stage2/end.yaml": definition("end") },
      definitions: { stage2: "outside/*" },
      more: "parameters: {outside: elsewhere}\n",
    };
    expect(told(linted(world), "build-unused")).toEqual([]);
  });

  test("that makes a library may be needed by what is linked with it, so it is not called unused", () => {
    const lib = `${definition("zlib")}subpackages:\n  - name: zlib-dev\n`;
    const files = { "stage1/zlib.yaml": lib, "stage1/libc.yaml": definition("libc"), "stage2/p.yaml": definition("p") };
    expect(told(linted({ files }), "build-unused")).toEqual([]);
  });

  test("list every definition beside those that they list", () => {
    const world: World = {
      files: {
        "stage1/a.yaml": definition("a"),
        "stage1/forgotten.yaml": definition("forgotten"),
        "stage1/renovate.yaml": "extends: [base]\n",
        "stage1/.hidden.yaml": definition("hidden"),
        "elsewhere/b.yaml": definition("b"),
      },
      definitions: { stage1: "stage1/a.yaml" },
    };
    expect(told(linted(world), "definition-unused")).toEqual(["stage1/forgotten.yaml:1:1"]);
  });

  test("one that a stage lists and nobody can read is not told as unused, too", () => {
    const broken = { "stage1/a.yaml": definition("a"), "stage1/b.yaml": "package:\n  name: [b]\n" };
    expect(told(linted({ files: broken }), "definition-unused")).toEqual([]);
    expect(told(checked({ files: broken }), "wrong-kind")).toEqual(["stage1/b.yaml:2:9"]);
  });

  test("each have a key of their own", () => {
    const files = { "stage1/a.yaml": definition("a"), "stage2/b.yaml": definition("b") };
    const keys = (second: string): World => ({
      files: { ...files, "stage1/k.rsa.pub": "KEY\n", "stage2/other.rsa.pub": second },
    });
    expect(told(linted(keys("KEY")), "key-shared")).toEqual(["stage1/k.rsa.pub:1:1"]);
    expect(told(linted(keys("ANOTHER")), "key-shared")).toEqual([]);
  });
});

describe("repositories", () => {
  const naming = (lines: string) => definition("p").replace("  contents:\n", `  contents:\n${lines}`);

  test("without a key are told, where one is named or nothing foreign is, they are not", () => {
    const remote = "    repositories: [https://example.org/main]\n";
    const keyed = `${remote}    keyring: [https://example.org/key.rsa.pub]\n`;
    const found = (lines: string) => told(linted({ files: { "stage1/p.yaml": naming(lines) } }), "keyring-missing");
    expect(found(remote)).toEqual(["stage1/p.yaml:7:20"]);
    expect(found(keyed)).toEqual([]);
    expect(found("    repositories: ['@local /home/packages']\n")).toEqual([]);
  });

  test("that the blueprint maps to an input of the stage are fine; those of other stages, and unknown ones, are told", () => {
    const files = {
      "stage1/a.yaml": definition("a"),
      "stage2/p.yaml": naming(
        "    repositories: [https://wolfi.example/stage1/, 'https://wolfi.example/seed', https://else.example]\n",
      ),
    };
    const more = "repositories:\n  https://wolfi.example/stage1: stage1\n  https://wolfi.example/seed: seed\n";
    const found = checked({ files, more }).filter(({ code }) => code === "undeclared-repository");
    expect(found.map(({ place }) => place.column).sort()).toEqual([51, 81]);
    expect(found.find(({ place }) => place.column === 51)?.message).toMatch(/is seed, and that is no input of stage2/);
  });

  test("that change every day are told unless they are locked", () => {
    const seed = (more: string) =>
      `type: alpine\n    reason: test\n    repositories: [https://mirror.example/alpine/edge/main]\n    keys: []${more}`;
    const files = { "stage1/p.yaml": definition("p") };
    expect(told(linted({ files, seed: seed("") }), "moving-seed")).toEqual(["bootstrap.yaml:4:11"]);
    expect(told(linted({ files, seed: seed("\n    lock: alpine.lock.json") }), "moving-seed")).toEqual([]);
    expect(told(linted({ files }), "moving-seed")).toEqual([]);
  });
});

describe("a Makefile", () => {
  const makefile =
    "A_VERSION ?= 1.2.3-r1\nB_VERSION = 1.2.3-r0\nC_VERSION ?= 9-r9\n\npackages/${ARCH}/a-${A_VERSION}.apk:\n\tmelange build a.yaml\npackages/${ARCH}/b-${B_VERSION}.apk:\npackages/${ARCH}/gone-${C_VERSION}.apk:\n";

  test("that expects another version than the definition beside it is told at the version", () => {
    const world = {
      files: { "stage1/a.yaml": definition("a"), "stage1/b.yaml": definition("b"), "stage1/Makefile": makefile },
    };
    expect(told(linted(world), "makefile-version-drift")).toEqual(["stage1/Makefile:1:1"]);
  });

  test("somewhere else is nobody's business", () => {
    const world = { files: { "stage1/a.yaml": definition("a"), "stage1/doc/Makefile": makefile } };
    expect(told(linted(world), "makefile-version-drift")).toEqual([]);
  });
});

describe("all rules", () => {
  test("have codes of their own, in order, and say what, why and how to get out in whole sentences", () => {
    const codes = LINT_RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    for (const { code, why, wayOut, title } of LINT_RULES) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(wayOut).toMatch(/^[A-Z].*\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });

  test("find the same, in the same order, whatever the order of the files", () => {
    const files = {
      "stage1/a.yaml": definition("a", fetching("http://example.org/a-0.9.tar.gz")),
      "stage1/b.yaml": definition("b", running("wget https://example.org/b", "md5sum -c x")),
      "stage2/a.yaml": definition("a", fetching("http://example.org/a-0.8.tar.gz")),
      "stage2/c.yaml": definition("c", running("./configure --build=x86_64-alpine-linux-musl")),
      "stage2/Makefile": "A_VERSION = 1-r0\npackages/${ARCH}/a-${A_VERSION}.apk:\n",
    };
    const expected = linted({ files });
    expect(expected.length).toBeGreaterThan(8);
    // The order of the stages is the blueprint's, so only files inside a stage change places.
    const orders = fc.shuffledSubarray(Object.entries(files).slice(0, 2), { minLength: 2 });
    const others = fc.shuffledSubarray(Object.entries(files).slice(2), { minLength: 3 });
    fc.assert(
      fc.property(orders, others, (first, second) => {
        expect(linted({ files: Object.fromEntries([...first, ...second]) })).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  test("take time in proportion to the definitions: two thousand in some seconds, planning included", () => {
    const bodies = [
      running("make", "curl https://example.org/x"),
      fetching("http://example.org/p-1.tar.gz"),
      running("make"),
    ];
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`stage1/p${n}.yaml`, definition(`p${n}`, bodies[n % 3])]),
      );
    expect(linted({ files: many(2000), arches: ["x86_64"] }).length).toBeGreaterThan(1000);
  }, 20_000);

  test("are not slowed down by lines that are made for it", () => {
    const line = "x".repeat(200_000);
    const scripts = [
      `${line} alpine-linux-musl ${"$(".repeat(50_000)}`,
      "wget ".repeat(40_000),
      `pip install ${"npm i ".repeat(30_000)}`,
      `${"1.1-".repeat(40_000)}md5sum`,
    ];
    const files = Object.fromEntries(
      scripts.map((script, n) => [`stage2/p${n}.yaml`, definition(`p${n}`, running(script))]),
    );
    const uri = `https://example.org/${"p-1.1".repeat(40_000)}.tar.gz`;
    const world = {
      files: { "stage1/a.yaml": definition("a"), ...files, "stage2/u.yaml": definition("u", fetching(uri)) },
    };
    const before = process.cpuUsage();
    linted({ ...world, arches: ["x86_64"] });
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  }, 60_000);
});
