import { MantineProvider } from "@mantine/core";
import { SessionGate } from "./session/session-gate.tsx";
import { Pages } from "./shell/pages.tsx";
import { Shell } from "./shell/shell.tsx";
import { cssVariables, theme } from "./theme.ts";

/** Everything that a person sees, from the sign-in on. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <SessionGate>
        <Shell>
          <Pages />
        </Shell>
      </SessionGate>
    </MantineProvider>
  );
}
