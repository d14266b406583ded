import { defineConfig } from "drizzle-kit"

export default defineConfig({
  dialect: "postgresql",
  schema: "functions/core/**/*.sql.ts",
  out: "functions/core/migrations",
})
