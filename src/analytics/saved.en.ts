import type { fr } from './saved.fr.ts'

export const en: typeof fr = {
  name: 'Name',
  keep: 'Save',
  help: 'The whole team of the project will see it. A name already taken is replaced.',
  forget: (name) => `Delete “${name}”`,
}
