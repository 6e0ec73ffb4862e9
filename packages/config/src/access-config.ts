import { isIP } from "node:net";
import { z } from "zod";
import { type OidcConfig, OidcEnvironment, oidcConfig } from "./oidc-config.ts";
import { List, server, whole } from "./variable.ts";

const ORIGINS = "must be origins such as https://dashboard.example.org, with commas";
const Origin = z.string().refine((text) => /^https?:/.test(text) && originOf(text) === text, ORIGINS);

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** An address, one with the bits of its network that count, or one of the words that Fastify's proxy-addr knows. */
function isNetwork(text: string): boolean {
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** What the environment says about who may use the service, and how much. */
export const AccessEnvironment = {
  ASCENT_PUBLIC_URL: server(/^https?$/, "https://ascent.example.org").optional(),
  ASCENT_CORS_ORIGINS: List.pipe(z.array(Origin)).default([]),
  ASCENT_TRUSTED_PROXIES: z
    .string()
    .refine(
      (text) => text.split(",").every((part) => isNetwork(part.trim())),
      "must be addresses or networks such as 10.0.0.0/8, with commas",
    )
    .optional(),
  ASCENT_REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(6000),
  ASCENT_FAILED_LOGINS_PER_MINUTE: whole(1, 1_000_000).default(20),
  ASCENT_SESSION_HOURS: whole(1, 720).default(12),
  ...OidcEnvironment,
};

export interface AccessConfig {
  /** As browsers see the service; absent: as they ask for it. */
  readonly publicUrl: string | undefined;
  readonly corsOrigins: readonly string[];
  /** Whose word about a client's address and protocol counts. */
  readonly trustedProxies: string | undefined;
  /** Of one actor; the installation's own token is not counted. */
  readonly requestsPerMinute: number;
  /** From one address. */
  readonly failedLoginsPerMinute: number;
  readonly sessionHours: number;
  /** Absent: people sign in with tokens alone. */
  readonly oidc: OidcConfig | undefined;
}

type Values = z.infer<z.ZodObject<typeof AccessEnvironment>>;

/** Throws Fault "bad-configuration" about settings that do not go together. */
export function accessConfig(values: Values): AccessConfig {
  const publicUrl = values.ASCENT_PUBLIC_URL?.replace(/\/+$/, "");
  return {
    publicUrl,
    corsOrigins: values.ASCENT_CORS_ORIGINS,
    trustedProxies: values.ASCENT_TRUSTED_PROXIES,
    requestsPerMinute: values.ASCENT_REQUESTS_PER_MINUTE,
    failedLoginsPerMinute: values.ASCENT_FAILED_LOGINS_PER_MINUTE,
    sessionHours: values.ASCENT_SESSION_HOURS,
    oidc: oidcConfig(values, publicUrl),
  };
}
