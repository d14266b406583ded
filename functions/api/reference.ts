import { html, raw } from "hono/html"
import type { OpenApi, Operation } from "./openapi.ts"

/** The API's reference as one plain page: no script, nothing loaded from elsewhere. */
export function referencePage(document: OpenApi) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? "")
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${document.info.title}</h1>
<p>${document.info.description} Base path <code>/api/v1</code>; the machine-readable document is <a href="/api/v1/openapi.json">openapi.json</a>.
Sign in with a session cookie, <code>X-API-Key</code> or <code>Authorization: Bearer</code>.</p>
<nav>${[...groups.keys()].map((name) => html`<a href="#${name}">${name}</a> `)}</nav>
${[...groups].map(
  ([name, entries]) => html`<h2 id="${name}">${name}</h2>
${entries.map((entry) => entryOf(entry.method, entry.path, entry.operation))}`,
)}
</main>
</body>
</html>`
}

function entryOf(method: string, path: string, operation: Operation) {
  const parts = {
    Parameters: operation.parameters.length > 0 ? operation.parameters : undefined,
    Body: operation.requestBody?.content,
    Answers: operation.responses,
  }
  return html`<details>
<summary><b>${method.toUpperCase()}</b> <code>${path}</code><span>${operation.summary}</span></summary>
<p>Needs <code>${operation["x-action"]}</code></p>
${Object.entries(parts).map(([title, part]) => (part ? html`<h3>${title}</h3><pre>${JSON.stringify(part, null, 2)}</pre>` : ""))}
</details>`
}

const style = `
:root{color-scheme:light dark;--line:color-mix(in oklab,currentColor 15%,transparent)}
body{font:14px/1.5 ui-sans-serif,system-ui,sans-serif;margin:0}main{max-width:900px;margin:0 auto;padding:24px 16px}
h1{font-size:22px}h2{font-size:16px;margin:28px 0 8px}h3{font-size:13px;margin:12px 0 4px}
nav{display:flex;flex-wrap:wrap;gap:8px}details{border:1px solid var(--line);border-radius:8px;margin:6px 0;padding:0 12px}
summary{padding:8px 0;cursor:pointer;display:flex;gap:8px;flex-wrap:wrap}summary b{min-width:52px}summary span{opacity:.7}
pre{overflow:auto;max-height:420px;font-size:12px;border:1px solid var(--line);border-radius:6px;padding:8px}
`
