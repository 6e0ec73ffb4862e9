// Read by drizzle-kit. Paths are relative to the repository's root, where npm runs it; generating needs no database.
export default {
  dialect: "postgresql",
  casing: "snake_case",
  schema: "./packages/postgres/src/schema/*.ts",
  out: "./migrations",
};
