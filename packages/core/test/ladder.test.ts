import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BuildLineage,
  EVIDENCE_KINDS,
  type Evidence,
  type EvidenceKind,
  type JudgeRequest,
  judge,
  Lineage,
  type LockedPackage,
  type ResidueFinding,
  type ResidueReport,
  type ResidueScan,
  RUNGS,
  type Rung,
  rungOf,
  seedExposure,
  type Verdict,
} from "../src/index.ts";
import { blueprint, digest, lockOf, offer, shuffled } from "./builders.ts";

const STAGES = { stage1: ["seed"], stage2: ["stage1", "seed"], stage3: ["stage2"], final: ["stage3"] };
const NAMES = ["busybox", "musl", "tcc"];
const four = blueprint(STAGES);

const seedPackage = lockOf(offer("seed:debian", "gcc-12-r0"));

/** Bits that are the same in every stage from the second on, as those of a fixed point are. */
function output(stage: string, name: string): LockedPackage {
  const generation = stage === "stage1" ? "first" : "same";
  return {
    name,
    version: "1-r0",
    input: stage,
    contentDigest: digest(`${generation} ${name}`),
    fileDigest: digest(`${stage} ${name}`),
  };
}

function built(stage: string, name: string, environment: readonly LockedPackage[]): BuildLineage {
  const made = output(stage, name);
  const declared = STAGES[stage as keyof typeof STAGES] ?? [];
  return {
    buildId: `${stage}-${name}`,
    stage,
    name,
    declaredInputs: declared.map((input) => (input === "seed" ? "seed:debian" : input)),
    environment,
    outputs: [{ record: { name, version: "1-r0" }, contentDigest: made.contentDigest, fileDigest: made.fileDigest }],
  };
}

/** A clean record: stage 1 from the seed, stage 2 from stage 1 and the seed, the rest from the stage before alone. */
function record(): BuildLineage[] {
  const of = (stage: string) => NAMES.map((name) => output(stage, name));
  return [
    ...NAMES.map((name) => built("stage1", name, [seedPackage])),
    ...NAMES.map((name) => built("stage2", name, [...of("stage1"), seedPackage])),
    ...NAMES.map((name) => built("stage3", name, of("stage2"))),
    ...NAMES.map((name) => built("final", name, of("stage3"))),
  ];
}

function verdict(builds: readonly BuildLineage[], more: Partial<JudgeRequest> = {}): Verdict {
  return judge({ blueprint: four, arches: [{ arch: "x86_64", seed: "debian", builds }], ...more });
}

function changed(builds: readonly BuildLineage[], id: string, change: Partial<BuildLineage>): BuildLineage[] {
  return builds.map((build) => (build.buildId === id ? { ...build, ...change } : build));
}

function planted(builds: readonly BuildLineage[], id: string, locked: LockedPackage): BuildLineage[] {
  const build = builds.find(({ buildId }) => buildId === id);
  return changed(builds, id, { environment: [...(build?.environment ?? []), locked] });
}

function states(of: Verdict, rung: Rung): string[] {
  return of.packages.map(({ name, findings }) => `${name} ${findings[rung].state}`);
}

