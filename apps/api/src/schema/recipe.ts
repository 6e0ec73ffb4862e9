import { ARCHES, type Recipe } from "@ascent/core";
import { z } from "zod";
import { PlaceView } from "./problem.ts";

const DigestText = z.templateLiteral(["sha256:", z.string().regex(/^[0-9a-f]{64}$/)]);
const LocatedText = z.object({ value: z.string(), place: PlaceView }).meta({ id: "Located" });
const Variables = z.record(z.string(), z.string());

const SourceView = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("fetch"),
      uri: z.string(),
      algorithm: z.enum(["sha256", "sha512"]),
      expected: z.string(),
      fileName: z.string(),
      place: PlaceView,
    }),
    z.object({
      kind: z.literal("git"),
      repository: z.string(),
      commit: z.string(),
      tag: z.string().exactOptional(),
      branch: z.string().exactOptional(),
      submodules: z.boolean(),
      fileName: z.string(),
      place: PlaceView,
    }),
  ])
  .meta({ id: "Source" });

const StepScript = z
  .object({
    label: z.string(),
    runs: z.string(),
    workingDirectory: z.string(),
    environment: Variables,
    place: PlaceView,
  })
  .meta({ id: "RecipeStep" });

const script = z.string().exactOptional();
const ScriptletsView = z
  .object({
    preInstall: script,
    postInstall: script,
    preUpgrade: script,
    postUpgrade: script,
    preDeinstall: script,
    postDeinstall: script,
    trigger: z.object({ script: z.string(), paths: z.array(z.string()) }).exactOptional(),
  })
  .meta({ id: "Scriptlets" });

const RecipePackageView = z
  .object({
    name: z.string(),
    description: z.string(),
    url: z.string(),
    license: z.string(),
    copyrights: z.array(
      z.object({ license: z.string(), attestation: z.string().exactOptional(), paths: z.array(z.string()) }),
    ),
    runtime: z.array(LocatedText),
    provides: z.array(LocatedText),
    replaces: z.array(LocatedText),
    installIf: z.array(LocatedText),
    providerPriority: z.int().exactOptional(),
    replacesPriority: z.int().exactOptional(),
    scriptlets: ScriptletsView,
    options: z.object({
      noProvides: z.boolean(),
      noDepends: z.boolean(),
      noCommands: z.boolean(),
      noVersionedShlibDeps: z.boolean(),
    }),
    capabilities: z.array(z.object({ path: z.string(), add: Variables })),
    steps: z.array(StepScript),
    place: PlaceView,
  })
  .meta({ id: "RecipePackage" });

/** A build's definition with everything evaluated, as core's Recipe has it: what was, or will be, run. */
export const RecipeView: z.ZodType<Recipe> = z
  .object({
    stage: z.string(),
    arch: z.enum(ARCHES),
    name: z.string(),
    version: z.string(),
    epoch: z.int(),
    definition: z.object({ file: z.string(), digest: DigestText }).meta({ id: "RecipeDefinition" }),
    environment: z.object({ packages: z.array(LocatedText), variables: Variables }),
    sources: z.array(SourceView),
    files: z.array(z.object({ path: z.string(), digest: DigestText, executable: z.boolean() })),
    packages: z.tuple([RecipePackageView], RecipePackageView),
    sourceDateEpoch: z.number(),
    timeoutSeconds: z.number().exactOptional(),
    repositories: z.array(LocatedText),
  })
  .meta({ id: "Recipe" });
export type RecipeView = z.infer<typeof RecipeView>;
