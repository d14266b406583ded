import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "@playwright/test"

/**
 * What axe finds on the page as it is now, one line each: WCAG 2.2 A and AA, and what axe calls good practice.
 * @param where names the page in the lines
 */
export async function findings(page: Page, where: string, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id} at ${html.slice(0, 300)}: ${failureSummary}`),
  )
}
