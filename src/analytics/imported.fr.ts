const plural = (n: number, one: string, many: string) => (n > 1 ? many : one)

export const fr = {
  title: 'Chiffres importés',
  lead: (days: string, n: number) =>
    `${days} ${plural(n, 'jour de cette période vient', 'jours de cette période viennent')} d’un autre outil. ${plural(n, 'Il est montré', 'Ils sont montrés')} à part, sous le nom de cet outil : en pointillé sur la courbe, sous la liste de chaque panneau, et en chiffres ci-dessous. Rien d’autre sur cette page ne ${plural(n, 'le', 'les')} compte.`,
  hidden: (days: string, n: number) =>
    `${days} ${plural(n, 'jour importé d’un autre outil est masqué', 'jours importés d’un autre outil sont masqués')}.`,
  hide: 'Masquer les chiffres importés',
  show: 'Montrer les chiffres importés',
  origin: (tool: string, when: string) => `${tool}, importé le ${when}`,
  overlap: (days: string, n: number) =>
    `${days} autre${plural(n, '', 's')} ${plural(n, 'jour importé est aussi mesuré', 'jours importés sont aussi mesurés')} par Filrouge : la mesure l’emporte, l’import n’y est pas montré.`,
  filtered: 'Les chiffres importés sont des totaux : aucun filtre ne s’y applique.',
  series: (tools: string) => `Importé (${tools})`,
  untold: 'L’outil d’origine ne donne pas cette mesure.',
  tools: {
    ga4: 'Google Analytics 4',
    plausible: 'Plausible',
    umami: 'Umami',
    matomo: 'Matomo',
    filrouge: 'Filrouge',
  } as Record<string, string>,
}
