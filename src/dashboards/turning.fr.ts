export const fr = {
  title: 'Défilement des tableaux de bord',
  next: 'Suivant',
  previous: 'Précédent',
  pause: 'Mettre en pause',
  resume: 'Reprendre',
  full: 'Plein écran',
  leave: 'Quitter',
  keys: 'Clavier : → suivant, ← précédent, Espace pause, F plein écran.',
  count: (at: number, of: number) => `${at} sur ${of}`,
  every: (seconds: number) => `toutes les ${seconds} s`,
  paused: 'en pause',
  none: 'Aucun tableau de bord à faire défiler.',
}
