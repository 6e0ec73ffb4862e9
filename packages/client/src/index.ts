export * from "./api-fault.ts";
export * from "./client.ts";
export * from "./schema/plan.ts";
export * from "./schema/problem.ts";
export * from "./schema/proof.ts";
export * from "./schema/recipe.ts";
export * from "./schema/run.ts";
export * from "./schema/why.ts";
