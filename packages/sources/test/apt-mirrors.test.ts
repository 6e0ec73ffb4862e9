import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hostAptMirrors } from "../src/index.ts";

describe("the Debian and Ubuntu archives of the host's apt", () => {
  let scratch: string;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "ascent-apt-"));
    await mkdir(join(scratch, "sources.list.d"));
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  /** An apt-get that says these lines: URI, origin, component, suite, separated by blanks. */
  const aptThatSays = async (...lines: string[]) => {
    const path = join(scratch, "apt-get");
    const told = lines.map((line) => line.split(" ").join("\t")).join("\n");
    await writeFile(path, `#!/bin/sh\n[ "$1" = indextargets ] || exit 2\ncat <<'END'\n${told}\nEND\n`);
    await chmod(path, 0o755);
    return path;
  };
  const noApt = () => ({ aptGet: join(scratch, "no-apt-get"), directory: scratch });

  test("third parties are left out, security archives come last, doubles once, without a slash at the end", async () => {
    const aptGet = await aptThatSays(
      "http://security.example/debian-security/ Debian main bookworm-security",
      "http://mirror.example/debian/ Debian main bookworm",
      "http://mirror.example/debian/ Debian contrib bookworm",
      "https://packages.example/node/ Somebody main nodistro",
      "http://archive.example/ubuntu/ Ubuntu universe noble",
    );
    expect(await hostAptMirrors({ aptGet, directory: scratch })).toEqual([
      "http://mirror.example/debian",
      "http://archive.example/ubuntu",
      "http://security.example/debian-security",
    ]);
  });

  test("an apt that has no lists yet knows no origins: then main counts", async () => {
    const aptGet = await aptThatSays("http://mirror.example/debian/  main bookworm", "http://flat.example/repo/   /");
    expect(await hostAptMirrors({ aptGet, directory: scratch })).toEqual(["http://mirror.example/debian"]);
  });

  test("a mirror list in a file is read", async () => {
    const list = join(scratch, "apt-mirrors.txt");
    await writeFile(
      list,
      "http://near.example/ubuntu/\tpriority:1\nhttps://far.example/ubuntu/\tpriority:2\n\nnonsense\n",
    );
    const aptGet = await aptThatSays(`mirror+file:${list}/ Ubuntu main noble`, "cdrom:[Debian]/ Debian main bookworm");
    expect(await hostAptMirrors({ aptGet, directory: scratch })).toEqual([
      "http://near.example/ubuntu",
      "https://far.example/ubuntu",
    ]);
  });

  test("where apt-get cannot say, its files are read in both formats", async () => {
    await writeFile(
      join(scratch, "sources.list"),
      [
        "# deb http://commented.example/debian bookworm main",
        "deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://list.example/debian bookworm main contrib # note",
        "deb-src http://sources.example/debian bookworm main",
        "deb http://flat.example/repo ./",
      ].join("\n"),
    );
    await writeFile(
      join(scratch, "sources.list.d", "debian.sources"),
      [
        "# a comment",
        "Types: deb deb-src",
        "URIs: http://stanza.example/debian",
        "  http://second.example/debian/",
        "Suites: trixie trixie-updates",
        "Components: main",
        "",
        "Types: deb",
        "URIs: http://security.example/debian-security",
        "Suites: trixie-security",
        "Components: main",
        "",
        "Types: deb",
        "Enabled: no",
        "URIs: http://disabled.example/debian",
        "Suites: trixie",
        "Components: main",
      ].join("\n"),
    );
    await writeFile(join(scratch, "sources.list.d", "old.list.disabled"), "deb http://old.example/debian sid main");
    expect(await hostAptMirrors(noApt())).toEqual([
      "http://list.example/debian",
      "http://stanza.example/debian",
      "http://second.example/debian",
      "http://security.example/debian-security",
    ]);
  });

  test("a host without apt has no mirrors", async () => {
    expect(await hostAptMirrors({ aptGet: join(scratch, "none"), directory: join(scratch, "none") })).toEqual([]);
  });
});
