import type { PackageRecord } from "@ascent/core";
import { z } from "zod";

const Dependency = z.object({
  name: z.string(),
  constraint: z
    .object({ relation: z.enum(["=", "<", "<=", ">", ">=", "~", "<~", ">~"]), version: z.string() })
    .exactOptional(),
  conflict: z.boolean(),
  tag: z.string().exactOptional(),
});

const Record: z.ZodType<PackageRecord> = z.object({
  name: z.string(),
  version: z.string(),
  arch: z.string(),
  origin: z.string(),
  description: z.string(),
  url: z.string(),
  license: z.string(),
  size: z.number(),
  installedSize: z.number(),
  checksum: z.string(),
  buildTime: z.number().exactOptional(),
  commit: z.string().exactOptional(),
  depends: z.array(Dependency),
  provides: z.array(z.object({ name: z.string(), version: z.string().exactOptional() })),
  installIf: z.array(Dependency),
  replaces: z.array(Dependency),
  providerPriority: z.number().exactOptional(),
  replacesPriority: z.number().exactOptional(),
});

/** Modes are permission bits as the package has them; on disk they are made plain (see extract.ts). */
const Entry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("directory"), path: z.string(), mode: z.int() }),
  z.object({
    kind: z.literal("file"),
    path: z.string(),
    mode: z.int(),
    size: z.number(),
    /** Hex. */
    sha1: z.string(),
    sha256: z.string(),
  }),
  z.object({ kind: z.literal("symlink"), path: z.string(), target: z.string() }),
]);
export type UnpackedEntry = z.infer<typeof Entry>;

/** `meta.json` beside an unpacked package's files. Symbolic links are only here, never on disk. */
export const UnpackedMeta = z.object({
  record: Record,
  /** Directory patterns of `triggers =` in .PKGINFO. */
  triggers: z.array(z.string()),
  /** By event: `postInstall`, `trigger`, … (formats' ApkScripts). */
  scripts: z.record(z.string(), z.string()),
  entries: z.array(Entry),
});
export type UnpackedMeta = z.infer<typeof UnpackedMeta>;
