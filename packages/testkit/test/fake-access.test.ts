import { accessConformance, createFakeAccess } from "@ascent/testkit";

accessConformance("in memory", async () => ({ access: createFakeAccess(), close: async () => {} }));
