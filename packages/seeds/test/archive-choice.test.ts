import { expect, test } from "vitest";
import { parseSourcesList } from "../src/debian/apt-sources.ts";
import { type ArchiveWanted, chooseArchive, releasesOf } from "../src/debian/archive-choice.ts";

const KEYRING = "signed-by=/usr/share/keyrings/debian-archive-keyring.gpg";
const HOST = [
  `deb [${KEYRING}] http://m.example/debian bookworm main contrib`,
  `deb [${KEYRING}] http://m.example/debian bookworm-updates main`,
  `deb [${KEYRING}] http://m.example/debian bookworm-backports main`,
  `deb [${KEYRING}] http://m.example/debian-security bookworm-security main`,
  "deb [signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example/apt bookworm main",
  "deb [signed-by=/usr/share/keyrings/docker.gpg] https://docker.example/linux/debian bookworm stable",
  "deb https://node.example/node_20.x nodistro main",
].join("\n");
const wanted: ArchiveWanted = { suite: "host", architecture: "amd64", codenames: ["bookworm"] };
const lines = (text: string, more: Partial<ArchiveWanted> = {}) =>
  chooseArchive(parseSourcesList(text), { ...wanted, ...more }).map(
    ({ uris, suites, components }) => `${uris} ${suites} ${components}`,
  );

test("the host's archive is its release with updates and security, and no third party", () => {
  expect(lines(HOST)).toEqual([
    "http://m.example/debian bookworm main,contrib",
    "http://m.example/debian bookworm-updates main",
    "http://m.example/debian-security bookworm-security main",
  ]);
});

test("a named suite is taken from the host's main mirror, with its key", () => {
  expect(lines(HOST, { suite: "trixie" })).toEqual(["http://m.example/debian trixie main,contrib"]);
});

test("a mirror that is signed by another key counts where no source has the distribution's", () => {
  expect(lines("deb [signed-by=/etc/apt/keyrings/company.gpg] http://mirror.corp/debian bookworm main")).toHaveLength(
    1,
  );
});

test("personal package archives are nobody's distribution", () => {
  const text = [
    "deb http://archive.example/ubuntu noble main universe",
    "deb http://ppa.example/someone/ppa/ubuntu noble main",
  ].join("\n");
  expect(lines(text, { codenames: ["noble"] })).toEqual(["http://archive.example/ubuntu noble main,universe"]);
});

test("a source counts for the architectures that it names", () => {
  const text = [
    "deb [arch=amd64] http://archive.example/ubuntu noble main",
    "deb [arch=arm64] http://ports.example/ubuntu-ports noble main",
  ].join("\n");
  expect(lines(text, { codenames: ["noble"], architecture: "arm64" })).toEqual([
    "http://ports.example/ubuntu-ports noble main",
  ]);
});

test("a host without an archive is a seed that cannot be reached", () => {
  expect(() => lines("deb https://node.example/node_20.x nodistro main")).toThrow(
    expect.objectContaining({ code: "seed-unreachable", retryable: true }),
  );
});

test("an archive's releases are told from what is added to them", () => {
  expect(releasesOf(parseSourcesList(`${HOST}\ndeb http://m.example/debian sid main`))).toEqual([
    "bookworm",
    "nodistro",
    "sid",
  ]);
  expect(releasesOf(parseSourcesList("deb http://m.example/debian-security stable main"))).toEqual([]);
});
