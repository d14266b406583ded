import { t } from "@lingui/core/macro"
import type { ImportIssue } from "../../lib/api.gen.ts"
import { number } from "../../lib/format.ts"

const shown = 100

/** Problems of a file by line and column; the first hundred. */
export function ImportErrors({ errors, title }: { errors: ImportIssue[]; title: string }) {
  if (errors.length === 0) return null
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="font-semibold text-md">{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section tabIndex={0} aria-label={title} className="thin-scroll max-h-72 overflow-auto rounded-md border">
        <table className="w-full border-collapse">
          <thead className="sticky top-0 bg-sunken text-muted text-xs [&_th]:text-start">
            <tr>
              <th className="px-3 py-1.5 font-medium">{t`Line`}</th>
              <th className="px-3 py-1.5 font-medium">{t`Column`}</th>
              <th className="px-3 py-1.5 font-medium">{t`Problem`}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, shown).map((error) => (
              <tr key={`${error.line}-${error.column}-${error.message}`} className="border-t">
                <td className="px-3 py-1.5 tabular-nums">{error.line}</td>
                <td className="whitespace-nowrap px-3 py-1.5">{error.column ?? "–"}</td>
                <td className="px-3 py-1.5">{error.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {errors.length > shown && <p className="text-muted">{t`and ${{ count: number(errors.length - shown) }} more`}</p>}
    </section>
  )
}
