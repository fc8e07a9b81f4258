import type { MemberRole } from '../accounts/roles.ts'
import type { ProjectValues } from '../projects/project.ts'
import { type Dates, timeZone } from './piece.ts'

export const company = 'Les Ruchers du Ventoux'

/** Who works there, by role. Nobody has a password: they are entered by the doors of the demonstration, or by a test. */
export const people = {
  owner: { name: 'Paul Vial', email: 'paul@ruchers-ventoux.example' },
  lead: { name: 'Camille Roux', email: 'camille@ruchers-ventoux.example' },
  management: { name: 'Jeanne Vial', email: 'jeanne@ruchers-ventoux.example' },
  contributor: { name: 'Hugo Martin', email: 'hugo@ruchers-ventoux.example' },
} as const satisfies Record<MemberRole, { readonly name: string; readonly email: string }>

/** The printer, who reads proofs by a link. */
export const guest = { link: 'Imprimerie Ferrand', name: 'Luc Ferrand' }

/** 48,000 € excl. VAT: what the management gave. */
export const envelopeCents = 48_000_00

export const project = (dates: Dates): ProjectValues => ({
  name: 'Du rucher au panier',
  company,
  sector: 'Apiculture, miel et produits de la cire',
  size: '9 personnes, 420 ruches',
  offer:
    'Miels de lavande, de garrigue, de châtaignier et toutes fleurs ; pain d’épices ; bougies et baume de cire ; coffrets. Vente sur six marchés, à la mielerie et en ligne.',
  area: 'Carpentras et le pied du Ventoux ; la France entière en ligne',
  positioning: 'Un miel dont on connaît la colline et la main : du rucher au panier, sans intermédiaire.',
  startsOn: dates.project.from,
  endsOn: dates.project.to,
  envelopeCents,
  vatReference: 'excl',
  timeZone,
  currency: 'EUR',
})
