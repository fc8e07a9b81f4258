import { formatNumber } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { DateField } from '../ui/Field.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { en } from './imports.en.ts'
import { fr } from './imports.fr.ts'
import type { SmallFigures } from './site.ts'

/** The way out: the days of a site as our own CSV. A plain form, whose answer is a file. */
export function ExportForm(props: {
  readonly address: string
  readonly domain: string
  readonly small: SmallFigures | null
}) {
  const { address, domain, small } = props
  const t = useWords({ fr, en }).export
  const locale = useLocale()
  return (
    <section aria-labelledby="export">
      <h2 id="export">{t.title}</h2>
      <p>{t.lead}</p>
      {small ? <p>{t.small(formatNumber(small.below, locale), small.how)}</p> : null}
      <p className="quiet">{t.imported}</p>
      <form action={address} className="form import-export">
        <div className="import-days">
          <DateField name="from" label={t.from} help={t.optional} />
          <DateField name="to" label={t.to} help={t.optional} />
        </div>
        <div className="form-actions">
          <Button type="submit">{t.download}</Button>
        </div>
      </form>
      <p>{t.byCommand}</p>
      <pre className="code" tabIndex={0} role="group" aria-label={t.byCommand}>
        <code>{`npm run filrouge -- export-history --site ${domain} ${domain}.csv`}</code>
      </pre>
    </section>
  )
}
