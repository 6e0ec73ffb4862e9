import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./state/states.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { askAhead } from "./flight/ask-ahead.ts";
import { wasSignedIn } from "./session/last-seen.ts";
import { pageClient } from "./session/page-client.ts";
import { bringRest } from "./shell/on-demand.tsx";
import { loadFirstPage } from "./shell/pages.tsx";

/** Until then, all that the page at hand takes should be there. */
const FIRST_VIEW_MS = 3000;

/** Who has to sign in first need not wait for what comes behind that. */
async function begin(): Promise<void> {
  if (!wasSignedIn()) return;
  askAhead(pageClient);
  await loadFirstPage(window.location.pathname);
}

const place = document.getElementById("root");
if (place !== null) {
  const root = createRoot(place);
  void begin().then(() => {
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
    setTimeout(() => void bringRest(), FIRST_VIEW_MS);
  });
}
