import type { Locale } from '../i18n.ts'
import type { Sheet, XlsxCell } from '../xlsx.ts'
import type { fr as audienceFr } from './audience.fr.ts'
import type { FunnelAnswer, Reached } from './funnel.store.ts'
import type { Cut, Funnel, Step } from './funnel.ts'
import type { fr } from './funnels.fr.ts'
import { valueLabel } from './labels.ts'

type Goals = readonly { readonly id: string; readonly name: string }[]

/** A step in words: "Page /miel*", "Événement commande, plan = pro", "Objectif : Achat". */
export function stepText(step: Step, goals: Goals, t: typeof fr): string {
  switch (step.kind) {
    case 'page':
      return `${t.kinds.page} ${step.pattern}`
    case 'event':
      return `${t.kinds.event} ${step.name}${step.property === null ? '' : `, ${step.property} = ${step.value}`}`
    case 'goal': {
      const goal = goals.find(({ id }) => id === step.goal)
      return goal ? t.goal(goal.name) : t.goneGoal
    }
  }
}

/** A group of a breakdown as it is read. */
export const groupLabel = (by: Cut, name: string, words: typeof audienceFr, locale: Locale): string =>
  by === 'segment' ? name : valueLabel(by, name, words, locale)

/** The funnel as a table for a file: all, then each group, a row a step. */
export function funnelSheet(
  funnel: Funnel,
  answer: FunnelAnswer,
  goals: Goals,
  t: typeof fr,
  words: typeof audienceFr,
  locale: Locale,
): Sheet {
  const { by } = funnel
  const rows = (group: readonly XlsxCell[], steps: readonly Reached[]) =>
    steps.map(({ count, ofFirst, ofPrevious, lost, median }, i): XlsxCell[] => {
      const step = funnel.steps[i]
      return [
        ...group,
        i + 1,
        step ? stepText(step, goals, t) : '',
        count,
        ofFirst,
        ofPrevious,
        i === 0 ? null : lost,
        median,
      ]
    })
  return {
    title: t.title,
    columns: [
      ...(by === 'none' ? [] : [{ label: t.group[by], format: 'text' as const }]),
      { label: t.number, format: 'number' },
      { label: t.kind, format: 'text' },
      { label: funnel.within === 'visit' ? t.count.visit : t.count.days, format: 'number' },
      { label: t.ofFirst, format: 'percent' },
      { label: t.ofPrevious, format: 'percent' },
      { label: t.lost, format: 'number' },
      { label: `${t.median} (s)`, format: 'number' },
    ],
    rows: [
      ...rows(by === 'none' ? [] : [''], answer.all),
      ...(by === 'none'
        ? []
        : answer.groups.flatMap(({ name, steps }) => rows([groupLabel(by, name, words, locale)], steps))),
    ],
  }
}