describe("evidence", () => {
  const KEYED = record().map((build) => ({ ...build, key: digest(`key ${build.buildId}`) }));
  const LOCK = digest("lock of debian");
  const about = (name: string, kind: EvidenceKind, more: Partial<Evidence> = {}): Evidence => ({
    kind,
    arch: "x86_64",
    package: name,
    buildKey: digest(`key final-${name}`),
    contentDigest: output("final", name).contentDigest,
    outcome: "holds",
    summary: `${kind} looked at`,
    reasons: [],
    documents: [],
    ...(kind === "residue" ? { seedLock: LOCK } : {}),
    ...(kind === "other-seed" ? { seedLock: digest("lock of alpine") } : {}),
    ...more,
  });
  const scan = (
    name: string,
    findings: readonly ResidueFinding[] = [],
    more: Partial<ResidueScan> = {},
  ): ResidueScan => {
    const offers = { upstreams: [], paths: [], libraries: [], commands: [], triplets: [] };
    const report = { package: name, findings, offers, files: 1, bytes: 1 };
    const about = { arch: "x86_64", package: name, contentDigest: output("final", name).contentDigest } as const;
    return { ...about, seedLock: LOCK, report, ...more };
  };
  const SCANS = NAMES.map((name) => scan(name));
  const withEvidence = (evidence: readonly Evidence[], scans: readonly ResidueScan[] = SCANS) => {
    const record = { arch: "x86_64", seed: "debian", seedLock: LOCK, builds: KEYED, evidence, scans } as const;
    return judge({ blueprint: four, arches: [record] });
  };
  const all = NAMES.flatMap((name) => EVIDENCE_KINDS.map((kind) => about(name, kind)));

  test("of every kind about every package lifts all of them to the last rung", () => {
    const judged = withEvidence(all);
    expect(judged.packages.map(({ rung }) => rung)).toEqual(NAMES.map(() => "seed-independent"));
    expect(judged.packages[0]?.findings.reproducible).toEqual({ state: "holds", evidence: "rebuild looked at" });
    expect(judged.packages[0]?.findings.clean.state).toBe("holds");
  });

  test.each([
    ["rebuild", "reproducible", "clean"],
    ["fixed-point", "fixed-point", "reproducible"],
    ["other-seed", "seed-independent", "fixed-point"],
  ] as const)("of kind %s that fails fails the rung %s of its package, and only that", (kind, rung, left) => {
    const judged = withEvidence([...all, about("musl", kind, { outcome: "fails", reasons: ["differs"] })]);
    expect(judged.packages.map(({ name, rung: reached }) => [name, reached])).toEqual([
      ["busybox", "seed-independent"],
      ["musl", left],
      ["tcc", "seed-independent"],
    ]);
    expect(judged.packages[1]?.findings[rung]).toEqual({ state: "fails", reasons: ["differs"] });
    const others = RUNGS.filter((other) => other !== rung);
    expect(others.map((other) => judged.packages[1]?.findings[other].state)).toEqual(others.map(() => "holds"));
  });

  test("that fails without saying why fails all the same", () => {
    const judged = withEvidence([...all, about("musl", "rebuild", { outcome: "fails" })]);
    expect(judged.packages[1]?.findings.reproducible).toEqual({ state: "fails", reasons: ["rebuild looked at"] });
  });

  test("that could decide nothing leaves its rung unchecked, and says why; what decides counts beside it", () => {
    const undecided = about("musl", "fixed-point", {
      outcome: "undecided",
      reasons: ["no final package provides awk"],
    });
    const others = all.filter(({ kind, package: name }) => kind !== "fixed-point" || name !== "musl");
    const open = withEvidence([...others, undecided]).packages[1];
    expect(open?.findings["fixed-point"]).toEqual({ state: "not-checked", why: "no final package provides awk" });
    expect(open?.rung).toBe("reproducible");
    expect(withEvidence([...all, undecided])).toEqual(withEvidence(all));
    const failing = about("musl", "fixed-point", { outcome: "fails", reasons: ["differs"] });
    expect(withEvidence([...others, undecided, failing])).toEqual(withEvidence([...others, failing]));
  });

  test.each<[string, EvidenceKind, Partial<Evidence>]>([
    ["another build key", "rebuild", { buildKey: digest("other") }],
    ["other contents", "rebuild", { contentDigest: digest("other") }],
    ["another arch", "rebuild", { arch: "aarch64" }],
    ["another package", "rebuild", { package: "musl-dev" }],
    ["a bootstrap from the same seed lock", "other-seed", { seedLock: LOCK }],
  ])("about %s says nothing", (_, kind, more) => {
    expect(withEvidence([about("musl", kind, more)])).toEqual(withEvidence([]));
  });

  const FOUND: ResidueFinding = {
    ...{ path: "usr/bin/tcc", kind: "library", strength: "strong", what: "needs libc.so.6", detail: "libc.so.6" },
    unless: { own: "library", name: "libc.so.6" },
  };
  const cleanOf = (scans: readonly ResidueScan[]) =>
    withEvidence([], scans).packages.map(({ findings }) => findings.clean.state);

  test("of residue fails the rung clean of its package alone", () => {
    expect(cleanOf([...SCANS.slice(0, 2), scan("tcc", [FOUND])])).toEqual(["holds", "holds", "fails"]);
  });

  test("of residue that a package of the last stage, or of one that it takes, explains does not count", () => {
    const offering = (report: ResidueReport) => ({ ...report, offers: { ...report.offers, libraries: ["libc.so.6"] } });
    const own = SCANS.map((each) => (each.package === "musl" ? { ...each, report: offering(each.report) } : each));
    expect(cleanOf([own[0]!, own[1]!, scan("tcc", [FOUND])])).toEqual(["holds", "holds", "holds"]);
    const stray = { ...own[1]!, contentDigest: digest("of no build") };
    expect(cleanOf([...SCANS.slice(0, 2), stray, scan("tcc", [FOUND])])).toEqual(["holds", "holds", "fails"]);
  });

  test("of a search for another seed, or in other contents, leaves the rung clean unchecked", () => {
    expect(cleanOf([scan("musl", [], { seedLock: digest("lock of alpine") })])).toEqual(NAMES.map(() => "not-checked"));
    expect(cleanOf([scan("musl", [], { contentDigest: digest("other") })])).toEqual(NAMES.map(() => "not-checked"));
  });
});

