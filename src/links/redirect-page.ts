import { escapeHtml } from '../html.ts'
import type { Locale } from '../i18n.ts'

// The few sentences that who follows a link may read, before he belongs anywhere: small pages that need no file of ours.

const words = {
  fr: {
    gone: 'Ce lien n’existe pas ou n’est plus publié.',
    over: 'Ce lien est arrivé à son terme : il n’est plus publié.',
    title: 'Lien protégé',
    lead: 'Pour suivre ce lien, écrivez le mot de passe que vous a donné la personne qui l’a publié.',
    password: 'Mot de passe',
    follow: 'Suivre le lien',
    wrong: 'Ce mot de passe n’est pas le bon. Vérifiez les majuscules, puis réessayez.',
    wait: (seconds: number) => `Trop d’essais : réessayez dans ${seconds}\u202fs.`,
    going: 'Vous allez à la page du lien.',
    continue: 'Continuer',
  },
  en: {
    gone: 'This link does not exist or is no longer published.',
    over: 'This link has come to its end: it is no longer published.',
    title: 'Protected link',
    lead: 'To follow this link, write the password given by whoever published it.',
    password: 'Password',
    follow: 'Follow the link',
    wrong: 'This is not the right password. Check the capitals, then try again.',
    wait: (seconds: number) => `Too many tries: try again in ${seconds} s.`,
    going: 'You are going to the page of the link.',
    continue: 'Continue',
  },
}

export const goneText = `${words.fr.gone}\n${words.en.gone}\n`
export const overText = `${words.fr.over}\n${words.en.over}\n`

const page = (locale: Locale, title: string, body: string, head = '') => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">${head}<title>${title}</title></head>
<body style="font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:12vh auto;padding:0 1rem"><main>${body}</main></body></html>
`

/** Asks the word of a protected link. `trouble` says why the last one did not do. */
export function passwordPage(locale: Locale, trouble: 'wrong' | { readonly wait: number } | null): string {
  const t = words[locale]
  const said = trouble === null ? '' : trouble === 'wrong' ? t.wrong : t.wait(trouble.wait)
  return page(
    locale,
    t.title,
    `<h1>${t.title}</h1><p>${t.lead}</p>
<form method="post"><p><label for="password">${t.password}</label><br>
<input id="password" name="password" type="password" required autofocus autocomplete="off" style="font:inherit;padding:.4rem;width:100%;box-sizing:border-box"${said === '' ? '' : ' aria-invalid="true" aria-describedby="trouble"'}></p>
${said === '' ? '' : `<p id="trouble" role="alert">✗ ${said}</p>`}
<p><button style="font:inherit;padding:.5rem 1rem">${t.follow}</button></p></form>`,
  )
}

/**
 * Sends a reader on after the right word. Not a redirect: browsers hold the answer to a form to the origins the page may send forms to.
 */
export function goingPage(locale: Locale, landing: string): string {
  const t = words[locale]
  const to = escapeHtml(landing)
  return page(
    locale,
    t.going,
    `<h1>${t.going}</h1><p><a href="${to}">${t.continue}</a></p>`,
    `<meta http-equiv="refresh" content="0;url=${to}">`,
  )
}
