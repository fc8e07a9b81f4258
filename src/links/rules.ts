import { type Rule, eachWithout } from '../projects/coverage.ts'
import { addDays } from '../period.ts'

/** What the coverage check says of campaigns and tracked links. `derived.clicks` comes from clicks.store.ts. */
export const rules: readonly Rule[] = [
  {
    id: 'campaign-without-link',
    criterion: 'CR3.2',
    words: { fr: 'Chaque campagne a au moins un lien suivi.', en: 'Every campaign has at least one tracked link.' },
    find: eachWithout(
      'campaign',
      (reader, campaign) => reader.after(campaign, 'trackedLink').length > 0,
      ({ id, title }) => ({
        sentence: {
          fr: `Les visites de « ${title} » ne se retrouveront pas : aucun lien suivi.`,
          en: `Visits of “${title}” cannot be found: no tracked link.`,
        },
        mend: { to: `links/new?from=${id}`, words: { fr: 'Ajouter un lien suivi', en: 'Add a tracked link' } },
      }),
    ),
  },
  {
    id: 'campaign-without-objective',
    criterion: 'CR3.1',
    words: { fr: 'Chaque campagne sert un objectif.', en: 'Every campaign serves an objective.' },
    find: eachWithout(
      'campaign',
      (reader, campaign) => reader.before(campaign, 'strategicObjective').length > 0,
      ({ id, title }) => ({
        sentence: {
          fr: `« ${title} » ne dit pas quel objectif elle sert.`,
          en: `“${title}” does not say which objective it serves.`,
        },
        mend: { to: `campaigns/${id}`, words: { fr: 'Relier à un objectif', en: 'Link to an objective' } },
      }),
    ),
  },
  {
    id: 'campaign-over-without-cost',
    criterion: 'CR3.3',
    words: { fr: 'Chaque campagne terminée a son coût réel.', en: 'Every campaign that is over has its actual cost.' },
    find: eachWithout(
      'campaign',
      (_, { state, values }) => state !== 'over' || values['spentCents'] !== null,
      ({ id, title }) => ({
        sentence: {
          fr: `Sans coût réel, le retour de « ${title} » ne se calcule pas.`,
          en: `Without its actual cost the return of “${title}” cannot be computed.`,
        },
        mend: { to: `campaigns/${id}`, words: { fr: 'Saisir le coût', en: 'Enter the cost' } },
      }),
    ),
  },
  {
    id: 'link-never-clicked',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque lien suivi de plus d’une semaine a été cliqué.',
      en: 'Every tracked link older than a week was clicked.',
    },
    find: (file) =>
      eachWithout(
        'trackedLink',
        (_, { derived, createdAt, values }) =>
          derived['clicks'] !== 0 ||
          createdAt.toISOString().slice(0, 10) > addDays(file.today, -7) ||
          (typeof values['publishedOn'] === 'string' && values['publishedOn'] > addDays(file.today, -7)),
        ({ id, title }) => ({
          sentence: { fr: `Personne n’a cliqué « ${title} ».`, en: `Nobody clicked “${title}”.` },
          mend: { to: `links/${id}/visits`, words: { fr: 'Voir où il est publié', en: 'See where it is published' } },
        }),
      )(file),
  },
  {
    id: 'planned-event-without-kpi',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque événement du plan de marquage nourrit un KPI.',
      en: 'Every event of the tracking plan feeds a KPI.',
    },
    find: eachWithout(
      'plannedEvent',
      (reader, event) => reader.after(event, 'kpi').length > 0,
      ({ id, title }) => ({
        sentence: {
          fr: `« ${title} » est mesuré sans qu’aucun KPI ne s’en serve.`,
          en: `“${title}” is measured and no KPI uses it.`,
        },
        mend: { to: `planned-events/${id}`, words: { fr: 'Relier à un KPI', en: 'Link to a KPI' } },
      }),
    ),
  },
  {
    id: 'link-outside-naming',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque lien suivi suit la convention de nommage du projet.',
      en: 'Every tracked link follows the project’s naming convention.',
    },
    find: eachWithout(
      'trackedLink',
      (_, { derived }) => derived['outsideNaming'] !== true,
      ({ id, title }) => ({
        sentence: {
          fr: `Les paramètres de « ${title} » sortent de la convention : ses visites feraient une ligne à part.`,
          en: `The parameters of “${title}” are outside the convention: its visits would be a row of their own.`,
        },
        mend: { to: `links/${id}`, words: { fr: 'Corriger le lien', en: 'Mend the link' } },
      }),
    ),
  },
  {
    id: 'link-over-without-fallback',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque lien terminé qui a servi mène encore quelque part.',
      en: 'Every link that is over and was used still leads somewhere.',
    },
    find: (file) =>
      eachWithout(
        'trackedLink',
        (_, { values, derived }) =>
          !isOver(values, Number(derived['clicks'] ?? 0), file.today) ||
          (values['fallback'] ?? null) !== null ||
          Number(derived['clicks'] ?? 0) === 0,
        ({ id, title }) => ({
          sentence: {
            fr: `« ${title} » est terminé : qui le suit encore ne trouve rien.`,
            en: `“${title}” is over: who still follows it finds nothing.`,
          },
          mend: { to: `links/${id}`, words: { fr: 'Donner une adresse de repli', en: 'Give a fallback address' } },
        }),
      )(file),
  },
]

/** A link whose last day is past, or that was clicked as often as it may be. */
const isOver = (values: Readonly<Record<string, unknown>>, clicks: number, today: string) =>
  (typeof values['expiresOn'] === 'string' && values['expiresOn'] < today) ||
  (typeof values['maxClicks'] === 'number' && clicks >= values['maxClicks'])
