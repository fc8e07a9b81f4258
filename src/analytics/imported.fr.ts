const plural = (n: number, one: string, many: string) => (n > 1 ? many : one)

export const fr = {
  title: 'Chiffres importés',
  lead: (days: string, n: number) =>
    `${days} ${plural(n, 'jour de cette période vient', 'jours de cette période viennent')} d’un autre outil. ${plural(n, 'Il est montré', 'Ils sont montrés')} ici, à part : les chiffres, la courbe et les panneaux de cette page ne comptent que ce que Filrouge a mesuré.`,
  origin: (tool: string, when: string) => `${tool}, importé le ${when}`,
  overlap: (days: string, n: number) =>
    `${days} autre${plural(n, '', 's')} ${plural(n, 'jour importé est aussi mesuré', 'jours importés sont aussi mesurés')} par Filrouge : la mesure l’emporte, l’import n’y est pas montré.`,
  filtered: 'Les chiffres importés sont des totaux : aucun filtre ne s’y applique.',
  chart: (metric: string) => `${metric} importés, par jour`,
  date: 'Jour',
  series: (tools: string) => `Importé (${tools})`,
  untold: 'L’outil d’origine ne donne pas cette mesure.',
  values: (dimension: string) => `${dimension} (importé)`,
  value: 'Valeur',
  visitors: 'Visiteurs',
  visits: 'Visites',
  pageviews: 'Pages vues',
  details: 'Détails importés',
  tools: {
    ga4: 'Google Analytics 4',
    plausible: 'Plausible',
    umami: 'Umami',
    matomo: 'Matomo',
    filrouge: 'Filrouge',
  } as Record<string, string>,
}
