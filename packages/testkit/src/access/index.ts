export { type AccessFactory, accessConformance } from "./access-conformance.ts";
export { createFakeAccess } from "./fake-access.ts";
