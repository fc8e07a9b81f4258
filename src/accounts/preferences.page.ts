import { textOf } from './form.ts'
import { redirect } from 'react-router'
import { isLocale, localeCookie } from '../i18n.ts'
import { isTheme, themeCookie } from '../ui/theme.ts'
import { updatePerson } from './people.store.ts'
import { type PageArgs, appOf, personOf, safeNext } from './request.ts'

const year = 365 * 24 * 3600

/** Keeps the language or the theme a reader chose, in this browser and for the person signed in, and goes back to the page. */
export async function action(args: PageArgs) {
  const form = await args.request.formData()
  const headers = new Headers()
  const keep = (name: string, value: string) =>
    headers.append('set-cookie', `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax`)
  const chosen = (name: string) => textOf(form, name)
  const [locale, theme] = [chosen('locale'), chosen('theme')]
  if (isLocale(locale)) keep(localeCookie, locale)
  if (isTheme(theme)) keep(themeCookie, theme)
  const person = await personOf(args)
  if (person && (isLocale(locale) || isTheme(theme)))
    await updatePerson(appOf(args).db, person.id, {
      name: person.name,
      locale: isLocale(locale) ? locale : person.locale,
      theme: isTheme(theme) ? (theme === 'system' ? null : theme) : person.theme,
    })
  return redirect(backTo(chosen('back')), { headers })
}

/** The page the form was on, the doors included; another site is never gone to. */
const backTo = (path: string) =>
  /^\/(sign-in|welcome)(?:[/?#]|$)/.test(path) && !/[\\\p{Cc}]/u.test(path) ? path : safeNext(path)

/** Opened by hand, the address has nothing to show. */
export const loader = () => redirect('/')
