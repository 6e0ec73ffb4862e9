import { onDemand } from "../shell/on-demand.tsx";

/** The flight view: the first that is seen of a run. */
export const FlightTab = onDemand(() => import("./flight-tab.tsx"));
