import { ROLES } from "@ascent/core";
import { z } from "zod";
import { pageOf } from "./page.ts";

const Time = z.iso.datetime();
const RoleName = z.enum(ROLES).meta({ example: "viewer" });

/** What a token is called: it goes into logs and lists, so it is one word. */
export const TokenName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.@-]{0,63}$/, "must be one word of at most 64 letters, digits, and . _ @ -")
  .meta({ example: "grafana" });

export const TokenView = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "grafana" }),
    role: RoleName,
    prefix: z.string().meta({ description: "Beginning of its newest secret", example: "ascent_1a2b3c4d5e6f" }),
    state: z.enum(["active", "expired", "revoked"]),
    createdAt: Time,
    createdBy: z.string().meta({ example: "installation" }),
    expiresAt: Time.optional(),
    lastUsedAt: Time.optional().meta({ description: "To the minute" }),
    rotatedAt: Time.optional(),
    oldSecretUntil: Time.optional().meta({ description: "How long the secret before the last rotation works" }),
    revokedAt: Time.optional(),
  })
  .meta({ id: "Token" });
export type TokenView = z.infer<typeof TokenView>;

export const TokenListView = z.object({ tokens: z.array(TokenView) }).meta({ id: "TokenList" });

export const CreateToken = z
  .strictObject({
    name: TokenName,
    role: RoleName,
    expiresAt: Time.optional().meta({
      description: "Absent: it works until it is revoked",
      example: "2027-01-01T00:00:00Z",
    }),
  })
  .meta({ id: "CreateToken" });
export type CreateToken = z.infer<typeof CreateToken>;

export const RotateToken = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(0)
      .meta({ description: "How long the old secret still works", example: 3600 }),
    expiresAt: Time.optional().meta({ description: "A new end; absent: it stays" }),
  })
  .meta({ id: "RotateToken" });
export type RotateToken = z.input<typeof RotateToken>;

export const TokenSecretView = z
  .object({
    token: TokenView,
    secret: z.string().meta({
      description: "Shown this once",
      example: "ascent_1a2b3c4d5e6f_not-a-real-secret-not-a-real-secret-not-real1",
    }),
  })
  .meta({ id: "TokenSecret" });
export type TokenSecretView = z.infer<typeof TokenSecretView>;

export const ActorView = z
  .object({
    name: z.string().meta({ example: "grafana" }),
    role: RoleName,
    via: z
      .enum(["installation", "token", "session"])
      .meta({ description: "`installation`: the token in the data directory" }),
    id: z.string().optional().meta({ description: "Of the token, or of the one that opened the session" }),
  })
  .meta({ id: "Actor" });
export type ActorView = z.infer<typeof ActorView>;

export const ActionView = z
  .object({
    sequence: z.int().meta({ example: 4211 }),
    at: Time,
    actor: z.string().optional().meta({ description: "Absent: nobody who is known", example: "nightly" }),
    role: RoleName.optional(),
    action: z.string().meta({ example: "run.start" }),
    target: z
      .string()
      .meta({ description: "Path of what it was about, or of what came of it", example: "/v1/runs/4f6c…" }),
    outcome: z.enum(["done", "refused", "failed"]),
    status: z.int().meta({ description: "HTTP status of the answer; 0: nobody knows it", example: 201 }),
    reason: z
      .string()
      .optional()
      .meta({ description: "Why not; `end-unknown`: it may have come about", example: "role-too-low" }),
    requestId: z.string(),
    address: z.string().meta({ example: "192.0.2.7" }),
  })
  .meta({ id: "Action" });
export type ActionView = z.infer<typeof ActionView>;
export const ActionListView = pageOf("ActionList", "actions", ActionView);

export const SignIn = z
  .strictObject({ token: z.string().min(1).max(500).meta({ example: "ascent_1a2b3c4d5e6f_…" }) })
  .meta({ id: "SignIn" });
export type SignIn = z.infer<typeof SignIn>;

export const SignedOut = z
  .object({
    signedIn: z.literal(false),
    atProvider: z.string().optional().meta({
      description:
        "A path of this service: have the browser go there, and the identity provider asks whether to sign out there too. Absent: none was signed in through",
      example: "/v1/session/oidc/end",
    }),
  })
  .meta({ id: "SignedOut" });

export const SessionView = z
  .object({ ...ActorView.shape, expiresAt: Time.meta({ description: "Then one has to sign in again" }) })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

/** How a page for signing in should look. */
export const MethodsView = z
  .object({
    token: z.boolean().meta({ description: "`POST /v1/session` with a token" }),
    oidc: z
      .object({
        name: z.string().meta({ description: "What to call it on a button", example: "id.example.org" }),
        url: z.string().meta({
          description: "A path of this service; `?return=/runs` says which of its pages to come back to",
          example: "/v1/session/oidc",
        }),
      })
      .optional()
      .meta({
        description: "Have the browser go to `url`: an identity provider signs people in. Absent: there is none",
      }),
  })
  .meta({ id: "SignInMethods" });
export type MethodsView = z.infer<typeof MethodsView>;
