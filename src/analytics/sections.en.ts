import type { fr } from './sections.fr.ts'

export const en: typeof fr = {
  nav: 'Audience pages',
  pages: {
    audience: 'Overview',
  },
}
