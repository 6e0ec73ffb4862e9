import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

export const CLIENT = { id: "ascent", secret: "a-secret-for-tests-alone" };

export interface RealProvider {
  readonly issuer: string;
  /** Nobody answers any more. */
  stop(): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
  /** From now on it shows these as its public keys, whatever it signs with. */
  showKeys(keys: object): void;
}

/** What the provider knows of people, by the name that they sign in with. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ProviderRules {
  readonly redirectUri: string;
  /** Where it may send who signed out; absent: nowhere. */
  readonly signedOutUri?: string;
  readonly people: People;
  readonly more?: Configuration;
}

/** A real identity provider on loopback; anyone of `people` signs in with their name and any password. */
export async function startIdentityProvider({
  redirectUri,
  signedOutUri,
  people,
  more = {},
}: ProviderRules): Promise<RealProvider> {
  const server = createServer((request, response) => void answer(request, response));
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients: [
          {
            ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] },
            post_logout_redirect_uris: signedOutUri === undefined ? [] : [signedOutUri],
          },
        ],
        claims: { openid: ["sub"], profile: ["preferred_username", "groups"], email: ["email", "email_verified"] },
        findAccount: (_context, accountId) =>
          people[accountId] && { accountId, claims: async () => ({ sub: accountId, ...people[accountId] }) },
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ["for tests alone"] },
        ...more,
      }),
  );
  const own = provider.callback();
  let shown: object | undefined;
  const answer: typeof own = async (request, response) => {
    if (shown === undefined || request.url !== "/jwks") return own(request, response);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(shown));
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const showKeys = (keys: object) => {
    shown = keys;
  };
  return { issuer, stop, start: () => listen(port), showKeys };
}

/** It warns of everything that is for tests alone. */
function quietly<T>(make: () => T): T {
  const { warn, info } = console;
  Object.assign(console, { warn: () => {}, info: () => {} });
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}
