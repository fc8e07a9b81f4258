import './asking.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatPercent } from '../i18n.ts'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { AudienceSection, FileLinks } from './AudienceSection.tsx'
import { RetentionGrid } from './RetentionGrid.tsx'
import { type Own, addressOf } from './audience.ts'
import { en } from './retention.en.ts'
import { fr } from './retention.fr.ts'
import { askRetention } from './retention.store.ts'
import { type CohortSize, cohortSizeOf, cohortSizes, wholeShares } from './retention.ts'
import { sectionOf } from './section.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const { project, site, domains, view, today } = await sectionOf(scope, args.params['project'], args.request)
  const size = cohortSizeOf(new URL(args.request.url).searchParams.get('size'))
  const isExempt = site?.mode !== 'consent'
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    domain: site?.domain ?? null,
    domains,
    small: site?.smallFigures ?? null,
    view,
    size,
    isExempt,
    cohorts: site && !isExempt ? await askRetention(scope, site, view, view.filters, size, today) : [],
  }
}

const ownOf = (size: CohortSize): Own => (size === 'week' ? [] : [['size', size]])

export default function RetentionPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const { base, domain, domains, view, size, isExempt, cohorts } = data
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      small={data.small}
      view={view}
      own={ownOf(size)}
    >
      {isExempt ? (
        <Empty
          title={t.exempt.title}
          text={t.exempt.text}
          action={<LinkButton to={`${base}/sites/${domain}`}>{t.exempt.action}</LinkButton>}
        />
      ) : (
        <>
          <nav aria-label={t.by} className="segmented">
            {cohortSizes.map((one) => (
              <Link
                key={one}
                to={addressOf(view, {}, ownOf(one))}
                preventScrollReset
                {...(one === size ? { 'aria-current': 'true' as const } : {})}
              >
                {t.sizes[one]}
              </Link>
            ))}
          </nav>
          <p className="note">
            {t.basis} {view.filters.length > 0 ? t.filtered : null}
          </p>
          {cohorts.every((cohort) => cohort.size === 0) ? (
            <Empty title={t.empty.title} text={t.empty.text} example={t.empty.example} />
          ) : (
            <Answer data={data} />
          )}
        </>
      )}
    </AudienceSection>
  )
}

function Answer({ data }: { readonly data: Awaited<ReturnType<typeof loader>> }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { base, domain, view, size, cohorts } = data
  const shares = wholeShares(cohorts).slice(1)
  return (
    <>
      {shares.length > 1 ? (
        <LineChart
          title={t.curve}
          xLabel={t.elapsed}
          labels={shares.map((_, i) => t.afterLong[size](i + 1))}
          shortLabels={shares.map((_, i) => t.after[size](i + 1))}
          series={[{ name: t.whole, values: shares }]}
          format={(share) => formatPercent(share, locale)}
        />
      ) : null}
      <RetentionGrid cohorts={cohorts} size={size} />
      <p className="note">{t.running}</p>
      <FileLinks base={base} section="retention" search={addressOf({ ...view, site: domain }, {}, ownOf(size))} />
    </>
  )
}
