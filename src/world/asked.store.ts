import { type Step, funnelEntries } from '../analytics/funnel.ts'
import { writeCondition } from '../analytics/filters.ts'
import type { Condition, FilterDimension, Operator } from '../analytics/query.ts'
import { keepQuestion } from '../analytics/saved.store.ts'
import { writeNotice } from '../collect/consents.store.ts'
import { saveNaming } from '../links/naming.store.ts'
import { openNaming } from '../links/naming.ts'
import type { Scope } from '../accounts/scope.ts'
import { linkRows } from './measure.ts'

const page = (pattern: string): Step => ({ kind: 'page', pattern })
const event = (name: string): Step => ({ kind: 'event', name, property: null, value: null })

const funnels: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  ['De la boutique à la commande', [page('/boutique*'), event('ajout-panier'), page('/commande'), event('commande')]],
  ['Du blog à la boutique', [page('/blog*'), page('/boutique*'), event('ajout-panier')]],
  ['Devis d’entreprise', [page('/cadeaux-entreprise'), page('/cadeaux-entreprise/merci')]],
]

const is = (dimension: FilterDimension, ...values: string[]): Condition => ({ dimension, operator: (values.length > 1 ? 'oneOf' : 'is') as Operator, values }) // prettier-ignore

const segments: readonly (readonly [name: string, conditions: readonly Condition[]])[] = [
  ['Téléphones venus d’une annonce', [is('device', 'mobile'), is('channel', 'Paid Social', 'Paid Search')]],
  ['Abonnés de la lettre', [is('utmSource', 'lettre')]],
  ['Ont mis au panier sans commander', [
    { of: 'visit', has: true, where: is('event', 'ajout-panier') }, { of: 'visit', has: false, where: is('event', 'commande') },
  ]],
] // prettier-ignore

/** What the team keeps beside its objects: questions asked again, how links are named, what visitors are told. */
export async function writeAsked(scope: Scope, project: string, site: number): Promise<void> {
  for (const [name, steps] of funnels)
    await keepQuestion(scope, project, 'funnel', { name, question: String(new URLSearchParams(funnelEntries({ steps, within: 'visit', by: 'none' }))) }) // prettier-ignore
  for (const [name, conditions] of segments)
    await keepQuestion(scope, project, 'segment', { name, question: String(new URLSearchParams(conditions.map((one) => ['f', writeCondition(one)]))) }) // prettier-ignore
  const [sources, mediums] = [5, 6].map((column) => [...new Set(linkRows.map((row) => row[column] ?? ''))])
  await saveNaming(scope, project, 0, {
    ...openNaming,
    sources: sources ?? [],
    mediums: mediums ?? [],
    declaredOnly: true,
    separator: '-',
    templates: [
      { name: 'Lettre du rucher', source: 'lettre', medium: 'email', content: '' },
      { name: 'Instagram', source: 'instagram', medium: 'social', content: '' },
      { name: 'Annonce Facebook', source: 'facebook', medium: 'paid-social', content: '' },
      { name: 'Code à flasher', source: 'marches', medium: 'referral', content: 'code-stand' },
    ],
  })
  await writeNotice(scope, site, notice)
}

const notice =
  'Avec votre accord, nous mesurons ce que nos lettres et nos annonces vous apportent, et nous reconnaissons votre navigateur treize mois au plus. Rien n’est transmis à d’autres. Vous pouvez changer d’avis à tout moment, en bas de chaque page.' // prettier-ignore
