export const fr = {
  nav: 'Pages de l’audience',
  pages: {
    audience: 'Vue d’ensemble',
  },
}
