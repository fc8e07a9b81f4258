import { describe, expect, test } from 'vitest'
import { budgetLine } from '../src/budget/budget-lines.ts'
import { en as rulesEn } from '../src/budget/rules.en.ts'
import { fr as rulesFr } from '../src/budget/rules.fr.ts'
import { formatMoney } from '../src/i18n.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('the budget', () => {
  const house = openHouse()

  test.for(locales)(
    'a line takes the total over the envelope, it is said everywhere, and mended, %s',
    async (locale) => {
      const camille = await house.visitor(locale)
      const { t, page } = camille
      const project = await startProject(camille, `Budget ${locale}`, { envelopeCents: '48000' })
      const { base } = project
      const rule = { fr: rulesFr, en: rulesEn }[locale]['budget-over-envelope']
      const money = (euros: number) => `${formatMoney(euros * 100, 'EUR', locale)} ${t.budget.exclTax}`
      const line = { state: 'quoted', vatRate: '0.2', unit: 'jour', justification: 'Devis du 3 novembre' }
      await project.plant(budgetLine, {
        ...line,
        title: 'Rédaction',
        nature: 'human',
        quantity: '60',
        unitPriceCents: '450',
      })
      await project.plant(budgetLine, {
        ...line,
        title: 'Achat d’espace',
        nature: 'intangible',
        quantity: '1',
        unitPriceCents: '18000',
      })

      await camille.go(`${base}/budget`)
      const envelope = page.getByRole('region', { name: t.budget.envelope.title })
      await envelope.getByText(t.budget.envelope.left(money(3_000))).waitFor()
      await camille.follow(t.budget.add)

      // A price that cannot be is refused by its field, and the rest of the line is kept.
      await camille.fill(budgetLine, {
        title: 'Stand du salon',
        nature: 'material',
        state: 'committed',
        quantity: '2,5',
        unitPriceCents: '-2000',
        vatRate: '0.2',
      })
      await camille.press(t.projects.object.create)
      const price = budgetLine.words[locale].fields['unitPriceCents']?.label ?? ''
      await page.getByRole('alert').getByRole('link', { name: price }).waitFor()
      expect(await camille.field(budgetLine.words[locale].fields['title']?.label ?? '').inputValue()).toBe(
        'Stand du salon',
      )
      await camille.findsItClean()
      await camille.create(budgetLine, { unitPriceCents: '2 000,00', title: 'Stand du salon' })

      // 27 000 + 18 000 + 5 000 on 48 000: in words and with a sign, never by colour alone.
      await camille.go(`${base}/budget`)
      await envelope.getByText(t.budget.envelope.over(money(2_000))).waitFor()
      expect(await envelope.innerText()).toContain('⚠')
      await camille.sees(t.budget.envelope.of(money(50_000), money(48_000)))
      await camille.findsItClean()

      await camille.go(`${base}/coverage`)
      await camille.sees(rule.found())
      await camille.findsItClean()
      await page
        .getByRole('listitem')
        .filter({ hasText: rule.found() })
        .getByRole('link', { name: rule.mend })
        .last()
        .click()
      await camille.heading(t.budget.title).waitFor()

      await page.getByRole('rowheader', { name: 'Stand du salon' }).getByRole('link').click()
      await camille.heading('Stand du salon').waitFor()
      await camille.fill(budgetLine, { quantity: '1' })
      await camille.press(t.projects.object.save)
      await camille.isTold(t.projects.object.saved)
      await camille.go(`${base}/budget`)
      await envelope.getByText(t.budget.envelope.left(money(1_000))).waitFor()
      await camille.go(`${base}/coverage`)
      await camille.heading(t.projects.coverage.title).waitFor()
      expect(await page.getByText(rule.found()).count()).toBe(0)
      await camille.leave()
    },
  )
})
