export const fr = {
  there: (day: string) => `La démonstration est déjà là, jusqu’au ${day}.`,
  cut: 'Le dernier chargement a été interrompu : la démonstration est refaite.',
  old: (day: string) => `La démonstration s’arrête au ${day} : elle est refaite pour finir aujourd’hui.`,
  company: 'Les Ruchers du Ventoux : objectifs, personas, budget, contenus, campagnes…',
  month: (month: string, pageviews: string) => `Audience jusqu’à ${month} : ${pageviews} pages vues`,
  done: (pageviews: string, seconds: string) =>
    `${pageviews} pages vues en ${seconds} s. Entreprise fictive, chiffres inventés.`,
}
