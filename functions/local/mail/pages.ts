import type { Mail } from "./mailbox.ts"

const STYLE = `
:root { color-scheme: light dark; --line: #e4e4e7; --muted: #6b7280; --card: #fff; --page: #fafafa; --ink: #18181b; --accent: #4f46e5 }
@media (prefers-color-scheme: dark) { :root { --line: #27272a; --muted: #a1a1aa; --card: #18181b; --page: #0f0f11; --ink: #f4f4f5; --accent: #a5b4fc } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 760px; padding: 32px 16px; background: var(--page); color: var(--ink); font: 14px/1.5 ui-sans-serif, system-ui, sans-serif }
h1 { font-size: 18px; margin: 0 0 4px } p { margin: 0 0 20px } .muted { color: var(--muted) } a { color: var(--accent) }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden }
.row { display: flex; gap: 12px; padding: 10px 14px; color: inherit; text-decoration: none; border-top: 1px solid var(--line) }
.row:first-child { border-top: 0 } .row:hover { background: color-mix(in srgb, var(--accent) 7%, transparent) }
.row b, .row span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap } .row b { flex: 1; font-weight: 500 } .row .to { flex: 0 0 30% }
.text { padding: 16px; white-space: pre-wrap; overflow-wrap: anywhere } .empty { padding: 40px 16px; text-align: center }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0 0 16px } dt { color: var(--muted) } dd { margin: 0; overflow-wrap: anywhere }
iframe { display: block; width: 100%; height: 60vh; border: 0; background: #fff }
@media (max-width: 520px) { .row { flex-wrap: wrap } .row b { flex-basis: 100% } .row .to { flex: 1 } }`

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)

function page(title: string, body: string, refresh = false): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${
    refresh ? '<meta http-equiv="refresh" content="5">' : ""
  }<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`
}

const time = (at: string) => `<time class="muted" datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time>`

/** All mail, newest first. Refreshes by itself. */
export function listPage(mails: Mail[]): string {
  const rows = mails.map(
    (mail) =>
      `<a class="row" href="/dev/mailbox/${mail.id}"><b>${escapeHtml(mail.subject || "(no subject)")}</b><span class="muted to">${escapeHtml(mail.to.join(", "))}</span>${time(mail.at)}</a>`,
  )
  const empty = `<div class="empty"><b>No mail yet</b><br><span class="muted">Invitations, verification and password mail show up here when someone asks for them.</span></div>`
  return page(
    "Mailbox",
    `<h1>Mailbox</h1><p class="muted">Mail stays on this machine: nothing here was sent to anyone.</p><div class="card">${rows.join("") || empty}</div>`,
    true,
  )
}

/** One mail. HTML is shown in a frame that may neither run scripts nor reach the app; its links open outside. */
export function mailPage(mail: Mail): string {
  const html = mail.html === null ? undefined : `<base target="_blank">${mail.html}`
  const content = html
    ? `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="Mail" srcdoc="${escapeHtml(html)}"></iframe>`
    : `<div class="text">${linked(mail.text ?? "")}</div>`
  return page(
    mail.subject,
    `<p><a href="/dev/mailbox">← Mailbox</a></p><h1>${escapeHtml(mail.subject || "(no subject)")}</h1>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml([...mail.to, ...mail.cc].join(", "))}</dd><dt>At</dt><dd>${time(mail.at)}</dd></dl>
<div class="card">${content}</div>`,
  )
}

export function notFoundPage(): string {
  return page("No such mail", `<h1>No such mail</h1><p><a href="/dev/mailbox">← Mailbox</a></p>`)
}

/** Plain text with its web addresses clickable; a full stop or bracket behind an address is not part of it. */
export function linked(text: string): string {
  const address = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/g
  let html = ""
  let at = 0
  for (const match of text.matchAll(address)) {
    const link = escapeHtml(match[0])
    html += `${escapeHtml(text.slice(at, match.index))}<a href="${link}">${link}</a>`
    at = match.index + match[0].length
  }
  return html + escapeHtml(text.slice(at))
}
