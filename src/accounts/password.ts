import type { Words } from '../errors.ts'

export const passwordMinimum = 10
/** scrypt reads all of it: longer would be a way to keep the server busy. */
export const passwordMaximum = 128

/** The first words that come to mind, and so the first that are tried. */
const common = new Set([
  'motdepasse', 'motdepasse1', 'motdepasse123', 'azertyuiop', 'azerty1234', 'azerty12345', 'qwertyuiop', 'qwerty1234', 'qwerty12345',
  'password12', 'password123', 'password1234', 'passw0rd123', '1234567890', '12345678910', '0123456789', '0987654321', 'abcdefghij',
  'iloveyou123', 'administrateur', 'administrator', 'bienvenue1', 'bienvenue123', 'changezmoi', 'changeme123', 'letmein1234',
  'soleil1234', 'doudou1234', 'filrouge123', 'filrouge1234', 'marseille13', 'communication', 'confidentiel',
]) // prettier-ignore

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/**
 * What is wrong with a password chosen by this person, or null. Length is what counts (NIST SP 800-63B): no rule on
 * capitals or signs, but no word that is tried first and nothing taken from the name or the address.
 */
export function passwordProblem(
  password: string,
  person: { readonly email: string; readonly name: string },
): Words | null {
  if (Array.from(password).length < passwordMinimum)
    return {
      fr: `${passwordMinimum} caractères au moins. Une phrase de quatre mots convient bien.`,
      en: `At least ${passwordMinimum} characters. A phrase of four words does well.`,
    }
  if (password.length > passwordMaximum)
    return { fr: `${passwordMaximum} caractères au plus.`, en: `At most ${passwordMaximum} characters.` }
  const typed = plain(password)
  if (common.has(typed) || new Set(typed).size < 4)
    return {
      fr: 'Ce mot de passe est parmi les premiers essayés. Choisissez-en un moins courant.',
      en: 'This password is among the first to be tried. Choose a less common one.',
    }
  if (ownWords(person).some((word) => typed.replaceAll(word, '').length < 6 && typed.includes(word)))
    return {
      fr: 'Ce mot de passe reprend votre nom ou votre adresse. Choisissez-en un qui ne se devine pas.',
      en: 'This password is made of your name or address. Choose one that cannot be guessed.',
    }
  return null
}

function ownWords({ email, name }: { email: string; name: string }): string[] {
  const [local = '', domain = ''] = email.split('@')
  const words = [email, local, domain, domain.split('.')[0] ?? '', name, ...name.split(/\s+/), ...local.split(/[._+-]/)]
  return words.map(plain).filter((word) => word.length >= 4)
}
