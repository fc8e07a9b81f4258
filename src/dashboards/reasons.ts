import type { Words } from '../errors.ts'

/** Why a card has no figure. */
export const reasons = {
  nothing: { fr: 'Aucune visite sur la période.', en: 'No visit over the period.' },
  small: { fr: 'Trop peu de visites pour que ce chiffre soit montré.', en: 'Too few visits for this figure to be shown.' },
  noSite: { fr: 'Ce projet ne mesure encore aucun site.', en: 'This project measures no site yet.' },
  noSegment: {
    fr: 'Le segment de cette carte n’existe plus : choisissez-en un autre.',
    en: 'The segment of this card is gone: choose another.',
  },
  noKpi: { fr: 'Le KPI de cette carte n’existe plus : choisissez-en un autre.', en: 'The KPI of this card is gone: choose another.' },
  failed: { fr: 'Le calcul n’a pas abouti. Les autres cartes sont justes.', en: 'The figure could not be computed. The other cards are right.' },
  unknownSite: (domain: string): Words => ({
    fr: `Le site ${domain} n’est plus mesuré dans ce projet.`,
    en: `The site ${domain} is no longer measured in this project.`,
  }),
} as const // prettier-ignore
