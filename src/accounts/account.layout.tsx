import { Form, Outlet, useLocation } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import './accounts.css'

/** The doors: pages of people who are not in yet. One column, the product's name, the language. */
export default function AccountLayout() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { pathname, search } = useLocation()
  const other = locale === 'fr' ? 'en' : 'fr'
  return (
    <div className="door">
      <header>
        <span className="door-thread" aria-hidden="true" />
        <p className="door-name">{t.product}</p>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer>
        <Form method="post" action="/preferences" reloadDocument>
          <input type="hidden" name="back" value={pathname + search} />
          <Button type="submit" name="locale" value={other} tone="quiet" lang={other}>
            {t.language[other]}
          </Button>
        </Form>
      </footer>
    </div>
  )
}
