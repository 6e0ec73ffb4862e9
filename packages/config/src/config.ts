import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ARCHES, type Arch, Fault } from "@ascent/core";
import { z } from "zod";
import { type AccessConfig, AccessEnvironment, accessConfig } from "./access-config.ts";
import { listenAddress, oneOf, server, whole } from "./variable.ts";

/** Shorter ones can be guessed. */
export const MIN_TOKEN_LENGTH = 16;

/** Builds at once per worker: of more, a host that runs them has nothing. */
export const MOST_JOBS = 256;

/** The environment variables that Ascent reads; docs/configuration.md says the same in prose. */
const Environment = z.object({
  ...AccessEnvironment,
  ASCENT_HOME: z.string().min(1).optional(),
  ASCENT_HOST: z.string().min(1).default("127.0.0.1"),
  ASCENT_PORT: whole(0, 65535).default(7070),
  ASCENT_TOKEN: z
    .string()
    .min(MIN_TOKEN_LENGTH, `must have at least ${MIN_TOKEN_LENGTH} characters`)
    .regex(/^[\x21-\x7e]*$/, "must be of ASCII characters, without white space, as it travels in a header")
    .optional(),
  ASCENT_STAGES: z.string().min(1).optional(),
  ASCENT_ARCH: oneOf(ARCHES).optional(),
  ASCENT_JOBS: whole(1, MOST_JOBS).optional(),
  ASCENT_WORKER_METRICS: listenAddress().optional(),
  ASCENT_LOG: oneOf(["debug", "info", "warn", "error"]).default("info"),
  DATABASE_URL: server(/^postgres(ql)?$/, "postgres://user:password@host:5432/ascent").optional(),
  REDIS_URL: server(/^rediss?$/, "redis://host:6379").optional(),
  ASCENT_SIGNING: oneOf(["key", "keyless"]).default("key"),
  ASCENT_FULCIO_URL: server(/^https?$/, "https://fulcio.sigstore.dev").default("https://fulcio.sigstore.dev"),
  ASCENT_REKOR_URL: server(/^https?$/, "https://rekor.sigstore.dev").default("https://rekor.sigstore.dev"),
  ASCENT_IDENTITY_TOKEN_FILE: z.string().min(1).optional(),
  ASCENT_WEBHOOK_NETWORKS: z
    .string()
    .regex(/^(none|[0-9a-f.:]+\/\d+(,\s*[0-9a-f.:]+\/\d+)*)$/i, "must be networks such as 10.0.0.0/8,fd00::/8, or none")
    .optional(),
});

/** Who signs attestations: the builder's own key, or an identity through a Sigstore instance. */
export type Signing =
  | { readonly kind: "key" }
  | {
      readonly kind: "keyless";
      readonly fulcioUrl: string;
      readonly rekorUrl: string;
      /** Absent: the token that the CI gives. */
      readonly identityTokenFile?: string;
    };

/** What the environment configures; where it says nothing, the embedded defaults. */
export interface Config {
  /** Everything that Ascent keeps on this host. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Folders whose sub-folders are blueprints. */
  readonly stages: readonly string[];
  readonly arch: Arch;
  readonly jobs: number | undefined;
  /** Where a worker tells Prometheus how its process is; absent: nowhere. */
  readonly workerMetrics?: { readonly host: string; readonly port: number };
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Absent: the embedded server below `home`. */
  readonly databaseUrl: string | undefined;
  /** Absent: the queue runs on Postgres. */
  readonly redisUrl: string | undefined;
  readonly signing: Signing;
  readonly access: AccessConfig;
  /** Networks that are not public and may be called by webhooks all the same; `address/bits`. */
  readonly webhookNetworks: readonly string[];
}

/** Where the parts of the data directory are. */
export function homeLayout(home: string) {
  return {
    store: join(home, "store"),
    keys: join(home, "keys"),
    builder: join(home, "builder"),
    seeds: join(home, "seeds"),
    sources: join(home, "sources"),
    postgres: join(home, "postgres", "data"),
    logs: join(home, "logs"),
    token: join(home, "token"),
    service: join(home, "service.json"),
  };
}

