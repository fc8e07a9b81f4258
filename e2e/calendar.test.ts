import { describe, expect, test } from 'vitest'
import { content } from '../src/content/contents.ts'
import { formatDate, formatDay } from '../src/i18n.ts'
import { hasChromium } from './chromium.ts'
import { Keyboard } from './keyboard.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('the editorial calendar', () => {
  const house = openHouse()

  test.for(locales)(
    'a content goes to another day by keyboard; what is scheduled stays and is shown, %s',
    async (locale) => {
      const camille = await house.visitor(locale)
      const { t, page } = camille
      const keyboard = new Keyboard(camille)
      const project = await startProject(camille, `Calendrier ${locale}`)
      await project.plant(content, {
        title: 'Recette de Noël',
        state: 'scheduled',
        format: 'article',
        plannedOn: '2026-12-10',
        scheduledAt: '2026-12-10T09:00',
      })
      await project.plant(content, { title: 'Portrait d’apiculteur', state: 'idea' })
      const day = (on: string) =>
        page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: formatDate(on, locale) }) })

      await camille.go(`${project.base}/calendar?month=2026-12`)
      await day('2026-12-10').getByText(t.calendar.scheduledAt('09:00')).waitFor()
      await camille.findsItClean()

      // The card's own menu: open it, set the day, send.
      await keyboard.skipToContent()
      await keyboard.tabTo(page.getByLabel(`${t.calendar.moveTo} (Recette de Noël)`))
      await keyboard.press('Enter')
      const date = day('2026-12-10').getByLabel(t.calendar.day)
      await keyboard.tabTo(date)
      await keyboard.typeDay(date, '2026-12-15')
      await keyboard.tabTo(day('2026-12-10').getByRole('button', { name: t.calendar.move }))
      await keyboard.press('Enter')
      const moved = formatDate('2026-12-15', locale)
      await camille.isTold(t.calendar.moved('Recette de Noël', moved))

      // Planned on one day, scheduled on another: both days say so.
      await day('2026-12-15')
        .getByText(t.calendar.movedTo(formatDay('2026-12-10', locale), '09:00'))
        .waitFor()
      await day('2026-12-10')
        .getByText(t.calendar.scheduledHere('09:00', formatDay('2026-12-15', locale)))
        .waitFor()
      await camille.findsItClean()

      // Taken back by the same keys.
      await keyboard.tabTo(page.getByRole('status').getByRole('button', { name: t.calendar.undo }), 150)
      await keyboard.press('Enter')
      await day('2026-12-10').getByText(t.calendar.scheduledAt('09:00')).waitFor()

      // What has no day yet gets one from the list, in another month.
      const move = page.getByRole('region', { name: t.calendar.moveTitle })
      await keyboard.tabTo(move.getByRole('combobox', { name: t.calendar.content }), 120)
      await keyboard.type('Portrait')
      await keyboard.tabTo(move.getByLabel(t.calendar.day))
      await keyboard.typeDay(move.getByLabel(t.calendar.day), '2027-01-05')
      await keyboard.tabTo(move.getByRole('button', { name: t.calendar.move }))
      await keyboard.press('Enter')
      await day('2027-01-05').getByRole('link', { name: 'Portrait d’apiculteur' }).waitFor()
      expect(page.url()).toContain('month=2027-01')
      await camille.findsItClean()
      await camille.leave()
    },
  )
})
