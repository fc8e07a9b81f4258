import type { Words } from '../errors.ts'

/** Contrast under which phones begin to miss a code, with a margin for print and dim light. */
export const leastContrast = 4

const channel = (byte: number) => {
  const share = byte / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of '#rrggbb', 0 to 1 (WCAG 2.2). */
const luminance = (colour: string) =>
  0.2126 * channel(Number.parseInt(colour.slice(1, 3), 16)) +
  0.7152 * channel(Number.parseInt(colour.slice(3, 5), 16)) +
  0.0722 * channel(Number.parseInt(colour.slice(5, 7), 16))

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrastOf(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** What is wrong with a pair of colours, by field. */
export function colourProblems(dark: string, light: string): Record<string, Words> {
  const wrong = [
    ['dark', dark],
    ['light', light],
  ].find(([, colour]) => !/^#[0-9a-f]{6}$/.test(colour ?? ''))
  if (wrong) return { [wrong[0] ?? 'dark']: { fr: 'Une couleur s’écrit #1a2b3c.', en: 'A colour is written #1a2b3c.' } }
  if (luminance(dark) >= luminance(light))
    return {
      dark: {
        fr: 'Les modules doivent être plus sombres que le fond : beaucoup de téléphones ne lisent pas un code inversé.',
        en: 'The modules must be darker than the background: many phones cannot read an inverted code.',
      },
    }
  const contrast = contrastOf(dark, light)
  if (contrast >= leastContrast) return {}
  // Cut, not rounded: 3.97 is not told as the 4 that is asked.
  const en = (Math.floor(contrast * 10) / 10).toFixed(1)
  const fr = en.replace('.', ',')
  return {
    dark: {
      fr: `Contraste de ${fr} : il en faut ${leastContrast} au moins pour être lu sur une affiche. Foncez les modules ou éclaircissez le fond.`,
      en: `Contrast of ${en}: at least ${leastContrast} is needed to be read on a poster. Darken the modules or lighten the background.`,
    },
  }
}
