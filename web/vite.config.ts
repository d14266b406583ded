import { fileURLToPath } from "node:url"
import tailwindcss from "@tailwindcss/vite"
import { tanstackStart } from "@tanstack/react-start/plugin/vite"
import react from "@vitejs/plugin-react"
import { nitro } from "nitro/vite"
import { defaultServerConditions, defineConfig } from "vite"
import { messages } from "./messages/plugin.ts"

const root = fileURLToPath(new URL(".", import.meta.url))

/**
 * Two builds of one app. The default writes `dist/{client,server}`, and `dist/server/server.js` exports `{fetch}` for
 * any Node server; `--mode lambda` writes `.output` for AWS Lambda with response streaming.
 */
export default defineConfig(({ mode, command }) => ({
  root,
  // Not `root/.env`: the browser app has no environment of its own, it talks to its origin.
  envDir: false,
  plugins: [
    tailwindcss(),
    messages(),
    tanstackStart({ router: { quoteStyle: "double", semicolons: false } }),
    react(),
    ...(mode === "lambda" ? [nitro({ preset: "aws-lambda", awsLambda: { streaming: true } })] : []),
  ],
  build: { outDir: fileURLToPath(new URL("dist", import.meta.url)), target: "es2022" },
  // The server bundle must run without node_modules; in development the plain packages load faster.
  ssr: command === "build" ? { noExternal: true } : {},
  // Under `node` some packages offer CommonJS, of which nothing can be left out: a thousand unused icons, for one.
  environments: { ssr: { resolve: { conditions: [...defaultServerConditions] } } },
}))