describe("judge", () => {
  test("on a clean record every final package is resolved, with plain evidence, and nothing more is claimed", () => {
    const clean = verdict(record());
    expect(clean).toMatchObject({ blueprint: "test", seed: "debian", required: "resolved", holds: true });
    expect(clean.packages.map(({ name, version, arch, rung }) => [name, version, arch, rung])).toEqual(
      NAMES.map((name) => [name, "1-r0", "x86_64", "resolved"]),
    );
    expect(clean.packages[0]?.findings.declared).toEqual({
      state: "holds",
      evidence: "final takes stage3: no seed among its inputs",
    });
    expect(clean.packages[0]?.findings.resolved).toEqual({
      state: "holds",
      evidence: "3 packages in 4 locks, none from seed:debian",
    });
    for (const rung of RUNGS.slice(2)) expect(clean.packages[0]?.findings[rung].state).toBe("not-checked");
  });

  test("a rung that nobody looked at is not reached, whatever is required", () => {
    expect(verdict(record(), { required: "clean" })).toMatchObject({ required: "clean", holds: false });
    expect(verdict(record(), { required: "declared" }).holds).toBe(true);
  });

  test("declared fails when the last stage declares the seed", () => {
    const own = blueprint({ ...STAGES, final: ["stage3", "seed"] });
    const judged = verdict(record(), { blueprint: own });
    expect(judged.packages[0]?.findings.declared).toEqual({
      state: "fails",
      reasons: ["final declares the seed as an input"],
    });
    expect(judged.packages[0]?.rung).toBeUndefined();
    expect(judged.holds).toBe(false);
  });

  test("a seed among the inputs of the stage before is no matter of declaration: only resolved looks there", () => {
    const before = blueprint({ ...STAGES, stage3: ["stage2", "seed"] });
    expect(verdict(record(), { blueprint: before }).packages[0]?.findings.declared.state).toBe("holds");
  });

  test("declared fails when a build was run with more than its stage declares", () => {
    const run = changed(record(), "stage3-tcc", { declaredInputs: ["stage2", "seed:debian"] });
    expect(verdict(run).packages[0]?.findings.declared).toEqual({
      state: "fails",
      reasons: ["stage3/tcc was run with seed:debian as an input, which stage3 does not declare"],
    });
  });

  test("a seed package in a final lock fails that package alone", () => {
    const judged = verdict(planted(record(), "final-musl", seedPackage));
    expect(states(judged, "resolved")).toEqual(["busybox holds", "musl fails", "tcc holds"]);
    expect(judged.packages[1]).toMatchObject({
      rung: "declared",
      findings: {
        resolved: {
          reasons: [`gcc-12-r0 (${seedPackage.contentDigest}) of seed:debian is in the lock of final/musl`],
        },
      },
    });
    expect(judged.holds).toBe(false);
  });

  test("a package that no build of the stage it is said to come from put out is unaccounted", () => {
    const stranger = { ...seedPackage, input: "stage3" };
    expect(verdict(planted(record(), "final-tcc", stranger)).packages[2]?.findings.resolved).toEqual({
      state: "fails",
      reasons: [
        `unaccounted: gcc-12-r0 (${seedPackage.contentDigest}) in the lock of final/tcc is the output of no recorded build of stage3`,
      ],
    });
  });

  test("the same bits of another stage do not account for a package", () => {
    const gone = record().filter(({ buildId }) => buildId !== "stage3-musl");
    expect(states(verdict(gone), "resolved")).toEqual(["busybox fails", "musl fails", "tcc fails"]);
  });

  test("own-stage builds that a final package used are looked at too", () => {
    const chain = [
      ...record(),
      built("final", "helper", [output("stage3", "tcc"), seedPackage]),
      built("final", "user", [output("final", "helper")]),
    ];
    expect(states(verdict(chain), "resolved")).toEqual([
      "busybox holds",
      "helper fails",
      "musl holds",
      "tcc holds",
      "user fails",
    ]);
  });

  test("an arch without a final package holds nothing", () => {
    expect(verdict([]).holds).toBe(false);
    expect(verdict(record().filter(({ stage }) => stage !== "final")).holds).toBe(false);
    expect(judge({ blueprint: four, arches: [] }).holds).toBe(false);
    const arches = [
      { arch: "x86_64" as const, seed: "debian", builds: record() },
      { arch: "aarch64" as const, seed: "alpine", builds: [] },
    ];
    expect(judge({ blueprint: four, arches })).toMatchObject({ holds: false, seed: "debian, alpine" });
  });
});

