import { readFileSync } from "node:fs";
import { Fault, ROLES, type Role } from "@ascent/core";
import { z } from "zod";
import { server, whole } from "./variable.ts";

/** A list in one variable, separated by commas. */
const List = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const Origin = z.url({ protocol: /^https?$/ }).refine((text) => URL.canParse(text) && new URL(text).origin === text);
const RoleMapping = z.tuple([z.string().min(1), z.enum(ROLES)]);

/** What the environment says about who may use the service, and how much. */
export const AccessEnvironment = {
  ASCENT_PUBLIC_URL: server(/^https?$/, "https://ascent.example.org").optional(),
  ASCENT_CORS_ORIGINS: List.pipe(
    z.array(Origin, "must be origins such as https://dashboard.example.org, with commas"),
  ).default([]),
  ASCENT_TRUSTED_PROXIES: z
    .string()
    .regex(/^[\da-zA-Z.:/, ]+$/, "must be addresses or networks such as 10.0.0.0/8, with commas")
    .optional(),
  ASCENT_REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(6000),
  ASCENT_FAILED_LOGINS_PER_MINUTE: whole(1, 1_000_000).default(20),
  ASCENT_SESSION_HOURS: whole(1, 720).default(12),
  ASCENT_OIDC_ISSUER: server(/^https?$/, "https://id.example.org").optional(),
  ASCENT_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ASCENT_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  ASCENT_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  ASCENT_OIDC_SCOPE: z.string().min(1).default("openid profile email"),
  ASCENT_OIDC_ROLE_CLAIM: z.string().min(1).default("groups"),
  ASCENT_OIDC_ROLES: List.transform((pairs) => pairs.map((pair) => splitAtLast(pair, "=")))
    .pipe(z.array(RoleMapping, "must be VALUE=ROLE with commas, such as staff=viewer,release-team=maintainer"))
    .default([]),
};

/** A person's identity provider (OpenID Connect). */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client, PKCE alone. */
  readonly clientSecret?: string;
  readonly scope: string;
  /** Name of the claim that holds groups or roles: a text or a list of them. */
  readonly roleClaim: string;
  /** What of it gives which role. Who has none of them may nothing. */
  readonly roles: readonly (readonly [value: string, role: Role])[];
}

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
  readonly oidc: OidcConfig | undefined;
}

type Values = z.infer<z.ZodObject<typeof AccessEnvironment>>;

/** Throws Fault "bad-configuration". */
export function accessConfig(values: Values): AccessConfig {
  return {
    publicUrl: values.ASCENT_PUBLIC_URL?.replace(/\/+$/, ""),
    corsOrigins: values.ASCENT_CORS_ORIGINS,
    trustedProxies: values.ASCENT_TRUSTED_PROXIES,
    requestsPerMinute: values.ASCENT_REQUESTS_PER_MINUTE,
    failedLoginsPerMinute: values.ASCENT_FAILED_LOGINS_PER_MINUTE,
    sessionHours: values.ASCENT_SESSION_HOURS,
    oidc: oidcOf(values),
  };
}

function oidcOf(values: Values): OidcConfig | undefined {
  const { ASCENT_OIDC_ISSUER: issuer, ASCENT_OIDC_CLIENT_ID: clientId } = values;
  if (issuer === undefined) return undefined;
  if (clientId === undefined) throw incomplete("ASCENT_OIDC_CLIENT_ID");
  if (values.ASCENT_PUBLIC_URL === undefined) throw incomplete("ASCENT_PUBLIC_URL");
  const secret = values.ASCENT_OIDC_CLIENT_SECRET ?? secretFrom(values.ASCENT_OIDC_CLIENT_SECRET_FILE);
  return {
    issuer,
    clientId,
    ...(secret === undefined ? {} : { clientSecret: secret }),
    scope: values.ASCENT_OIDC_SCOPE,
    roleClaim: values.ASCENT_OIDC_ROLE_CLAIM,
    roles: values.ASCENT_OIDC_ROLES,
  };
}

function secretFrom(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new Fault("bad-configuration", `ASCENT_OIDC_CLIENT_SECRET_FILE cannot be read: ${(cause as Error).message}`, {
      wayOut: "Make it readable for the user that runs Ascent.",
      cause,
    });
  }
}

function incomplete(variable: string): Fault {
  return new Fault("bad-configuration", `ASCENT_OIDC_ISSUER is set, but ${variable} is not`, {
    wayOut: "docs/access.md says what signing in through an identity provider needs.",
  });
}

function splitAtLast(text: string, separator: string): readonly [string, string] {
  const at = text.lastIndexOf(separator);
  return [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
}
