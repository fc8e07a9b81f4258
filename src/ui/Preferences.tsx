import { Monitor, Moon, Sun } from 'lucide-react'
import { Form, useLocation, useRouteLoaderData } from 'react-router'
import { useLocale, useWords } from './locale.tsx'
import { type Theme, themes } from './theme.ts'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

const icons = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Theme, unknown>

/** The language and the look of the pages: two forms, which need no script. */
export function Preferences() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { pathname, search } = useLocation()
  const theme = useRouteLoaderData<{ theme: Theme }>('root')?.theme ?? 'system'
  const other = locale === 'fr' ? 'en' : 'fr'
  const back = <input type="hidden" name="back" value={pathname + search} />
  return (
    <div className="preferences">
      <Form method="post" action="/preferences" preventScrollReset>
        {back}
        <button type="submit" name="locale" value={other} lang={other} className="button button-quiet">
          {t.otherLanguage}
        </button>
      </Form>
      <Form method="post" action="/preferences" preventScrollReset>
        {back}
        <div className="themes" role="group" aria-label={t.theme}>
          {themes.map((each) => {
            const Icon = icons[each]
            return (
              <button
                key={each}
                type="submit"
                name="theme"
                value={each}
                aria-pressed={each === theme}
                title={t.themes[each]}
                className="button button-quiet"
              >
                <Icon size={16} aria-hidden="true" />
                <span className="sr-only">{t.themes[each]}</span>
              </button>
            )
          })}
        </div>
      </Form>
    </div>
  )
}
