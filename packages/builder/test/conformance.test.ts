import { builderConformance, createFakeBuilder, memoryStore } from "@ascent/testkit";
import { openWorkbench } from "./workbench.ts";

builderConformance("sandbox", openWorkbench);

builderConformance("fake", async () => {
  const store = memoryStore();
  return { store, builder: createFakeBuilder({ store }), close: () => store.close() };
});
