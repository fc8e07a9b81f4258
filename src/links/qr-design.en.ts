import type { fr } from './qr-design.fr.ts'

export const en: typeof fr = {
  title: 'Look of the QR codes',
  lead: 'The colours and the logo of all QR codes of the project. Contrast is checked, and error correction rises by itself when a logo hides the middle.',
  preview: 'Preview',
  previewAlt: 'QR code of the project, with its colours and logo',
  contrast: (value, least) => `Contrast: ${value}, for at least ${least}.`,
  dark: 'Colour of the modules',
  light: 'Colour of the background',
  logo: 'Logo in the middle',
  logoHelp: 'PNG picture of 300 kB and 1,200 pixels a side at most. It takes less than a twentieth of the code.',
  removeLogo: 'Remove the logo',
  save: 'Save the look',
  saved: 'Look saved: the next downloads take it.',
  errors: 'This look is to be mended',
  tryIt: 'Before printing, read the file with two phones, at the size and on the paper planned.',
  files: 'QR code, as a file',
  svg: 'SVG',
  png: (pixels) => `PNG ${pixels} px`,
  pdf: (mm) => `PDF ${mm} mm`,
  print: 'The PDF has its trim size, quiet zone included, with a bleed of 3 mm; its colours are RGB.',
  design: 'Change the colours or the logo',
}
