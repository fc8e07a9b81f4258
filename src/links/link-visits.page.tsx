import './links.css'
import { Link, useLoaderData } from 'react-router'
import { appOf, type PageArgs } from '../accounts/request.ts'
import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { valueLabel } from '../analytics/labels.ts'
import { formatDate, formatDay, formatDuration, formatNumber, formatPercent, midSentence } from '../i18n.ts'
import { readObject } from '../projects/objects.store.ts'
import { Callout } from '../ui/Callout.tsx'
import { Figure, Figures } from '../ui/Figure.tsx'
import { LineChart } from '../ui/LineChart.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { ruleOfSite } from '../collect/channel-rules.store.ts'
import { en as auditEn } from './audit.en.ts'
import { fr as auditFr } from './audit.fr.ts'
import { CampaignCosts } from './CampaignCosts.tsx'
import { ClickFacets } from './ClickFacets.tsx'
import { LinkPages } from './LinkPages.tsx'
import { spanOf, spans } from './click-facets.ts'
import { linkStatistics } from './link-statistics.store.ts'
import { trackedLink } from './links.ts'
import { landingAddress } from './address.ts'
import type { TrackedLink } from './links.ts'
import { en } from './links.en.ts'
import { fr } from './links.fr.ts'
import { placeOf } from '../projects/place.store.ts'
import { predict } from './prediction.ts'
import { en as qrEn } from './qr-design.en.ts'
import { fr as qrFr } from './qr-design.fr.ts'
import { lookOf } from './qr-design.store.ts'
import { pngSizes, printSizes, qrSvg } from './qr.ts'
import { en as statsEn } from './stats.en.ts'
import { fr as statsFr } from './stats.fr.ts'

const shownMetrics = ['visits', 'visitors', 'bounceRate', 'visitDuration', 'conversions', 'conversionRate'] as const

export async function loader(args: PageArgs) {
  const { scope, project, base } = await placeOf(args)
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  const values = link.values as TrackedLink
  const days = spanOf(new URL(args.request.url).searchParams.get('days'))
  const { site, unmeasured, period: _, ...told } = await linkStatistics(scope, project, { id: link.id, values }, days)
  const prediction = predict(values, site?.mode ?? null, await ruleOfSite(scope, site))
  const address = `${appOf(args).url}/l/${values.slug ?? ''}`
  return {
    ...told,
    base,
    id: link.id,
    days,
    pngSizes,
    printSizes,
    currency: project.currency,
    title: link.title,
    address,
    landing: landingAddress(values.destination, values),
    qr: `data:image/svg+xml;base64,${Buffer.from(qrSvg(address, await lookOf(scope, project.id))).toString('base64')}`,
    warnings: prediction.warnings,
    channel: valueLabel('channel', prediction.channel, { fr: audienceFr, en: audienceEn }[scope.locale], scope.locale),
    // The words of these figures alone: those of all the others would weigh on the page.
    metrics: Object.fromEntries(
      shownMetrics.map((name) => [name, { fr: catalogFr, en: catalogEn }[scope.locale].metrics[name]]),
    ) as Record<(typeof shownMetrics)[number], { label: string; definition: string; formula: string }>,
    why: unmeasured,
  }
}

