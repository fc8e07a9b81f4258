import type { fr } from './demo.fr.ts'

export const en: typeof fr = {
  there: (day) => `The demonstration is already here, up to ${day}.`,
  cut: 'The last loading was cut: the demonstration is made anew.',
  old: (day) => `The demonstration ends on ${day}: it is made anew to end today.`,
  company: 'Les Ruchers du Ventoux: objectives, personas, budget, contents, campaigns…',
  month: (month, pageviews) => `Audience up to ${month}: ${pageviews} page views`,
  done: (pageviews, seconds) => `${pageviews} page views in ${seconds} s. A fictional company, invented figures.`,
}
