import { Form, Outlet, useLocation } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en as accountsEn } from './accounts.en.ts'
import { fr as accountsFr } from './accounts.fr.ts'
import { en } from './shares.en.ts'
import { fr } from './shares.fr.ts'
import './accounts.css'

/** Around a shared view: what it is, the product's name, the language; nothing that leads elsewhere. */
export default function ShareLayout() {
  const { product, language } = useWords({ fr: accountsFr, en: accountsEn })
  const t = useWords({ fr, en })
  const { pathname, search } = useLocation()
  const other = useLocale() === 'fr' ? 'en' : 'fr'
  return (
    <div className="shared-shell">
      <meta name="robots" content="noindex, nofollow" />
      <header>
        <span className="door-thread" aria-hidden="true" />
        <p className="door-name">{product}</p>
        <p className="quiet">{t.readOnly}</p>
        <Form method="post" action="/preferences" reloadDocument>
          <input type="hidden" name="back" value={pathname + search} />
          <Button type="submit" name="locale" value={other} tone="quiet" lang={other}>
            {language[other]}
          </Button>
        </Form>
      </header>
      <Outlet />
    </div>
  )
}