/**
 * Reads the configuration from environment variables. Throws Fault "bad-configuration" that names each
 * variable and what it must be, but never its value: it may be a secret.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) throw badConfiguration(parsed.error);
  const values = parsed.data;
  return {
    home: resolve(values.ASCENT_HOME ?? defaultHome(environment)),
    host: values.ASCENT_HOST,
    port: values.ASCENT_PORT,
    token: values.ASCENT_TOKEN,
    stages: foldersOf(values.ASCENT_STAGES ?? bundledStages()),
    arch: values.ASCENT_ARCH ?? hostArch(),
    jobs: values.ASCENT_JOBS,
    ...(values.ASCENT_WORKER_METRICS && { workerMetrics: values.ASCENT_WORKER_METRICS }),
    logLevel: values.ASCENT_LOG,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    signing: signingOf(values),
    access: accessConfig(values),
    webhookNetworks: webhookNetworks(values.ASCENT_WEBHOOK_NETWORKS, values.ASCENT_HOST),
  };
}

function signingOf(values: z.infer<typeof Environment>): Signing {
  if (values.ASCENT_SIGNING === "key") return { kind: "key" };
  const { ASCENT_FULCIO_URL: fulcioUrl, ASCENT_REKOR_URL: rekorUrl, ASCENT_IDENTITY_TOKEN_FILE: file } = values;
  return { kind: "keyless", fulcioUrl, rekorUrl, ...(file === undefined ? {} : { identityTokenFile: resolve(file) }) };
}

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

/** A service that only its own host can reach may call receivers there; one that others use must not let them look around in it. */
function webhookNetworks(given: string | undefined, host: string): readonly string[] {
  if (given === undefined) return /^(127\.|::1$|localhost$)/.test(host) ? LOOPBACK : [];
  return given === "none" ? [] : given.split(/,\s*/);
}

/** As of PATH, but without its trap that an empty part means the working directory. */
function foldersOf(paths: string): string[] {
  return paths
    .split(":")
    .filter((path) => path !== "")
    .map((path) => resolve(path));
}

function badConfiguration(error: z.ZodError): Fault {
  // Of a list, each part that is wrong says the same of the variable.
  const lines = new Set(error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  return new Fault("bad-configuration", `the environment does not configure Ascent: ${[...lines].join("; ")}`, {
    wayOut: "Mend or unset these variables; docs/configuration.md lists them all.",
  });
}

/** root keeps its data where services do: a home of mode 0700 would shut out the unprivileged users that builds run as. */
function defaultHome(environment: Readonly<Record<string, string | undefined>>): string {
  if (process.getuid?.() === 0) return "/var/lib/ascent";
  const dataHome = environment.XDG_DATA_HOME ?? join(environment.HOME ?? homedir(), ".local", "share");
  return join(dataHome, "ascent");
}

/** Where is kept what saves time and can be found out again: below ASCENT_HOME where that is set, else where such things belong. */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const { ASCENT_HOME: home, XDG_CACHE_HOME: caches, HOME } = environment;
  if (home !== undefined && home !== "") return join(resolve(home), "cache");
  if (caches !== undefined && isAbsolute(caches)) return join(caches, "ascent");
  return process.getuid?.() === 0 ? "/var/cache/ascent" : join(HOME ?? homedir(), ".cache", "ascent");
}

/** The checkout's own `stages/`: the same place relative to `src` and to `dist`. */
function bundledStages(): string {
  return fileURLToPath(new URL("../../../stages", import.meta.url));
}

/** apk's name for this host's processor. Throws Fault "arch-unknown". */
export function hostArch(): Arch {
  if (process.arch === "x64") return "x86_64";
  if (process.arch === "arm64") return "aarch64";
  throw new Fault("arch-unknown", `Ascent does not know this host's processor (${process.arch})`, {
    wayOut: "Run it on x86_64 or aarch64, or set ASCENT_ARCH for a host that emulates one of them.",
  });
}
