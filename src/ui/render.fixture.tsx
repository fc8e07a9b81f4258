import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { RouterProvider, createMemoryRouter } from 'react-router'
import type { Locale } from '../i18n.ts'
import { LocaleProvider } from './locale.tsx'

interface Where {
  readonly locale?: Locale
  /** Address of the page it stands on. */
  readonly at?: string
  /** What its loader gave, for a whole page. */
  readonly data?: unknown
}

/** The HTML of something as the server sends it, before any script. */
export function html(element: ReactNode, { locale = 'fr', at = '/', data }: Where = {}): string {
  const router = createMemoryRouter(
    [{ id: 'root', path: '*', element: <LocaleProvider locale={locale}>{element}</LocaleProvider> }],
    { initialEntries: [at], ...(data === undefined ? {} : { hydrationData: { loaderData: { root: data } } }) },
  )
  try {
    return renderToStaticMarkup(<RouterProvider router={router} />)
  } finally {
    router.dispose()
  }
}

/** The words of some HTML as they are read, tags and doubled spaces aside. */
export const words = (markup: string): string =>
  decoded(markup.replace(/<[^>]*>/g, ' '))
    .replace(/[ \n]+/g, ' ')
    .trim()

/** Every tag of a name, with its attributes. */
export const tags = (markup: string, name: string): Readonly<Record<string, string>>[] =>
  [...markup.matchAll(new RegExp(`<${name}((?:\\s[^>]*)?)>`, 'g'))].map(([, written = '']) =>
    Object.fromEntries(
      [...written.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
        key.toLowerCase(),
        decoded(value),
      ]),
    ),
  )

const decoded = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
