import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { FlightTab } from "../flight/flight-on-demand.ts";
import { ForRole } from "./for-role.tsx";
import { NotFound } from "./not-found.tsx";
import { type OnDemand, onDemand } from "./on-demand.tsx";
import { PageLoader } from "./page-loader.tsx";

const ActionsPage = lazy(() => import("../actions/actions-page.tsx"));
const SchedulesPage = lazy(() => import("../schedules/schedules-page.tsx"));
const SettingsPage = lazy(() => import("../settings/settings-page.tsx"));
const WebhookPage = lazy(() => import("../webhooks/webhook-page.tsx"));
const WorkersPage = lazy(() => import("../workers/workers-page.tsx"));
const RunsPage = onDemand(() => import("../runs/runs-page.tsx"));
const BuildPage = onDemand(() => import("../build/build-page.tsx"));
const RunPage = onDemand(() => import("../runs/run-page.tsx"));

/** What people come to from outside, with the scripts that it takes. */
const DOORS: readonly (readonly [RegExp, readonly Pick<OnDemand<object>, "load">[]])[] = [
  [/^\/(runs)?$/, [RunsPage]],
  [/^\/runs\/[^/]+$/, [RunPage, FlightTab]],
  [/^\/builds\/[^/]+$/, [BuildPage]],
];

/**
 * Resolves when the scripts of the page at that address are there, asked for together and not one after the other as they
 * turn out to be needed.
 */
export async function loadFirstPage(path: string): Promise<void> {
  const scripts = DOORS.find(([address]) => address.test(path))?.[1] ?? [];
  // What cannot be loaded is told where the page is drawn.
  await Promise.allSettled(scripts.map(({ load }) => load()));
}

/** Which page an address shows. The API serves the same addresses (apps/api, routes/dashboard.ts). */
export function Pages() {
  return (
    <Suspense fallback={<PageLoader />}>
      <Switch>
        <Route path="/" component={RunsPage} />
        <Route path="/runs" component={RunsPage} />
        <Route path="/runs/:id/:tab?" component={RunPage} />
        <Route path="/builds/:id/:tab?" component={BuildPage} />
        <Route path="/workers" component={WorkersPage} />
        <Route path="/schedules" component={SchedulesPage} />
        <Route path="/actions">
          <ForRole needs="admin">
            <ActionsPage />
          </ForRole>
        </Route>
        <Route path="/settings/webhooks/:id">
          <ForRole needs="admin">
            <WebhookPage />
          </ForRole>
        </Route>
        <Route path="/settings/:part?">
          <ForRole needs="admin">
            <SettingsPage />
          </ForRole>
        </Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}