export default function LinkVisitsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en }).visits
  const audit = useWords({ fr: auditFr, en: auditEn })
  const qr = useWords({ fr: qrFr, en: qrEn })
  const stats = useWords({ fr: statsFr, en: statsEn })
  const here = `${data.base}/links/${data.id}`
  const locale = useLocale()
  const total = (kind: 'person' | 'bot' | 'preview') => data.clicks.reduce((sum, day) => sum + day[kind], 0)
  const count = (n: number) => formatNumber(n, locale, 0)
  return (
    <Page
      title={data.title}
      kicker={t.title}
      lead={t.lead(data.title)}
      toolbar={<LinkPages title={data.title} here={here} />}
    >
      <section className="link-publish">
        <img src={data.qr} alt={t.qrAlt(data.address)} width="160" height="160" />
        <dl className="facts">
          <dt>{t.shortAddress}</dt>
          <dd>
            <code>{data.address}</code>
          </dd>
          <dt>{t.landing}</dt>
          <dd>
            <a href={data.landing} rel="noreferrer">
              {data.landing}
            </a>
          </dd>
          <dt>{t.channel}</dt>
          <dd>{data.channel}</dd>
          <dt>{qr.files}</dt>
          <dd>
            <p className="files">
              <a href={`${here}/qr/svg`} download>
                {qr.svg}
              </a>
              {data.pngSizes.map((size) => (
                <a key={size} href={`${here}/qr/png?size=${size}`} download>
                  {qr.png(size)}
                </a>
              ))}
              {data.printSizes.map((size) => (
                <a key={size} href={`${here}/qr/pdf?size=${size}`} download>
                  {qr.pdf(size)}
                </a>
              ))}
            </p>
            <p className="note">
              {qr.print} <Link to={`${data.base}/link-qr`}>{qr.design}</Link>
            </p>
          </dd>
        </dl>
      </section>
      {data.warnings.length > 0 ? (
        <Callout tone="warn" title={t.warnings}>
          <ul>
            {data.warnings.map((warning) => (
              <li key={warning.en}>{warning[locale]}</li>
            ))}
          </ul>
        </Callout>
      ) : (
        <p>
          <Status tone="good">{t.noWarnings}</Status>
        </p>
      )}
      <h2>{t.clicks}</h2>
      <nav className="spans" aria-label={stats.span}>
        {spans.map((span) => (
          <Link
            key={span}
            to={`${here}/visits?days=${span}`}
            {...(span === data.days ? { 'aria-current': 'true' as const } : {})}
            preventScrollReset
          >
            {stats.spanOf(span)}
          </Link>
        ))}
      </nav>
      <Figures label={t.clicks}>
        <Figure label={t.person} value={count(total('person'))} definition={t.personHelp} />
        <Figure label={t.preview} value={count(total('preview'))} definition={t.previewHelp} />
        <Figure label={t.bot} value={count(total('bot'))} definition={t.botHelp} />
      </Figures>
      {total('person') === 0 ? (
        <p className="note">{t.neverClicked}</p>
      ) : (
        <LineChart
          title={t.clicksOf(count(total('person')), data.days)}
          xLabel={t.day}
          labels={data.clicks.map(({ day }) => formatDate(day, locale))}
          shortLabels={data.clicks.map(({ day }) => formatDay(day, locale))}
          whole
          series={[{ name: t.person, values: data.clicks.map(({ person }) => person), isOpen: true }]}
          format={(value) => count(value)}
        />
      )}
      <ClickFacets hours={data.hours} totals={data.facets} people={total('person')} />
      <p className="table-exports">
        <a href={`${here}/clicks/export?days=${data.days}`} download>
          {stats.export}
        </a>{' '}
        <a href={`${here}/clicks/export?days=${data.days}&format=xlsx`} download>
          {stats.exportXlsx}
        </a>
      </p>
      <h2>{t.visits}</h2>
      <p className="note">{data.why === null ? t.visitsOf : t[data.why]}</p>
      {data.consented === null ? null : <p className="note">{t.consented(formatPercent(data.consented, locale))}</p>}
      {data.visits ? (
        <Figures label={t.visits}>
          <Figure
            label={data.metrics.visits.label}
            value={count(data.visits.visits ?? 0)}
            definition={data.metrics.visits.definition}
            formula={data.metrics.visits.formula}
          />
          <Figure
            label={data.metrics.bounceRate.label}
            value={percent(data.visits.bounceRate)}
            definition={data.metrics.bounceRate.definition}
            formula={data.metrics.bounceRate.formula}
          />
          <Figure
            label={data.metrics.visitDuration.label}
            value={data.visits.visitDuration == null ? null : formatDuration(data.visits.visitDuration, locale)}
            definition={data.metrics.visitDuration.definition}
            formula={data.metrics.visitDuration.formula}
          />
          <Figure
            label={data.metrics.conversions.label}
            value={count(data.visits.conversions ?? 0)}
            definition={data.metrics.conversions.definition}
            formula={data.metrics.conversions.formula}
          />
          <Figure
            label={data.metrics.conversionRate.label}
            value={percent(data.visits.conversionRate)}
            definition={data.metrics.conversionRate.definition}
            formula={data.metrics.conversionRate.formula}
          />
        </Figures>
      ) : null}
      {data.variants.length > 0 ? (
        <section aria-labelledby="variants">
          <h3 id="variants">{audit.alias}</h3>
          <ul>
            {data.variants.map(({ source, medium, campaign, visits }) => (
              <li key={`${source} ${medium} ${campaign}`}>
                <code>{[source, medium, campaign].map((part) => part || '—').join(' · ')}</code> {count(visits)}{' '}
                {midSentence(data.metrics.visits.label, locale)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <CampaignCosts base={data.base} linkTo={here} costs={data.costs} currency={data.currency} />
    </Page>
  )

  function percent(value: number | null | undefined) {
    return value == null ? null : formatPercent(value, locale)
  }
}
