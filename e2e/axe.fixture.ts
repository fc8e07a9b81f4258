import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The part of axe-core's answer that a failure shows. */
interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

const phone = { width: 360, height: 740 }

/**
 * What axe and a narrow screen find wrong with a page as it stands, in light and in dark; nothing is the aim.
 * @param onPhone whether axe looks at the narrow page too, where menus are folded
 */
export async function defectsOf(page: Page, { onPhone = true } = {}): Promise<string[]> {
  const size = page.viewportSize()
  // Evaluated by the debugger and not added to the page: the Content-Security-Policy stays as readers have it.
  await page.evaluate(source)
  const found = [...(await look(page, 'light')), ...(await look(page, 'dark'))]
  await page.setViewportSize(phone)
  found.push(...(await overflow(page)), ...(onPhone ? await look(page, 'light', 'at 360 px') : []))
  if (size) await page.setViewportSize(size)
  return found
}

/** Only what depends on colours is looked at again in dark. */
async function look(page: Page, colorScheme: 'light' | 'dark', where: string = colorScheme): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  const violations = await page.evaluate(
    async (only) => {
      const axe = (window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe
      const options = {
        rules: { 'target-size': { enabled: true } },
        ...(only ? { runOnly: { type: 'rule', values: only } } : {}),
      }
      return (await axe.run(options)).violations
    },
    colorScheme === 'dark' ? ['color-contrast', 'link-in-text-block'] : null,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${where}: ${id} (${help}) ${target.join(' ')}\n  ${failureSummary ?? ''}`,
    ),
  )
}

/** A page never scrolls sideways; what is wide scrolls in a box of its own. */
async function overflow(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return null
    const beyond = [...document.body.querySelectorAll('*')].findLast(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    )
    return `${scrollWidth} px wide, because of <${beyond?.tagName.toLowerCase()} class="${beyond?.className}">`
  })
  return wide === null ? [] : [`at 360 px: the page is ${wide}`]
}
