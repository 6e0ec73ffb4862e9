import { Suspense } from "react";
import { Route, Switch } from "wouter";
import { RUN_TABS, runTabOf } from "../runs/run-tabs.ts";
import { ForRole } from "./for-role.tsx";
import { NotFound } from "./not-found.tsx";
import { type OnDemand, onDemand } from "./on-demand.tsx";
import { PageLoader } from "./page-loader.tsx";

const ActionsPage = onDemand(() => import("../actions/actions-page.tsx"));
const BuildPage = onDemand(() => import("../build/build-page.tsx"));
const RunPage = onDemand(() => import("../runs/run-page.tsx"));
const RunsPage = onDemand(() => import("../runs/runs-page.tsx"));
const SchedulesPage = onDemand(() => import("../schedules/schedules-page.tsx"));
const SettingsPage = onDemand(() => import("../settings/settings-page.tsx"));
const WebhookPage = onDemand(() => import("../webhooks/webhook-page.tsx"));
const WorkersPage = onDemand(() => import("../workers/workers-page.tsx"));

type Scripts = readonly Pick<OnDemand<object>, "load">[];

/** The scripts that the page at an address takes. */
function scriptsOf(path: string): Scripts {
  const [, place = "", id, part] = path.split("/");
  if (place === "runs" && id) return [RunPage, RUN_TABS[runTabOf(part)]];
  if (place === "settings" && part) return [WebhookPage];
  return SCRIPTS[place] ?? [];
}

const SCRIPTS: Readonly<Record<string, Scripts>> = {
  "": [RunsPage],
  runs: [RunsPage],
  builds: [BuildPage],
  workers: [WorkersPage],
  schedules: [SchedulesPage],
  actions: [ActionsPage],
  settings: [SettingsPage],
};

/**
 * Resolves when the scripts of the page at that address are there, asked for together and not one after the other as they
 * turn out to be needed.
 */
export async function loadFirstPage(path: string): Promise<void> {
  // What cannot be loaded is told where the page is drawn.
  await Promise.allSettled(scriptsOf(path).map(({ load }) => load()));
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
