import { describe, expect, test } from 'vitest'
import { content } from '../src/content/contents.ts'
import { insight } from '../src/diagnosis/insights.ts'
import { kpi } from '../src/kpis/kpis.ts'
import { campaign } from '../src/links/links.ts'
import { action } from '../src/planning/actions.ts'
import type { Kind } from '../src/projects/kind.ts'
import { recommendation } from '../src/recommendations/recommendations.ts'
import { persona, strategicObjective } from '../src/strategy/strategy.ts'
import { hasChromium } from './chromium.ts'
import { startProject } from './project.fixture.ts'
import { type Visitor, locales, openHouse } from './visitor.fixture.ts'

const strip = (visitor: Visitor) => visitor.page.getByRole('navigation', { name: visitor.t.ui.thread.label })
const nameOf = (kind: Kind, { locale }: Visitor) => kind.words[locale].one

/** From a gap of the strip to the form that fills it; where the thread expects nothing, from the section below. */
async function openNext(visitor: Visitor, kind: Kind): Promise<void> {
  const { t, page } = visitor
  const gap = strip(visitor).getByRole('link', { name: t.ui.thread.gap(nameOf(kind, visitor)) })
  if ((await gap.count()) > 0) {
    await gap.click()
    await page.waitForURL(new RegExp(`#(before|after)-${kind.name}$`))
  }
  await visitor.follow(t.projects.object.createLinked(nameOf(kind, visitor)))
  await visitor.heading(kind.words[visitor.locale].add).waitFor()
}

/** Links what is open to an object that exists, by the menu of its kind. */
async function linkTo(visitor: Visitor, kind: Kind, title: string): Promise<void> {
  const { t, page } = visitor
  const choice = page.getByRole('combobox', { name: t.projects.object.gap(nameOf(kind, visitor)) })
  await choice.selectOption({ label: title })
  const row = page.getByRole('form').or(page.locator('form')).filter({ has: choice })
  await row.getByRole('button', { name: t.projects.object.link }).click()
  await strip(visitor).getByRole('link', { name: title }).waitFor()
}

/** The steps of the strip, in order, as they are read. */
const steps = async (visitor: Visitor) => (await strip(visitor).getByRole('listitem').allTextContents()).map(plain)

/** French puts spaces that do not break before its signs: the same words, whatever their spaces. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ')

describe.runIf(hasChromium)('the thread', () => {
  const house = openHouse()

  test.for(locales)('from an insight to a recommendation by its gaps, then both ways, %s', async (locale) => {
    const camille = await house.visitor(locale)
    const { t, page } = camille
    const { base } = await startProject(camille, `Fil ${locale}`)
    const titles = {
      insight: 'Le prix du miel bio baisse',
      objective: 'Fidéliser les clients de la boutique',
      persona: 'Claire, parent pressé',
      content: 'Trois recettes au miel',
      action: 'Publier une recette par mois',
      campaign: 'Recettes de novembre',
      kpi: 'Réachat à 90 jours',
      recommendation: 'Écrire aux acheteurs de 2025',
    }

    const step = (kind: Kind, title: string) => plain(`${nameOf(kind, camille)}${title}`)
    await camille.go(base)
    await camille.follow(insight.words[camille.locale].add)
    await camille.create(insight, {
      title: titles.insight,
      box: 'threat',
      weight: '4',
      source: 'FranceAgriMer',
      observedOn: '2026-09-01',
    })
    await openNext(camille, strategicObjective)
    await camille.create(strategicObjective, {
      title: titles.objective,
      nature: 'conative',
      measure: 'Part des commandes de clients connus',
      unit: '%',
      baseline: '18',
      target: '25',
      dueOn: '2027-06-30',
    })
    const objectivePage = page.url()
    expect(await steps(camille)).toContain(step(insight, titles.insight))
    await camille.findsItClean()

    await openNext(camille, persona)
    await camille.create(persona, { title: titles.persona, confidence: 'hypothesis' })
    await openNext(camille, content)
    await camille.create(content, { title: titles.content, state: 'drafting', format: 'article' })

    await camille.go(objectivePage)
    await openNext(camille, action)
    await camille.create(action, { title: titles.action, state: 'doing', startsOn: '2026-10-01', endsOn: '2027-06-30' })
    await linkTo(camille, content, titles.content)
    await openNext(camille, campaign)
    await camille.create(campaign, { title: titles.campaign, utmCampaign: 'recettes-novembre', state: 'running' })
    await linkTo(camille, strategicObjective, titles.objective)
    await openNext(camille, kpi)
    await camille.create(kpi, {
      title: titles.kpi,
      metric: 'manual',
      nature: 'aim',
      direction: 'up',
      baseline: '18',
      target: '25',
      unit: '%',
      startsOn: '2026-01-01',
      endsOn: '2027-01-01',
    })
    await linkTo(camille, strategicObjective, titles.objective)
    await openNext(camille, recommendation)
    await camille.create(recommendation, {
      title: titles.recommendation,
      finding: '19 % en octobre pour 23 % attendus',
    })

    // Back along the strip to where it all comes from.
    expect(await steps(camille)).toEqual([
      step(insight, titles.insight),
      step(strategicObjective, titles.objective),
      step(action, titles.action),
      step(campaign, titles.campaign),
      step(kpi, titles.kpi),
      step(recommendation, titles.recommendation),
      plain(`+ ${t.ui.thread.gap(nameOf(action, camille))}`),
    ])
    await camille.findsItClean()
    await strip(camille).getByRole('link', { name: titles.insight }).click()
    await camille.heading(titles.insight).waitFor()
    // And forward to what rests on it, six links away.
    const onInsight = await steps(camille)
    for (const title of Object.values(titles)) expect(onInsight.join(' | ')).toContain(title)
    await strip(camille).getByRole('link', { name: titles.recommendation }).click()
    await camille.heading(titles.recommendation).waitFor()
    await camille.leave()
  })

  test.for(locales)(
    'an object says what rests on it before it goes to the bin, and comes back with its links, %s',
    async (locale) => {
      const camille = await house.visitor(locale)
      const { t, page } = camille
      const project = await startProject(camille, `Corbeille ${locale}`)
      const from = await project.plant(insight, { title: 'La concurrence baisse ses prix', box: 'threat', weight: '3' })
      const id = await project.plant(strategicObjective, { title: 'Tenir les prix', nature: 'affective', from })

      await camille.go(`${project.base}/insights/${from}`)
      await page.getByText(t.projects.object.delete, { exact: true }).click()
      await camille.sees(t.projects.object.deleteRests(1))
      await camille.findsItClean()
      await camille.press(t.projects.object.deleteConfirm)
      await camille.isTold(t.projects.object.deleted('La concurrence baisse ses prix'))
      await page.getByRole('status').getByRole('button', { name: t.projects.object.undo }).click()
      await camille.heading('La concurrence baisse ses prix').waitFor()
      await strip(camille).getByRole('link', { name: 'Tenir les prix' }).click()
      await page.waitForURL(new RegExp(`/objectives/${id}$`))
      await camille.leave()
    },
  )
})
