import { prebuiltOf } from "../../prebuilt.ts";
import { allSources } from "../context.ts";
import type { LintRule } from "../rule.ts";

/** Where toolchains are given away as binaries, as far as the path alone tells. */
const KNOWN: readonly (readonly [tool: string, pattern: RegExp])[] = [
  ["Rust", /^https?:\/\/static\.rust-lang\.org\/(?:dist|rustup)\//],
  [
    "Go",
    /^https?:\/\/(?:go\.dev\/dl|golang\.org\/dl|dl\.google\.com\/go|storage\.googleapis\.com\/golang)\/[^/]*linux-/,
  ],
  ["Bun", /^https?:\/\/github\.com\/oven-sh\/bun\/releases\/download\/.*linux/],
  ["Deno", /^https?:\/\/(?:github\.com\/denoland\/deno\/releases\/download\/.*linux|dl\.deno\.land\/)/],
  ["Node.js", /^https?:\/\/nodejs\.org\/.*-linux-(?:x64|arm64)\./],
  ["Maven", /\/maven(?:-3|-4)?\/.*apache-maven-[^/]*-bin\.(?:tar\.gz|zip)$/],
  ["Gradle", /^https?:\/\/(?:services|downloads)\.gradle\.org\/distributions\/[^/]*-(?:bin|all)\.zip$/],
  ["sbt", /^https?:\/\/github\.com\/sbt\/sbt\/releases\/download\/.*sbt-[\d.]+\.(?:tgz|zip|tar\.gz)$/],
  ["Ant", /\/ant\/.*apache-ant-[^/]*-bin\.(?:tar\.(?:gz|xz|bz2)|zip)$/],
  ["Zig", /^https?:\/\/ziglang\.org\/(?:download|builds)\/.*linux/],
  ["GHC", /^https?:\/\/downloads\.haskell\.org\/.*-linux/],
  ["a JDK", /\b(?:OpenJDK\d*U?-jdk|zulu\d+[^/]*-jdk|jdk-?\d+)[^/]*linux[^/]*\.(?:tar\.gz|zip)$/i],
];

/** Archives of any tool that say in their name which machine they run on. */
const BINARY =
  /[-_.](?:linux[-_.]?(?:amd64|x64|x86_64|arm64|aarch64)|(?:x86_64|aarch64|amd64|arm64)[-_.](?:unknown[-_.])?linux)[^/]*\.(?:tar\.(?:gz|xz|bz2|zst)|tgz|txz|zip|gz|apk|deb|rpm)$/i;

/** Names of files that hold what was built already, whatever machine they are for. */
const BUILT: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a Python wheel", /\.whl$/i],
  ["compiled Java", /\.(?:jar|war|aar)$/i],
  ["a distribution's package", /\.(?:deb|rpm|apk)$/i],
  ["a program for other systems,", /\.(?:exe|msi|dmg|appimage|nupkg)$/i],
];

export const prebuiltToolchain: LintRule = {
  code: "prebuilt-toolchain",
  severity: "warning",
  perDefinition: true,
  title: "Prebuilt binaries come in as a source",
  why: "Nobody built them here, so they are a seed of their own, without being declared and counted as one.",
  wayOut:
    "Build it from source, take it from a declared seed, or declare it under prebuilt: in bootstrap.yaml with the reason, so that it is counted as the seed that it is.",
  *check(context) {
    for (const { source, address, place } of allSources(context)) {
      if (source.kind !== "fetch" || prebuiltOf(context.blueprint, source) !== undefined) continue;
      const tool = toolOf(address);
      if (tool !== undefined) yield { place: place(), message: `${address} is ${tool}` };
    }
  },
};

function toolOf(uri: string): string | undefined {
  const known = KNOWN.find(([, pattern]) => pattern.test(uri));
  if (known !== undefined) return `${known[0]} as ready-made binaries`;
  return BINARY.test(uri) ? "software as ready-made binaries" : BUILT.find(([, pattern]) => pattern.test(uri))?.[0];
}
