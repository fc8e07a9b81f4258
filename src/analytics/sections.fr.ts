export const fr = {
  nav: 'Pages de l’audience',
  pages: {
    audience: 'Vue d’ensemble',
    funnels: 'Entonnoirs',
    journeys: 'Parcours',
    retention: 'Fidélité',
    segments: 'Segments',
    compare: 'Comparer',
  },
  files: { csv: 'Télécharger en CSV', xlsx: 'Télécharger en XLSX', json: 'Télécharger en JSON' },
}
