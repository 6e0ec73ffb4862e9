import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { ForRole } from "./for-role.tsx";
import { NotFound } from "./not-found.tsx";
import { PageLoader } from "./page-loader.tsx";

const ActionsPage = lazy(() => import("../actions/actions-page.tsx"));
const SchedulesPage = lazy(() => import("../schedules/schedules-page.tsx"));
const SettingsPage = lazy(() => import("../settings/settings-page.tsx"));
const WebhookPage = lazy(() => import("../webhooks/webhook-page.tsx"));
const WorkersPage = lazy(() => import("../workers/workers-page.tsx"));
const RunsPage = lazy(() => import("../runs/runs-page.tsx"));
const BuildPage = lazy(() => import("../build/build-page.tsx"));
const RunPage = lazy(() => import("../runs/run-page.tsx"));

// The scripts of a run's first view are asked for together, and not one after the other as they turn out to be needed.
if (/^\/runs\/[^/]+$/.test(window.location.pathname)) {
  import("../runs/run-page.tsx").catch(() => undefined);
  import("../flight/flight-tab.tsx").catch(() => undefined);
}

/** Which page an address shows. The API serves the same addresses (apps/api, routes/dashboard.ts). */
export function Pages() {
  return (
    <Suspense fallback={<PageLoader />}>
      <Switch>
        <Route path="/" component={RunsPage} />
        <Route path="/runs" component={RunsPage} />
        <Route path="/runs/:id/:tab?" component={RunPage} />
        <Route path="/builds/:id" component={BuildPage} />
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
