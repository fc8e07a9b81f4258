export const fr = {
  one: 'action',
  many: 'Actions',
  add: 'Ajouter une action',
  purpose:
    'Une action met un objectif en œuvre : qui la mène, de quand à quand, et ce qu’elle livre. Ensemble elles font le plan d’actions.',
  example:
    '« Relancer les clients de l’été par une série de trois e-mails », Nadia, du 1er au 20 octobre, livre les trois e-mails validés.',
  fields: {
    title: { label: 'Action', help: 'Un verbe et un résultat : « Refaire la page des miels ».' },
    state: { label: 'État' },
    owner: { label: 'Responsable', help: 'Une seule personne répond de l’action.' },
    startsOn: { label: 'Début' },
    endsOn: { label: 'Fin' },
    progress: { label: 'Avancement', unit: '%' },
    deliverable: { label: 'Livrable', help: 'Ce qui existe à la fin et qui peut être montré.' },
    deliverableDueOn: { label: 'Livrable attendu le' },
    detail: { label: 'Précisions' },
  },
  options: { state: { todo: 'À faire', doing: 'En cours', done: 'Terminée', cancelled: 'Abandonnée' } },
  groups: { time: 'Calendrier', deliverable: 'Livrable' },
}
