import { expect, test } from "vitest";
import { formatSources, parseDeb822Sources, parseSourcesList } from "../src/debian/apt-sources.ts";

test("one-line sources are read with their options; sources of source packages and comments are not", () => {
  const text = [
    "# deb http://old.example/debian stable main",
    "deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://m.example/debian bookworm main contrib # near",
    "deb-src http://m.example/debian bookworm main",
    "  deb   http://m.example/security   bookworm-security   main",
  ].join("\n");
  expect(parseSourcesList(text)).toEqual([
    {
      uris: ["http://m.example/debian"],
      suites: ["bookworm"],
      components: ["main", "contrib"],
      architectures: ["amd64", "arm64"],
      signedBy: "/usr/share/keyrings/debian-archive-keyring.gpg",
    },
    {
      uris: ["http://m.example/security"],
      suites: ["bookworm-security"],
      components: ["main"],
      architectures: undefined,
      signedBy: undefined,
    },
  ]);
});

const EMBEDDED = [
  "Types: deb deb-src",
  "# the mirror",
  "URIs: http://m.example/debian http://n.example/debian",
  "Suites: bookworm",
  " bookworm-updates",
  "Components: main",
  "Signed-By:",
  " -----BEGIN PGP PUBLIC KEY BLOCK-----",
  " .",
  " mQINBF",
  " -----END PGP PUBLIC KEY BLOCK-----",
  "Trusted: yes",
].join("\n");

test("deb822 sources are read with folded fields and embedded keys", () => {
  expect(parseDeb822Sources(EMBEDDED)).toEqual([
    {
      uris: ["http://m.example/debian", "http://n.example/debian"],
      suites: ["bookworm", "bookworm-updates"],
      components: ["main"],
      architectures: undefined,
      signedBy: "\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n.\nmQINBF\n-----END PGP PUBLIC KEY BLOCK-----",
    },
  ]);
});

test("disabled sources and those of source packages alone are left out", () => {
  const stanza = (more: string) => `URIs: http://m.example\nSuites: bookworm\nComponents: main\n${more}`;
  const text = [stanza("Types: deb\nEnabled: no"), stanza("Types: deb-src"), "", stanza("Types: deb\nEnabled: yes")];
  expect(parseDeb822Sources(text.join("\n\n"))).toHaveLength(1);
});

test("what is written is read back as the same, without what would loosen verification", () => {
  const sources = parseDeb822Sources(EMBEDDED);
  expect(parseDeb822Sources(formatSources(sources))).toEqual(sources);
  expect(formatSources(sources)).not.toMatch(/trusted/i);
});
