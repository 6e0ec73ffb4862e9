import { expect, test } from "vitest";
import { INSTALL_LINKS, isStandIn, outranksApplets, rivalsOf } from "../src/debian/install-links.ts";
import { mergedPath } from "../src/debian/usr-merge.ts";

test("of two packages that give the same link each knows the other, and one has the higher priority", () => {
  for (const [name, { priority }] of Object.entries(INSTALL_LINKS)) {
    for (const rival of rivalsOf(name)) {
      expect(rivalsOf(rival)).toContain(name);
      expect(INSTALL_LINKS[rival]?.priority).not.toBe(priority);
    }
  }
  expect(rivalsOf("mawk")).toEqual(["busybox", "gawk", "original-awk"]);
  expect(rivalsOf("sed")).toEqual([]);
});

test("real commands stand before busybox's links, and only those that it links", () => {
  expect(outranksApplets("sed", ["cmd:sed=4.9-r0"])).toBe(true);
  expect(outranksApplets("gcc", ["cmd:gcc=14", "so:libcc1.so.0=0", "pc:sed=1"])).toBe(false);
  expect(outranksApplets("busybox", ["cmd:sed=1.36-r0"])).toBe(false);
});

test("a shell or tool that stands in for another's command does not promise it, so that both can be installed", () => {
  expect(isStandIn("busybox", "usr/bin/ar")).toBe(true);
  expect(isStandIn("bash", "usr/bin/sh")).toBe(true);
  expect(isStandIn("bash", "usr/bin/bash")).toBe(false);
  expect(isStandIn("dash", "usr/bin/sh")).toBe(false);
});

test("paths of the merged directories go below /usr, all others stay", () => {
  expect(mergedPath("bin/sh", "x86_64")).toBe("usr/bin/sh");
  expect(mergedPath("lib64", "x86_64")).toBe("usr/lib64");
  expect(mergedPath("lib64/ld.so", "aarch64")).toBe("lib64/ld.so");
  expect(mergedPath("binary", "x86_64")).toBe("binary");
  expect(mergedPath("usr/bin/sh", "x86_64")).toBe("usr/bin/sh");
});
