import type { Figures } from './figures.ts'

type Kpi = Figures['kpis'][number]

const plural = (n: number, one: string, many: string) => `${n}\u00a0${n > 1 ? many : one}`

export const fr = {
  dash: '—',
  from: (from: string, to: string) => (from === to ? from : `du ${from} au ${to}`),
  pair: (name: string, value: string) => `${name} : ${value}`,
  sections: {
    kpis: 'Indicateurs face à leurs cibles',
    audience: 'Audience',
    channels: 'Canaux',
    campaigns: 'Campagnes',
    budget: 'Budget',
    actions: 'Plan d’actions',
    contents: 'Contenus publiés',
    recommendations: 'Préconisations et décisions',
  },
  highlights: {
    kpis: 'KPI',
    of: (good: number, all: number) => `${good} sur ${all}`,
    kpisNote: 'dans la cible ou atteints',
    visits: 'Visites',
    compared: (moved: string) => `${moved} sur la période précédente`,
    notCompared: 'sans comparaison possible',
    forecast: 'Atterrissage du budget',
    envelope: (amount: string) => `pour une enveloppe de ${amount}`,
    noEnvelope: 'sans enveloppe fixée',
    late: 'Actions en retard',
    ofActions: (all: number) => `sur ${all} ${all > 1 ? 'actions suivies' : 'action suivie'}`,
  },
  of: (title: string, domain: string) => `${title} de ${domain}`,
  kpis: {
    basis: (asOf: string) =>
      `Valeurs au ${asOf}. Attendu = départ + (cible − départ) × part écoulée de la période du KPI ; écart = réalisé − attendu.`,
    empty: 'Aucun KPI dans ce projet : rien ne dit si les objectifs avancent.',
    caption: (good: number, all: number) =>
      `${good} KPI sur ${all} dans la cible ou ${good > 1 ? 'atteints' : 'atteint'}`,
    kpi: 'KPI',
    actual: 'Réalisé',
    expected: 'Attendu',
    target: 'Cible',
    deviation: 'Écart',
    state: 'État',
    causes: 'Causes notées des écarts',
    cause: 'Cause',
    noCause: 'Aucune cause notée.',
    calculation: 'Comment ces chiffres sont calculés',
    formula: 'Formule',
    source: 'Source',
    period: 'Période du KPI',
    noPeriod: 'sans période',
    manual: 'relevé à la main',
    sourceOf: ({ site, source, measuredOn }: Kpi, day: (iso: string) => string) =>
      site ?? `${source ?? 'source non notée'}${measuredOn ? `, relevé le ${day(measuredOn)}` : ''}`,
  },
  audience: {
    basis: (domain: string, period: string, compared: string | null) =>
      `Mesure d’audience de ${domain}, ${period}${compared ? `, comparée à la période ${compared}` : ''}.`,
    sumOfDays:
      'Sans consentement, un visiteur qui revient un autre jour compte à nouveau : « visiteurs » est la somme des visiteurs de chaque jour.',
    empty: 'Aucun site mesuré dans ce projet.',
    caption: 'Chiffres de la période et de la précédente',
    metric: 'Mesure',
    now: 'Période',
    before: 'Période précédente',
    change: 'Évolution',
    formula: 'Formule',
    steps: { hour: 'heure', day: 'jour', week: 'semaine', month: 'mois' },
    chart: (visits: string, step: string, moved: string) => `Visites par ${step} : ${visits} au total, ${moved}`,
    moved: {
      up: (rate: string) => `en hausse de ${rate} sur la période précédente`,
      down: (rate: string) => `en baisse de ${rate} sur la période précédente`,
      same: 'stables par rapport à la période précédente',
      none: 'sans comparaison possible',
    },
    date: 'Date',
    alt: (title: string, highest: string, when: string) =>
      `Courbe. ${title}. Plus haut : ${highest}, ${when}. Toutes les valeurs sont en annexe.`,
    series: 'Visites dans le temps',
  },
  channels: {
    basis: (domain: string, period: string) =>
      `Mesure d’audience de ${domain}, ${period}. Part = visites du canal ÷ visites ; taux de conversion = visites converties ÷ visites.`,
    empty: 'Aucune visite sur la période.',
    caption: (first: string, share: string) => `Premier canal : ${first}, ${share} des visites`,
    table: 'Chiffres par canal',
    channel: 'Canal',
    visits: 'Visites',
    before: 'Période précédente',
    share: 'Part',
    conversions: 'Conversions',
    rate: 'Taux de conversion',
    revenue: 'Chiffre d’affaires',
  },
  campaigns: {
    basis:
      'Coûts saisis dans chaque campagne, HT. Résultats mesurés sur les jours de la campagne, jusqu’à la fin de la période du rapport. Coût par conversion = dépensé ÷ conversions.',
    exempt:
      'Le site est en mode exempté de consentement : il n’enregistre pas les paramètres de campagne. Seuls les clics des liens suivis sont comptés.',
    empty: 'Aucune campagne sur la période.',
    caption: (over: number, all: number) =>
      over === 0
        ? `${plural(all, 'campagne', 'campagnes')}, aucune au-dessus de son coût prévu`
        : `${plural(over, 'campagne dépasse son coût prévu', 'campagnes dépassent leur coût prévu')}, sur ${all}`,
    campaign: 'Campagne',
    days: 'Jours mesurés',
    planned: 'Prévu',
    spent: 'Dépensé',
    visits: 'Visites',
    clicks: 'Clics',
    conversions: 'Conversions',
    revenue: 'Chiffre d’affaires',
    cost: 'Coût par conversion',
    costs: 'Ce que chaque campagne devait coûter et ce qu’elle a coûté',
    results: 'Ce que chaque campagne a donné',
  },
  budget: {
    tax: { excl: 'HT', incl: 'TTC' },
    basis: (tax: string) =>
      `Lignes du budget du projet, ${tax}, telles qu’elles étaient au moment du relevé. Écart = réalisé − prévu des seules lignes facturées.`,
    empty: 'Aucune ligne de budget.',
    caption: (planned: string, envelope: string | null, over: boolean) =>
      envelope === null
        ? `${planned} prévus, sans enveloppe fixée`
        : over
          ? `${planned} prévus : plus que l’enveloppe de ${envelope}`
          : `${planned} prévus sur une enveloppe de ${envelope}`,
    table: 'Budget par nature de ressource',
    nature: 'Nature',
    planned: 'Prévu',
    invoiced: 'Lignes facturées',
    invoicedPlanned: 'Prévu de ces lignes',
    actual: 'Réalisé',
    gap: 'Écart',
    ofLines: (done: number, all: number) => `${done} sur ${all}`,
    total: 'Total',
    forecast: (amount: string) => `Atterrissage, réalisé où il est connu et prévu ailleurs : ${amount}.`,
  },
  actions: {
    basis: (asOf: string) =>
      `Actions du plan qui ont au moins un jour dans la période, et celles en retard au ${asOf}. En retard : l’échéance est passée et l’action n’est pas terminée.`,
    empty: 'Aucune action sur la période.',
    caption: (done: number, late: number, all: number) =>
      `${plural(done, 'action terminée', 'actions terminées')} sur ${all}, ${late === 0 ? 'aucune en retard' : `${late} en retard`}`,
    action: 'Action',
    owner: 'Responsable',
    due: 'Échéance',
    state: 'État',
    standing: { done: 'Terminée', running: 'En cours', cancelled: 'Abandonnée' },
    late: (days: number) => `En retard de ${plural(days, 'jour', 'jours')}`,
  },
  contents: {
    basis: 'Calendrier éditorial du projet : contenus à l’état « publié » dont le jour tombe dans la période.',
    empty: (planned: number) =>
      planned === 0
        ? 'Aucun contenu prévu ni publié sur la période.'
        : `Aucun contenu publié, pour ${planned} ${planned > 1 ? 'prévus' : 'prévu'} sur la période.`,
    caption: (published: number, planned: number) =>
      `${plural(published, 'contenu publié', 'contenus publiés')} sur la période, pour ${planned} au calendrier`,
    content: 'Contenu',
    on: 'Jour',
    format: 'Format',
    line: 'Ligne éditoriale',
  },
  recommendations: {
    basis: 'Préconisations citées par ce rapport, et celles soumises ou décidées dans la période.',
    empty: 'Aucune préconisation : le rapport constate sans rien proposer.',
    caption: (approved: number, all: number) =>
      `${plural(all, 'préconisation', 'préconisations')}, ${approved === 0 ? 'aucune approuvée à ce jour' : `${approved} ${approved > 1 ? 'approuvées' : 'approuvée'}`}`,
    recommendation: 'Préconisation',
    proposal: 'Constat et action proposée',
    cost: 'Coût HT',
    effect: 'Effet attendu',
    who: 'Responsable, échéance',
    decision: 'Décision',
    decided: (outcome: string, by: string, on: string) => `${outcome} par ${by}, ${on}`,
  },
}
