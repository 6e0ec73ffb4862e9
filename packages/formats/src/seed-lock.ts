import { ARCHES, type Arch, Fault, type OfferedPackage, sortedBy } from "@ascent/core";
import { z } from "zod";
import { digestText } from "./digest-text.ts";

/** A package of a seed with the foreign bytes that it was made from. */
export interface SeedPackage extends OfferedPackage {
  readonly upstream: { readonly url: string; readonly sha256: string };
}

/** Every package of a seed for one arch; the same shape as the engine's `SeedLock`. */
export interface SeedLockContent {
  readonly seed: string;
  readonly arch: Arch;
  readonly origin: string;
  readonly packages: readonly SeedPackage[];
}

const relation = z.enum(["=", "<", "<=", ">", ">=", "~", "<~", ">~"]);
const count = z.int().nonnegative();

const Atom = z.strictObject({
  name: z.string().min(1),
  constraint: z.strictObject({ relation, version: z.string() }).exactOptional(),
  conflict: z.boolean(),
  tag: z.string().exactOptional(),
});

const Provided = z.strictObject({ name: z.string().min(1), version: z.string().exactOptional() });

const Record = z.strictObject({
  name: z.string().min(1),
  version: z.string().min(1),
  arch: z.string(),
  origin: z.string(),
  description: z.string(),
  url: z.string(),
  license: z.string(),
  size: count,
  installedSize: count,
  checksum: z.string().startsWith("Q"),
  buildTime: count.exactOptional(),
  commit: z.string().exactOptional(),
  depends: z.array(Atom),
  provides: z.array(Provided),
  installIf: z.array(Atom),
  replaces: z.array(Atom),
  providerPriority: count.exactOptional(),
  replacesPriority: count.exactOptional(),
});

const Locked = z.strictObject({
  record: Record,
  input: z.string().startsWith("seed:"),
  fileDigest: digestText,
  contentDigest: digestText,
  upstream: z.strictObject({ url: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});

const Content = z.strictObject({
  seed: z.string().min(1),
  arch: z.enum(ARCHES),
  origin: z.string(),
  packages: z.array(Locked),
});

const VERSION = 1;

const LockFile = z.strictObject({ version: z.literal(VERSION), locks: z.array(Content).min(1) });

/**
 * A lock file: the locks of one seed, one per arch, as JSON (`{"version":1,"locks":[…]}`) with sorted keys, packages in
 * code-unit order of name and version, indented for review, and a newline at the end. Same locks, same bytes.
 */
export function formatSeedLock(locks: readonly SeedLockContent[]): string {
  const sorted = sortedBy(locks, (lock) => lock.arch).map((lock) => ({
    ...lock,
    packages: sortedBy(lock.packages, ({ record }) => `${record.name} ${record.version}`),
  }));
  return `${JSON.stringify({ version: VERSION, locks: sorted }, withSortedKeys, 1)}\n`;
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(sortedBy(Object.entries(value), ([key]) => key));
}

/**
 * Reads what `formatSeedLock` writes; `file` names it in the message.
 * Throws Fault "seed-lock-malformed", also for a lock of another version.
 */
export function parseSeedLock(text: string, file: string): readonly SeedLockContent[] {
  const parsed = LockFile.safeParse(readJson(text, file));
  if (parsed.success) return parsed.data.locks;
  const issue = parsed.error.issues[0];
  throw malformed(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a lock"}`, parsed.error);
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(file, "it is no JSON", cause);
  }
}

function malformed(file: string, why: string, cause: unknown): Fault {
  return new Fault("seed-lock-malformed", `${file} is not a seed lock (version ${VERSION}): ${why}`, {
    cause,
    wayOut: "Write it anew with `ascent seed lock`, or remove it.",
  });
}

/** Reads one lock as runs keep it in the artifact store: canonical JSON, no version. Throws Fault "seed-lock-malformed". */
export function readSeedLock(bytes: Uint8Array): SeedLockContent {
  const parsed = Content.safeParse(readJson(new TextDecoder().decode(bytes), "the stored lock"));
  if (parsed.success) return parsed.data;
  throw malformed("the stored lock", parsed.error.issues[0]?.message ?? "not a lock", parsed.error);
}
