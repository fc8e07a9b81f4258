import './ui/ui.css'
import { type ReactNode, useEffect, useRef } from 'react'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  data,
  useLoaderData,
  useLocation,
  useRouteError,
  useRouteLoaderData,
} from 'react-router'
import { flashGone, flashOf } from './flash.ts'
import { localeOf } from './i18n.ts'
import { type PageArgs, pageLocale } from './accounts/request.ts'
import { ErrorPage } from './ui/ErrorPage.tsx'
import { LocaleProvider, useWords } from './ui/locale.tsx'
import { themeOf } from './ui/theme.ts'
import { Toast } from './ui/Toast.tsx'
import { en } from './ui/ui.en.ts'
import { fr } from './ui/ui.fr.ts'

export async function loader(args: PageArgs) {
  const flash = flashOf(args.request)
  // A database that restarts must not take the words of the error page away.
  const shown = {
    locale: await pageLocale(args).catch(() => localeOf(args.request)),
    theme: themeOf(args.request),
    flash,
  }
  return data(shown, flash ? { headers: { 'set-cookie': flashGone } } : {})
}

export const links = () => [{ rel: 'icon', href: icon, type: 'image/svg+xml' }]

// A thread and its knot: drawn here so that a page asks for no more than it shows.
const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d1b19"/><path d="M4 22c7 0 6-12 12-12s5 12 12 12" fill="none" stroke="#ef5a3c" stroke-width="3" stroke-linecap="round"/><circle cx="16" cy="10" r="3.5" fill="#ef5a3c"/></svg>',
  )

/** The document around every page, the error page included. */
export function Layout({ children }: { readonly children: ReactNode }) {
  // No data when the root loader itself failed: French, and the device's theme.
  const shown = useRouteLoaderData<typeof loader>('root')
  const locale = shown?.locale ?? 'fr'
  return (
    <html lang={locale} data-theme={shown?.theme ?? 'system'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <LocaleProvider locale={locale}>
          <SkipLink />
          {children}
        </LocaleProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

function SkipLink() {
  const t = useWords({ fr, en })
  return (
    <a className="skip-link" href="#content">
      {t.skip}
    </a>
  )
}

export default function Root() {
  const { flash } = useLoaderData<typeof loader>()
  useFocusOnArrival()
  return (
    <>
      <Outlet />
      <Toast flash={flash} />
    </>
  )
}

/** A link or a form that goes away with its page takes the keyboard's place with it: the new content gives one. */
function useFocusOnArrival() {
  const { key } = useLocation()
  const arrived = useRef(key)
  useEffect(() => {
    if (arrived.current === key) return
    arrived.current = key
    if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true })
  }, [key])
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />
}