describe("any record", () => {
  const relevant = record().filter(({ stage }) => stage === "final" || stage === "stage3");
  const all = record();
  /** Builds use some, not all, of the stage before. */
  const sparse = fc.array(fc.subarray(NAMES, { minLength: 1 }), { minLength: 12, maxLength: 12 }).map((uses) =>
    all.map((build, index) => {
      const used = build.environment.filter(({ name }) => uses[index]?.includes(name) || build.stage === "stage1");
      return { ...build, environment: used };
    }),
  );

  test("one seed package planted in a lock fails resolved for exactly the packages that go back to that build", () => {
    const disguised = { ...seedPackage, input: "stage2", contentDigest: digest("disguised") };
    fc.assert(
      fc.property(
        sparse,
        fc.constantFrom(...relevant),
        fc.constantFrom(seedPackage, disguised),
        (builds, { buildId }, stranger) => {
          const target = builds.find((build) => build.buildId === buildId)!;
          const affected = builds.filter(
            (build) =>
              build.stage === "final" &&
              (build === target ||
                build.environment.some(({ input, name }) => input === target.stage && name === target.name)),
          );
          expect(verdict(builds).holds).toBe(true);
          const judged = verdict(planted(builds, buildId, stranger));
          const failing = judged.packages.filter(({ findings }) => findings.resolved.state === "fails");
          expect(failing.map(({ name }) => name)).toEqual(affected.map(({ name }) => name).sort());
          expect(judged.packages.every(({ findings }) => findings.declared.state === "holds")).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a seed package in an older lock is no matter to resolved", () => {
    const older = all.filter(({ stage }) => stage === "stage1" || stage === "stage2");
    fc.assert(
      fc.property(sparse, fc.constantFrom(...older), (builds, { buildId }) => {
        expect(verdict(planted(builds, buildId, { ...seedPackage, contentDigest: digest("more") })).holds).toBe(true);
      }),
    );
  });

  test("the order of builds and of locks decides nothing, in what holds and in what fails", () => {
    const failing = planted(planted(record(), "stage3-musl", seedPackage), "final-tcc", {
      ...seedPackage,
      input: "stage3",
    });
    const shuffles = fc
      .constantFrom(record(), failing)
      .chain((builds) => fc.tuple(fc.constant(builds), shuffled(builds), fc.infiniteStream(fc.boolean())));
    fc.assert(
      fc.property(shuffles, ([builds, others, flips]) => {
        const turned = others.map((build) =>
          flips.next().value ? { ...build, environment: build.environment.toReversed() } : build,
        );
        expect(JSON.stringify(verdict(turned))).toBe(JSON.stringify(verdict(builds)));
      }),
    );
  });

  test("the rung is the highest that holds with every lower one", () => {
    const finding = fc.constantFrom(
      { state: "holds" as const, evidence: "" },
      { state: "fails" as const, reasons: [] },
      { state: "not-checked" as const, why: "" },
    );
    const findings = fc.record(
      Object.fromEntries(RUNGS.map((rung) => [rung, finding])) as Record<Rung, typeof finding>,
    );
    fc.assert(
      fc.property(findings, (of) => {
        const held = RUNGS.filter((_, index) => RUNGS.slice(0, index + 1).every((rung) => of[rung].state === "holds"));
        expect(rungOf(of)).toBe(held.at(-1));
      }),
    );
  });
});

describe("seedExposure", () => {
  function exposure(builds: readonly BuildLineage[], id: string) {
    const lineage = new Lineage(builds);
    const build = lineage.builds.find(({ buildId }) => buildId === id);
    return build === undefined ? [] : seedExposure(lineage, build);
  }

  test("tells every seed package behind a package, how far away, and through which stages", () => {
    expect(exposure(record(), "final-tcc")).toEqual([
      {
        name: "gcc",
        version: "12-r0",
        input: "seed:debian",
        contentDigest: seedPackage.contentDigest,
        generations: 2,
        through: ["final", "stage3", "stage2"],
        build: "stage2/busybox",
      },
    ]);
  });

  test("the nearest way counts, and own-stage builds are of one generation", () => {
    const other = lockOf(offer("seed:debian", "sed-4-r0"));
    const builds = [
      ...record(),
      built("stage3", "helper", [other]),
      built("stage3", "user", [output("stage3", "helper")]),
      built("final", "app", [output("stage3", "user"), output("stage3", "tcc")]),
    ];
    expect(exposure(builds, "final-app").map(({ name, generations, through }) => [name, generations, through])).toEqual(
      [
        ["sed", 1, ["final", "stage3"]],
        ["gcc", 2, ["final", "stage3", "stage2"]],
      ],
    );
    expect(exposure(builds, "stage3-user")[0]).toMatchObject({ name: "sed", generations: 0, build: "stage3/helper" });
  });

  test("a package whose making goes back to no seed has none", () => {
    expect(exposure([built("final", "alone", [])], "final-alone")).toEqual([]);
  });

  test("records that go round in circles come to an end", () => {
    const builds = [
      built("final", "a", [output("final", "b")]),
      built("final", "b", [output("final", "a"), seedPackage]),
    ];
    expect(exposure(builds, "final-a")).toMatchObject([{ name: "gcc", generations: 0 }]);
  });
});
