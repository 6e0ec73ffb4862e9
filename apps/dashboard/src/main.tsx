import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./state/states.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { askAhead } from "./flight/ask-ahead.ts";
import { wasSignedIn } from "./session/last-seen.ts";
import { pageClient } from "./session/page-client.ts";
import { loadFirstPage } from "./shell/pages.tsx";

/** Who has to sign in first need not wait for what comes behind that. */
async function begin(): Promise<void> {
  if (!wasSignedIn()) return;
  askAhead(pageClient);
  await loadFirstPage(window.location.pathname);
}

const place = document.getElementById("root");
if (place !== null) {
  const root = createRoot(place);
  void begin().then(() =>
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
