import type { OidcConfig } from "@ascent/config";
import type { App } from "../app.ts";
import type { ApiPorts } from "../ports.ts";
import { registerActions } from "../routes/actions.ts";
import { registerOidc } from "../routes/oidc.ts";
import { registerSession } from "../routes/session.ts";
import { registerTokens } from "../routes/tokens.ts";
import { registerActionLog } from "./action-log.ts";
import { type BrowserRules, registerBrowserRules } from "./browser-rules.ts";
import { registerDeclaredAccess } from "./declared.ts";
import { registerGuard } from "./guard.ts";
import { createIdentity } from "./identify.ts";
import { createLimiter, type Limits } from "./limits.ts";
import { type SessionRules, Sessions } from "./session.ts";

export interface AccessRules extends BrowserRules, Limits, SessionRules {
  /** Whose word about a client's address and protocol counts: addresses or networks, with commas. */
  readonly trustedProxies: string | undefined;
  /** Through which identity provider people may sign in; absent: with tokens alone. */
  readonly oidc: OidcConfig | undefined;
}

/** What holds where nothing is configured. */
export const USUAL_ACCESS: AccessRules = {
  ...{ publicUrl: undefined, corsOrigins: [], requestsPerMinute: 6000, failedLoginsPerMinute: 20, sessionHours: 12 },
  ...{ trustedProxies: undefined, oidc: undefined },
};

/**
 * Everything between a request and its route: headers, whom it is from, whether they may, how often, and what is written
 * down of it. To be called before the first route. Returns what adds the routes about access, to be called
 * where the others are added.
 */
export async function registerAccess(
  app: App,
  ports: ApiPorts,
  given: { readonly token: string; readonly rules: AccessRules },
): Promise<() => void> {
  const { token, rules } = given;
  registerDeclaredAccess(app);
  await registerBrowserRules(app, rules);
  registerActionLog(app, ports);
  const sessions = await Sessions.register(app, ports, rules);
  const limiter = await createLimiter(app, rules);
  const identity = createIdentity(ports, token, sessions);
  registerGuard(app, identity, limiter);
  return () => {
    registerSession(app, { sessions, identity, limiter, ...(rules.oidc && { oidcName: rules.oidc.name }) });
    registerOidc(app, ports, { sessions, limiter, oidc: rules.oidc });
    registerTokens(app, ports);
    registerActions(app, ports);
  };
}
