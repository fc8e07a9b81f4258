import type { Words } from './errors.ts'

/** A message as `outbox.store.ts` keeps it until `mail.ts` has sent it. */
export interface Message {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly attachments?: readonly Attachment[]
  /** `List-Unsubscribe` and the like. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface Attachment {
  readonly filename: string
  readonly contentType: string
  readonly base64: string
}

/** What keeps a text from being an address that mail can be sent to; null for one that can. */
export function addressProblem(address: string): Words | null {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(address))
    return {
      fr: 'Une adresse tient sur une ligne, sans retour ni caractère de commande.',
      en: 'An address is on one line, without breaks or control characters.',
    }
  const [, name = '', domain = ''] = /^([^\s@<>()[\],;:"\\]{1,64})@([^\s@<>()[\],;:"\\]+)$/u.exec(address) ?? []
  if (name === '' || address.length > 254 || name.startsWith('.') || name.endsWith('.') || name.includes('..'))
    return {
      fr: 'Écrivez une adresse comme prenom@exemple.fr.',
      en: 'Write an address such as name@example.com.',
    }
  const labels = domain.split('.')
  const isDomain =
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label)) &&
    /^(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu.test(labels.at(-1) ?? '')
  return isDomain
    ? null
    : {
        fr: `« ${domain} » n’est pas un nom de domaine : relisez ce qui suit l’arobase.`,
        en: `“${domain}” is not a domain name: read again what follows the at sign.`,
      }
}
