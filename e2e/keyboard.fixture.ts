import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Visitor } from './visitor.fixture.ts'

/** Somebody without a mouse: everything is reached by Tab and done by keys. */
export class Keyboard {
  readonly #visitor: Visitor

  constructor(visitor: Visitor) {
    this.#visitor = visitor
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#visitor.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.#visitor.page.keyboard.type(text)
  }

  /** From the top of a page that was just opened past the bars, by the skip link. */
  async skipToContent(): Promise<void> {
    const { page, t } = this.#visitor
    await this.tabTo(page.getByRole('link', { name: t.ui.skip }), 3)
    await this.press('Enter')
    await page.waitForURL(/#content$/)
  }

  /** Types a day in the date input that has the focus; its parts stand in the order of the browser's own language. */
  async typeDay(input: Locator, day: string): Promise<void> {
    const [year = '', month = '', date = ''] = day.split('-')
    for (const parts of [month + date + year, date + month + year, year + month + date]) {
      await this.type(parts)
      if ((await input.inputValue()) === day) return
      await this.press('ArrowLeft', 'ArrowLeft')
    }
    throw new Error(`${day} cannot be typed`)
  }

  /** Presses Tab until this has the focus, which must be seen. @throws when `most` presses do not reach it */
  async tabTo(target: Locator, most = 60): Promise<void> {
    await target.waitFor()
    for (let presses = 0; presses < most; presses++) {
      await this.press('Tab')
      if (await target.evaluate((element) => element === document.activeElement)) {
        expect(await target.evaluate(isFocusSeen), `the focus on ${String(target)} cannot be seen`).toBe(true)
        return
      }
    }
    throw new Error(`${most} presses of Tab do not reach ${String(target)}`)
  }
}

/** Whether the element with the focus is drawn otherwise than without it: an outline or a ring. */
const isFocusSeen = (element: Element) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
}
