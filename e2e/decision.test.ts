import { describe, expect, test } from 'vitest'
import { kpi } from '../src/kpis/kpis.ts'
import { action } from '../src/planning/actions.ts'
import { recommendation } from '../src/recommendations/recommendations.ts'
import { en as planEn } from '../src/planning/plan.en.ts'
import { fr as planFr } from '../src/planning/plan.fr.ts'
import { hasChromium } from './chromium.ts'
import { inviteMember } from './people.fixture.ts'
import { startProject } from './project.fixture.ts'
import { locales, openHouse } from './visitor.fixture.ts'

describe.runIf(hasChromium)('a decision', () => {
  const house = openHouse()

  test.for(locales)('from a KPI off target to an action of the plan, decided by management, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const plan = { fr: planFr, en: planEn }[locale]
    const decisions = t.recommendations.decision
    const { base, plant } = await startProject(camille, `Décision ${locale}`)
    await plant(kpi, {
      title: 'Coût par commande',
      metric: 'manual',
      nature: 'aim',
      direction: 'down',
      baseline: '40',
      target: '18',
      unit: '€',
      startsOn: '2025-01-01',
      endsOn: '2027-01-01',
      measured: '46',
      measuredOn: '2026-11-01',
      source: 'Compte publicitaire',
    })

    await camille.go(`${base}/kpi-board`)
    const row = page.getByRole('row').filter({ hasText: 'Coût par commande' })
    await row.getByText(t.kpis.states.offTarget).waitFor()
    await camille.findsItClean()
    await row.getByRole('link').click()
    await camille.sees(t.kpis.followUp.noCause)
    await camille.findsItClean()
    await camille.field(t.kpis.deviation.cause).fill('Ciblage trop large : 70 % des clics hors de la zone')
    await page.getByText(t.kpis.deviation.thens.none).click()
    await camille.press(t.kpis.deviation.save)
    await camille.isTold(t.kpis.deviation.saved)
    await camille.sees(/Ciblage trop large/)
    await camille.follow(t.kpis.followUp.recommend)

    await camille.create(recommendation, {
      title: 'Recentrer sur les acheteurs de 2025',
      finding: '46 € par commande pour 18 € prévus',
      cause: 'Ciblage trop large',
      actionProposed: 'Exclure les départements sans livraison',
      costCents: '600',
      expectedEffect: '20 € par commande en janvier',
      owner: 'Camille',
      dueOn: '2027-01-31',
    })
    const decisionPage = `${new URL(page.url()).pathname}/decision`
    await camille.follow(decisions.title)
    await camille.press(decisions.submit)
    await camille.isTold(decisions.submitted)
    await camille.findsItClean()

    const gerante = await inviteMember(house, camille, base, 'management', `direction.${locale}@ruchers.example`)
    await gerante.findsItClean()
    await gerante.go(decisionPage)
    await gerante.link('Coût par commande').waitFor()
    // A refusal without a reason is not taken.
    await gerante.field(decisions.outcome).selectOption({ label: decisions.outcomes.refused })
    await gerante.press(decisions.decide)
    await gerante.sees(decisions.noteNeeded)
    await gerante.findsItClean()
    await gerante.field(decisions.outcome).selectOption({ label: decisions.outcomes.approved })
    await gerante.field(decisions.note).fill('D’accord, à revoir fin janvier.')
    await gerante.press(decisions.decide)
    await gerante.isTold(decisions.actionMade)
    await gerante.sees('D’accord, à revoir fin janvier.')
    await gerante.findsItClean()
    // Management reads the plan, and cannot write in it.
    await gerante.follow(decisions.action)
    await gerante.heading('Recentrer sur les acheteurs de 2025').waitFor()
    await gerante.sees(t.projects.object.readOnly)

    await camille.go(`${base}/plan`)
    await camille.heading(plan.title).waitFor()
    await page.getByRole('link', { name: 'Recentrer sur les acheteurs de 2025' }).first().click()
    await page.waitForURL(/\/actions\//)
    const strip = page.getByRole('navigation', { name: t.ui.thread.label })
    await strip.getByRole('link', { name: 'KPI Coût par commande' }).waitFor()
    expect(await camille.field(action.words[locale].fields['owner']?.label ?? '').inputValue()).toBe('Camille')
    await camille.findsItClean()
    await gerante.leave()
    await camille.leave()
  })
})
