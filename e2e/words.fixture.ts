import { en as accountsEn } from '../src/accounts/accounts.en.ts'
import { fr as accountsFr } from '../src/accounts/accounts.fr.ts'
import { en as audienceEn } from '../src/analytics/audience.en.ts'
import { fr as audienceFr } from '../src/analytics/audience.fr.ts'
import { en as budgetEn } from '../src/budget/budget.en.ts'
import { fr as budgetFr } from '../src/budget/budget.fr.ts'
import { en as collectEn } from '../src/collect/collect.en.ts'
import { fr as collectFr } from '../src/collect/collect.fr.ts'
import { en as calendarEn } from '../src/content/calendar.en.ts'
import { fr as calendarFr } from '../src/content/calendar.fr.ts'
import { en as cardFormEn } from '../src/dashboards/card-form.en.ts'
import { fr as cardFormFr } from '../src/dashboards/card-form.fr.ts'
import { en as composingEn } from '../src/dashboards/composing.en.ts'
import { fr as composingFr } from '../src/dashboards/composing.fr.ts'
import { en as turningEn } from '../src/dashboards/turning.en.ts'
import { fr as turningFr } from '../src/dashboards/turning.fr.ts'
import { en as dashboardsEn } from '../src/dashboards/dashboards.en.ts'
import { fr as dashboardsFr } from '../src/dashboards/dashboards.fr.ts'
import { en as kpisEn } from '../src/kpis/kpis.en.ts'
import { fr as kpisFr } from '../src/kpis/kpis.fr.ts'
import { en as linksEn } from '../src/links/links.en.ts'
import { fr as linksFr } from '../src/links/links.fr.ts'
import { en as projectsEn } from '../src/projects/projects.en.ts'
import { fr as projectsFr } from '../src/projects/projects.fr.ts'
import { en as recommendationsEn } from '../src/recommendations/recommendations.en.ts'
import { fr as recommendationsFr } from '../src/recommendations/recommendations.fr.ts'
import { en as gridEn } from '../src/strategy/grid.en.ts'
import { fr as gridFr } from '../src/strategy/grid.fr.ts'
import { en as uiEn } from '../src/ui/ui.en.ts'
import { fr as uiFr } from '../src/ui/ui.fr.ts'

const fr = {
  accounts: accountsFr,
  audience: audienceFr,
  budget: budgetFr,
  calendar: calendarFr,
  collect: collectFr,
  dashboards: { ...dashboardsFr, form: cardFormFr, editing: composingFr, turning: turningFr },
  grid: gridFr,
  kpis: kpisFr,
  links: linksFr,
  projects: projectsFr,
  recommendations: recommendationsFr,
  ui: uiFr,
}

export type Words = typeof fr

/** What the pages say, in each language: a journey finds everything by the words its reader sees. */
export const words: Readonly<Record<'fr' | 'en', Words>> = {
  fr,
  en: {
    accounts: accountsEn,
    audience: audienceEn,
    budget: budgetEn,
    calendar: calendarEn,
    collect: collectEn,
    dashboards: { ...dashboardsEn, form: cardFormEn, editing: composingEn, turning: turningEn },
    grid: gridEn,
    kpis: kpisEn,
    links: linksEn,
    projects: projectsEn,
    recommendations: recommendationsEn,
    ui: uiEn,
  },
}
