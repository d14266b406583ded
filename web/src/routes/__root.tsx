import interFont from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url"
import { I18nProvider } from "@lingui/react"
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { createRootRouteWithContext, HeadContent, Outlet, Scripts, useRouter } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { Toaster } from "sonner"
import { Announcer } from "../components/announcer.tsx"
import { pageMessages } from "../lib/i18n.ts"
import { pageLanguage } from "../lib/language.ts"
import { languages } from "../lib/languages.ts"
import { themeScript, useTheme } from "../lib/theme.ts"
import styles from "../styles.css?url"

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  head: () => ({
    meta: [
      { charSet: "utf-8" },
      { name: "viewport", content: "width=device-width, initial-scale=1, viewport-fit=cover" },
      { title: "Paca" },
      { name: "theme-color", content: "#f4f4f2", media: "(prefers-color-scheme: light)" },
      { name: "theme-color", content: "#161615", media: "(prefers-color-scheme: dark)" },
      { name: "description", content: "Project management where people and AI agents are members of one Scrum team." },
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
  return (
    <I18nProvider i18n={pageMessages()}>
      <QueryClientProvider client={queryClient}>
        <Outlet />
        <Announcer />
        <Toaster
          position="bottom-right"
          visibleToasts={3}
          gap={8}
          toastOptions={{
            classNames: {
              toast: "!rounded-md !border-line-strong !bg-panel !text-ink !text-sm !shadow-lift !font-sans",
              description: "!text-muted",
              actionButton: "!bg-accent !text-panel !rounded-sm !font-medium",
              error: "!border-[color-mix(in_oklab,var(--red)_40%,var(--line))]",
            },
          }}
        />
      </QueryClientProvider>
    </I18nProvider>
  )
}
