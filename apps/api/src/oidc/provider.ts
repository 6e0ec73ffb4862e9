import { readFile } from "node:fs/promises";
import type { OidcConfig } from "@ascent/config";
import { Fault } from "@ascent/core";
import * as client from "openid-client";
import { answerFault, providerFault } from "./provider-fault.ts";
import { type Claims, claimOf } from "./who.ts";

/** What one attempt to sign in must be answered with; nobody but the browser that began it has it. */
export interface AttemptSecrets {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
}

/** An identity provider (OpenID Connect Core 1.0, authorization code flow), as this service uses it. */
export interface IdentityProvider {
  /** Where the browser must go. Throws Fault "identity-provider-unreachable", "identity-provider-unusable". */
  begin(secrets: AttemptSecrets): Promise<URL>;
  /**
   * What the provider says of the person, once the browser came back with `answer`, its query. Throws as `begin` does, and
   * Refusal "sign-in-refused" where the answer is a refusal, or none to this attempt.
   */
  finish(answer: string, secrets: AttemptSecrets): Promise<Claims>;
  /**
   * Where the browser is asked whether to sign out there too (OpenID Connect RP-Initiated Logout 1.0), and from where it comes
   * back to `returnTo`; undefined where the provider has no such page. Throws as `begin` does.
   */
  leave(returnTo: string): Promise<URL | undefined>;
}

/** Longer than a provider that works takes; a person waits meanwhile. */
const TIMEOUT_S = 10;
/** Clocks of two hosts are never the same. */
const TOLERANCE_S = 30;
/** Endpoints move, and secrets are replaced. */
const KEPT_MS = 3_600_000;
/** So that a provider that is down is not asked by everyone who tries. */
const RETRY_MS = 2_000;

interface Discovered {
  readonly configuration: Promise<client.Configuration>;
  until: number;
}

/**
 * Asks the provider where everything is when somebody first signs in, so that the service starts without it, and again
 * after an hour or a failure. `redirectUri`: where browsers come back to. `now`: milliseconds that only grow.
 */
export function createIdentityProvider(
  config: OidcConfig,
  redirectUri: string,
  now: () => number = () => performance.now(),
): IdentityProvider {
  let known: Discovered | undefined;
  const discovered = (): Promise<client.Configuration> => {
    if (known !== undefined && now() < known.until) return known.configuration;
    const fresh: Discovered = { configuration: discover(config), until: now() + KEPT_MS };
    known = fresh;
    fresh.configuration.catch(() => {
      fresh.until = now() + RETRY_MS;
    });
    return fresh.configuration;
  };
  return {
    async begin(secrets) {
      const configuration = await discovered();
      return client.buildAuthorizationUrl(configuration, await askedOf(config, redirectUri, secrets));
    },
    async finish(answer, secrets) {
      const configuration = await discovered();
      const came = new URL(redirectUri);
      came.search = answer;
      return redeem(config, configuration, { came, secrets }).catch((error: unknown) =>
        Promise.reject(answerFault(config.name, error)),
      );
    },
    async leave(returnTo) {
      const configuration = await discovered();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      // Nothing of the provider's is kept, so there is no ID token to hint with: it asks the person.
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo });
    },
  };
}

async function discover(config: OidcConfig): Promise<client.Configuration> {
  const issuer = new URL(config.issuer);
  const secret = await secretOf(config);
  const isPlain = issuer.protocol === "http:";
  const authentication = secret === undefined ? client.None() : secretAuthentication(secret);
  const metadata = { [client.clockTolerance]: TOLERANCE_S };
  const options = {
    timeout: TIMEOUT_S,
    // Its signature counts as well, although the token came straight from the provider.
    execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
  };
  return client
    .discovery(issuer, config.clientId, metadata, authentication, options)
    .catch((error: unknown) => Promise.reject(providerFault(config.name, error)));
}

/** As RFC 6749 (section 2.3.1) has every server take it, or in the body where this one says that it does not. */
function secretAuthentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

async function secretOf({ clientSecret, clientSecretFile }: OidcConfig): Promise<string | undefined> {
  if (clientSecretFile === undefined) return clientSecret;
  try {
    return (await readFile(clientSecretFile, "utf8")).trim();
  } catch (cause) {
    throw new Fault("identity-provider-unusable", "the client secret for the identity provider cannot be read", {
      wayOut: "Tell the operator: ASCENT_OIDC_CLIENT_SECRET_FILE must be readable for the user that runs the API.",
      cause,
    });
  }
}

async function askedOf({ scope }: OidcConfig, redirectUri: string, secrets: AttemptSecrets) {
  return {
    redirect_uri: redirectUri,
    scope,
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: "S256",
  };
}

interface Answered {
  readonly came: URL;
  readonly secrets: AttemptSecrets;
}

async function redeem(config: OidcConfig, from: client.Configuration, { came, secrets }: Answered): Promise<Claims> {
  const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = secrets;
  const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(from, came, checks);
  const own: Claims = tokens.claims() ?? {};
  const isComplete = [config.nameClaim, config.roleClaim].every((name) => claimOf(own, name) !== undefined);
  if (isComplete || from.serverMetadata().userinfo_endpoint === undefined) return own;
  // Many providers leave out of the token what they tell there (OpenID Connect Core, section 5.4).
  return { ...(await client.fetchUserInfo(from, tokens.access_token, String(own.sub))), ...own };
}
