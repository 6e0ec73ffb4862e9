import { readDebControl } from "@ascent/formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planClosure } from "../src/debian/closure.ts";

function stanza(name: string, more = ""): Parameters<typeof planClosure>[0][number] {
  const control = readDebControl(`Package: ${name}\nVersion: 1\nArchitecture: amd64\n${more}`);
  return [{ name, url: `http://m.example/pool/${name}.deb`, size: 1, sha256: name }, control];
}
const plan = (...stanzas: Parameters<typeof planClosure>[0]) =>
  Object.fromEntries(planClosure(stanzas).map(({ deb, depends }) => [deb.name, depends]));

test("of each dependency the first alternative that is in the closure counts", () => {
  const planned = plan(
    stanza("app", "Depends: libc6 (>= 2.36), debconf | debconf-2.0, python3:any\nPre-Depends: dpkg (>= 1.15)"),
    stanza("libc6"),
    stanza("cdebconf", "Provides: debconf-2.0"),
    stanza("python3"),
    stanza("dpkg"),
  );
  expect(planned.app).toEqual(["cdebconf", "dpkg", "libc6", "python3", "usr-merge"]);
});

test("a package itself comes before one that provides its name", () => {
  const planned = plan(stanza("app", "Depends: awk"), stanza("awk"), stanza("a-awk", "Provides: awk"));
  expect(planned.app).toEqual(["awk", "usr-merge"]);
});

test("what is not in the closure, and oneself, is no dependency", () => {
  expect(plan(stanza("app", "Depends: gone, virtual\nProvides: virtual"))).toEqual({ app: ["usr-merge"] });
});

test("the order in which apt lists the closure is no matter", () => {
  const all = [
    stanza("app", "Depends: mail-agent, awk | mawk"),
    stanza("exim", "Provides: mail-agent"),
    stanza("postfix", "Provides: mail-agent"),
    stanza("gawk", "Provides: awk"),
    stanza("mawk", "Provides: awk"),
  ];
  const expected = plan(...all);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(plan(...shuffled)).toEqual(expected);
    }),
  );
});
