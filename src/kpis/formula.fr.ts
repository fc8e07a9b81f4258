const n = '\u202f'

export const fr = {
  facts: {
    budgetPlanned: {
      written: 'budgetPrévu',
      label: 'Budget prévu',
      definition: 'Somme des lignes du budget, HT ou TTC selon la référence du projet.',
    },
    budgetCommitted: {
      written: 'budgetEngagé',
      label: 'Budget engagé',
      definition: 'Lignes du budget engagées, facturées ou payées : leur montant réel, sinon leur montant prévu.',
    },
    budgetSpent: {
      written: 'budgetDépensé',
      label: 'Budget dépensé',
      definition: 'Lignes du budget facturées ou payées : leur montant réel, sinon leur montant prévu.',
    },
    campaignBudget: {
      written: 'coûtPrévuCampagne',
      label: 'Coût prévu des campagnes',
      definition: 'Somme des coûts prévus HT des campagnes.',
    },
    campaignCost: {
      written: 'coûtCampagne',
      label: 'Coût réel des campagnes',
      definition: 'Somme des coûts réels HT notés sur les campagnes.',
    },
    tasksPlanned: {
      written: 'tâchesPrévues',
      label: 'Tâches prévues',
      definition: 'Actions du plan qui finissent dans la période du KPI, sauf celles qui sont annulées.',
    },
    tasksDone: {
      written: 'tâchesFaites',
      label: 'Tâches faites',
      definition: 'Parmi les tâches prévues, celles qui sont faites.',
    },
    tasksLate: {
      written: 'tâchesEnRetard',
      label: 'Tâches en retard',
      definition: 'Parmi les tâches prévues, celles dont le jour est passé sans qu’elles soient faites.',
    },
    contentsPlanned: {
      written: 'contenusPrévus',
      label: 'Contenus prévus',
      definition: 'Contenus prévus au calendrier dans la période du KPI.',
    },
    contentsPublished: {
      written: 'contenusPubliés',
      label: 'Contenus publiés',
      definition: 'Parmi les contenus prévus, ceux qui sont publiés.',
    },
    contentsLate: {
      written: 'contenusEnRetard',
      label: 'Contenus en retard',
      definition: 'Parmi les contenus prévus, ceux dont le jour est passé sans publication.',
    },
    clicks: {
      written: 'clics',
      label: 'Clics',
      definition: 'Clics de personnes sur les liens suivis, robots et aperçus à part.',
    },
  },
  filters: {
    site: 'site',
    goal: 'objectif',
    event: 'événement',
    utmCampaign: 'campagne',
    category: 'catégorie',
    campaign: 'campagne',
    owner: 'responsable',
    author: 'auteur',
    link: 'lien',
  },
  functions: { min: 'min', max: 'max', abs: 'abs', round: 'arrondi' },
  units: { money: 'un montant', ratio: 'une part', count: 'un nombre', duration: 'une durée', number: 'un nombre' },
  problems: {
    empty: 'La formule est vide : écrivez par exemple coûtCampagne ÷ conversions.',
    tooLong: (max: number) => `La formule dépasse ${max} caractères : partagez-la en deux KPI.`,
    tooDeep: 'Trop de parenthèses l’une dans l’autre : simplifiez la formule.',
    sign: (sign: string) => `« ${sign} » n’a pas de sens ici : les signes sont + − × ÷ ( ) [ ] ; et les guillemets.`,
    quote: 'Les guillemets ne sont pas refermés : ajoutez " à la fin de la valeur.',
    number: (typed: string) => `« ${typed} » n’est pas un nombre : écrivez 1250,5 ou 12${n}%.`,
    missing: 'Il manque un chiffre ici : une mesure, un nombre ou une parenthèse.',
    close: (sign: string) => `La parenthèse n’est pas refermée : ajoutez ${sign}.`,
    extra: (found: string) => `« ${found} » arrive sans signe devant : ajoutez +, −, × ou ÷.`,
    closeExtra: (sign: string) => `« ${sign} » ne ferme rien : retirez-le.`,
    unknown: (name: string, near: string | null) =>
      near === null
        ? `« ${name} » n’est pas une mesure connue : choisissez-en une dans la liste.`
        : `« ${name} » n’est pas une mesure connue : vouliez-vous écrire ${near}${n}?`,
    filterOperator: 'Un filtre s’écrit canal = "Email", canal ≠ "Direct" ou page ~ "/blog".',
    filterValue: 'Écrivez la valeur du filtre entre guillemets : canal = "Email".',
    unknownFilter: (name: string, near: string | null) =>
      near === null
        ? `« ${name} » n’est pas un filtre connu.`
        : `« ${name} » n’est pas un filtre connu : vouliez-vous écrire ${near}${n}?`,
    wrongFilter: (filter: string, figure: string) => `${figure} ne se filtre pas par ${filter} : retirez ce filtre.`,
    factContains: 'Ce filtre ne prend que = et ≠.',
    arguments: (name: string, wanted: string) =>
      `${name} prend ${wanted}, que sépare un point-virgule : ${name}(visites; 100).`,
    argumentsOne: 'une valeur',
    argumentsTwo: 'deux valeurs',
    unlike: (left: string, right: string) =>
      `On n’additionne pas ${left} et ${right} : divisez, ou ramenez les deux à la même unité.`,
    unlikeIn: (name: string, left: string, right: string) =>
      `${name} compare des valeurs de même unité, pas ${left} et ${right}.`,
    times: (left: string, right: string) =>
      `${left} multiplié par ${right} ne veut rien dire : vouliez-vous diviser${n}?`,
    over: (left: string, right: string) =>
      `${left} divisé par ${right} n’a pas d’unité d’usage : inversez la division pour lire un coût ou une durée par unité.`,
    constant: 'La formule ne lit aucune mesure : ajoutez-en une de la liste.',
  },
  reasons: {
    zero: (text: string) => `${text} vaut 0 : la division ne se calcule pas.`,
    unknownSite: (site: string) => `« ${site} » n’est pas un site mesuré de ce projet.`,
    noSite: 'Ce projet n’a pas encore de site mesuré.',
    empty: (text: string) => `${text} n’a pas de valeur sur la période.`,
  },
}
