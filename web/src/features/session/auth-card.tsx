import type { ReactNode } from "react"
import { LanguageChoice } from "../../components/language-choice.tsx"

/** The frame of every page for people who are not signed in. */
export function AuthCard({
  title,
  lead,
  children,
  foot,
  also,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  foot?: ReactNode
  /** What may come late and must move nothing. */
  also?: ReactNode
}) {
  return (
    <main className="grid min-h-full content-start justify-items-center gap-5 px-4 pt-[max(40px,14vh)] pb-10">
      <div className="flex items-center gap-2 font-semibold text-md">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        Paca
      </div>
      <section className="w-full max-w-sm rounded-md border bg-panel p-6 shadow-shade">
        <h1 className="font-semibold text-lg tracking-[-0.01em]">{title}</h1>
        {lead && <p className="mt-1 text-muted">{lead}</p>}
        <div className="mt-5 grid gap-4">{children}</div>
      </section>
      {foot && <p className="text-muted">{foot}</p>}
      {also}
      <LanguageChoice />
    </main>
  )
}
