import { DirectionProvider } from "@base-ui/react/direction-provider"
import interFont from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url"
import { t } from "@lingui/core/macro"
import { I18nProvider } from "@lingui/react"
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { createRootRouteWithContext, HeadContent, Outlet, Scripts, useRouter } from "@tanstack/react-router"
import { lazy, type ReactNode, Suspense, useEffect } from "react"
import { Announcer } from "../components/announcer.tsx"
import { pageMessages } from "../lib/i18n.ts"
import { pageLanguage } from "../lib/language.ts"
import { languages } from "../lib/languages.ts"
import { loadNotices } from "../lib/notify.ts"
import { themeScript, useTheme } from "../lib/theme.ts"
import { useToggle } from "../lib/toggles.ts"
import styles from "../styles.css?url"

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  head: () => ({
    meta: [
      { charSet: "utf-8" },
      { name: "viewport", content: "width=device-width, initial-scale=1, viewport-fit=cover" },
      { title: "Paca" },
      { name: "theme-color", content: "#f4f4f2", media: "(prefers-color-scheme: light)" },
      { name: "theme-color", content: "#161615", media: "(prefers-color-scheme: dark)" },
      { name: "description", content: t`Project management where people and AI agents are members of one Scrum team.` },
    ],
    links: [
      { rel: "preload", href: interFont, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
      { rel: "stylesheet", href: styles },
      { rel: "icon", type: "image/svg+xml", href: "/favicon.svg" },
      { rel: "apple-touch-icon", href: "/apple-touch-icon.png" },
      { rel: "manifest", href: "/manifest.webmanifest" },
    ],
  }),
  shellComponent: Document,
  component: App,
})

const Notices = lazy(loadNotices)

function Document({ children }: { children: ReactNode }) {
  const nonce = useRouter().options.ssr?.nonce
  const language = pageLanguage()
  return (
    <html lang={language} dir={languages[language].dir} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; it must run before the first paint */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
        <HeadContent />
      </head>
      <body>
        <div className="root">{children}</div>
        <Scripts />
      </body>
    </html>
  )
}

function App() {
  const { queryClient } = Route.useRouteContext()
  // Listened to as long as the app is open, so that it follows the system from day to night.
  useTheme()
  const notices = useToggle("notices")
  useEffect(awaitNotices, [])
  return (
    <I18nProvider i18n={pageMessages()}>
      <DirectionProvider direction={languages[pageLanguage()].dir}>
        <QueryClientProvider client={queryClient}>
          <Outlet />
          <Announcer />
          <Suspense>{notices && <Notices />}</Suspense>
        </QueryClientProvider>
      </DirectionProvider>
    </I18nProvider>
  )
}

/** What somebody does may end in a notice: its code comes with the first click or key, so that it is there when it must say that the connection is not. */
function awaitNotices() {
  const load = () => {
    stop()
    loadNotices().catch(() => {})
  }
  const stop = () => {
    window.removeEventListener("pointerdown", load)
    window.removeEventListener("keydown", load)
  }
  window.addEventListener("pointerdown", load)
  window.addEventListener("keydown", load)
  return stop
}
