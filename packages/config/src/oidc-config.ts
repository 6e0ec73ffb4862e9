import { resolve } from "node:path";
import { Fault, ROLES, type Role } from "@ascent/core";
import { z } from "zod";
import { List, server } from "./variable.ts";

const RoleMapping = z.tuple([z.string().min(1), z.enum(ROLES)]);
const PAIRS = "must be VALUE=ROLE with commas, such as staff=viewer,release-team=maintainer";
const OBJECT = 'must be a JSON object such as {"cn=staff,dc=example,dc=org":"viewer"}';
const RolePairs = List.transform((pairs) => pairs.map((pair) => splitAtLast(pair, "="))).pipe(
  z.array(z.tuple([z.string().min(1, PAIRS), z.string()])),
);
const RoleObject = z
  .string()
  .transform((text, context) => parsedJson(text, context))
  .pipe(z.record(z.string(), z.string(OBJECT), OBJECT).refine((roles) => !Object.hasOwn(roles, ""), OBJECT))
  .transform((roles) => Object.entries(roles));

/** Pairs with commas between them, or, for values that have commas themselves, a JSON object; each names a role that there is. */
const RolesText = z
  .string()
  .transform((text, context) => {
    const read = (text.trimStart().startsWith("{") ? RoleObject : RolePairs).safeParse(text);
    if (read.success) return read.data;
    context.issues.push({ code: "custom", message: read.error.issues[0]?.message ?? PAIRS, input: text });
    return z.NEVER;
  })
  .superRefine((roles, context) => {
    for (const [value, role] of roles)
      if (!RoleMapping.safeParse([value, role]).success)
        context.addIssue(
          `gives "${value}" the role "${role}"; roles are ${ROLES.join(", ")}, and values with commas want a JSON object`,
        );
  })
  .transform((roles) => roles as z.infer<typeof RoleMapping>[]);

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue(OBJECT);
    return z.NEVER;
  }
}
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What travels in the clear can be changed on its way, tokens and keys with it. */
function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || LOOPBACK.test(hostname);
}

/** What the environment says about the identity provider that people sign in through. */
export const OidcEnvironment = {
  ASCENT_OIDC_ISSUER: server(/^https?$/, "https://id.example.org")
    .refine((address) => !URL.canParse(address) || isPrivate(address), "must be https, except on loopback")
    .optional(),
  ASCENT_OIDC_NAME: z.string().trim().min(1).max(60).optional(),
  ASCENT_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ASCENT_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  ASCENT_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  ASCENT_OIDC_SCOPE: z
    .string()
    .regex(/^(?:.* )?openid(?: .*)?$/, "must have `openid` among its words")
    .default("openid profile email"),
  ASCENT_OIDC_NAME_CLAIM: z.string().min(1).default("preferred_username"),
  ASCENT_OIDC_ROLE_CLAIM: z.string().min(1).default("groups"),
  ASCENT_OIDC_ROLES: RolesText.default([]),
  ASCENT_OIDC_DEFAULT_ROLE: z.enum(ROLES, `must be one of ${ROLES.join(", ")}`).optional(),
};

/** A person's identity provider (OpenID Connect). */
export interface OidcConfig {
  /** Exactly as the provider calls itself. */
  readonly issuer: string;
  /** What people know it as. */
  readonly name: string;
  readonly clientId: string;
  /** Absent: a public client, PKCE alone. */
  readonly clientSecret?: string;
  /** Where it is kept, in place of `clientSecret`. */
  readonly clientSecretFile?: string;
  /** With `openid` among its words. */
  readonly scope: string;
  /** Name of the claim that says what a person is called. */
  readonly nameClaim: string;
  /** Name of the claim that holds groups or roles: a text or a list of them. */
  readonly roleClaim: string;
  /** What of it gives which role; of several the one that may most counts. */
  readonly roles: readonly (readonly [value: string, role: Role])[];
  /** Of those who have none of them; absent: they may nothing. */
  readonly defaultRole?: Role;
}

type Values = z.infer<z.ZodObject<typeof OidcEnvironment>>;

/** Undefined: there is none. Throws Fault "bad-configuration" where what is said is not enough, or contradicts itself. */
export function oidcConfig(values: Values, publicUrl: string | undefined): OidcConfig | undefined {
  const { ASCENT_OIDC_ISSUER: issuer, ASCENT_OIDC_CLIENT_ID: clientId } = values;
  if (issuer === undefined) return refuseAlone(values);
  if (clientId === undefined) throw wrong("ASCENT_OIDC_ISSUER is set, but ASCENT_OIDC_CLIENT_ID is not");
  if (publicUrl === undefined) throw wrong("ASCENT_OIDC_ISSUER is set, but ASCENT_PUBLIC_URL is not");
  const { ASCENT_OIDC_ROLES: roles, ASCENT_OIDC_DEFAULT_ROLE: defaultRole } = values;
  if (roles.length === 0 && defaultRole === undefined)
    throw wrong("ASCENT_OIDC_ISSUER is set, but neither ASCENT_OIDC_ROLES nor ASCENT_OIDC_DEFAULT_ROLE: nobody may in");
  return {
    issuer,
    name: values.ASCENT_OIDC_NAME ?? new URL(issuer).host,
    clientId,
    ...secretOf(values),
    scope: values.ASCENT_OIDC_SCOPE,
    nameClaim: values.ASCENT_OIDC_NAME_CLAIM,
    roleClaim: values.ASCENT_OIDC_ROLE_CLAIM,
    roles,
    ...(defaultRole === undefined ? {} : { defaultRole }),
  };
}

/** Whoever sets one of the others means to have a provider. */
function refuseAlone(values: Values): undefined {
  const others = [
    ...(["ASCENT_OIDC_CLIENT_ID", "ASCENT_OIDC_CLIENT_SECRET", "ASCENT_OIDC_CLIENT_SECRET_FILE"] as const),
    ...(["ASCENT_OIDC_NAME", "ASCENT_OIDC_DEFAULT_ROLE"] as const),
  ];
  const alone = others.find((name) => values[name] !== undefined);
  if (alone !== undefined) throw wrong(`${alone} is set, but ASCENT_OIDC_ISSUER is not`);
}

function secretOf({ ASCENT_OIDC_CLIENT_SECRET: clientSecret, ASCENT_OIDC_CLIENT_SECRET_FILE: file }: Values) {
  if (clientSecret !== undefined && file !== undefined)
    throw wrong("ASCENT_OIDC_CLIENT_SECRET and ASCENT_OIDC_CLIENT_SECRET_FILE are both set");
  if (clientSecret !== undefined) return { clientSecret };
  return file === undefined ? {} : { clientSecretFile: resolve(file) };
}

function wrong(message: string): Fault {
  return new Fault("bad-configuration", message, {
    wayOut: "docs/access.md says what signing in through an identity provider needs.",
  });
}

function splitAtLast(text: string, separator: string): readonly [string, string] {
  const at = text.lastIndexOf(separator);
  return [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
}
