import './asking.css'
import { Form, Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatNumber, formatPercent } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { Table } from '../ui/Table.tsx'
import { AudienceSection, FileLinks } from './AudienceSection.tsx'
import { Flow } from './Flow.tsx'
import { type Own, addressOf } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en } from './journeys.en.ts'
import { fr } from './journeys.fr.ts'
import { type Around, askAround, askExits, askPaths } from './journeys.store.ts'
import { valueLabel } from './labels.ts'
import { sectionOf } from './section.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const { project, site, domains, view } = await sectionOf(scope, args.params['project'], args.request)
  const page = new URL(args.request.url).searchParams.get('page')?.slice(0, 2000) || '/'
  const mayFollow = site?.mode === 'consent'
  const [around, paths, exits] = site
    ? await Promise.all([
        askAround(scope, site, view, view.filters, page),
        mayFollow ? askPaths(scope, site, view, view.filters) : null,
        askExits(scope, site, view, view.filters),
      ])
    : [null, null, []]
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    domain: site?.domain ?? null,
    domains,
    small: site?.smallFigures ?? null,
    view,
    page,
    around,
    paths,
    exits,
  }
}

type Data = Awaited<ReturnType<typeof loader>>
const ownOf = (page: string): Own => (page === '/' ? [] : [['page', page]])

export default function JourneysPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const nameOf = usePageName()
  const { base, domain, domains, view, page, around } = data
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      small={data.small}
      view={view}
      own={ownOf(page)}
    >
      <Form method="get" className="filters" preventScrollReset key={page}>
        {[...new URLSearchParams(addressOf(view))].map(([name, value], i) => (
          <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
        ))}
        <label>
          <span>{t.page}</span>
          <input name="page" defaultValue={page} required maxLength={2000} autoComplete="off" list="journey-pages" />
        </label>
        <datalist id="journey-pages">
          {data.exits.map(({ path }) => (
            <option key={path} value={path} />
          ))}
        </datalist>
        <Button type="submit">{t.show}</Button>
      </Form>
      {around && around.after.total > 0 ? (
        <>
          <Flow
            title={t.flow(nameOf(page), formatNumber(around.after.total, locale, 0))}
            page={nameOf(page)}
            before={named(around.before, nameOf, t.begins, t.others)}
            after={named(around.after, nameOf, t.ends, t.others)}
          />
          <p className="note">{t.reload}</p>
          <div className="panels">
            <Neighbours caption={t.before} around={around.before} edge={t.begins} data={data} />
            <Neighbours caption={t.after} around={around.after} edge={t.ends} data={data} />
          </div>
          <Files
            data={data}
            section="journeys"
            of={t.flow(nameOf(page), formatNumber(around.after.total, locale, 0))}
          />
        </>
      ) : (
        <p className="note">{t.none(page)}</p>
      )}
      <Paths data={data} />
      <Exits data={data} />
    </AudienceSection>
  )
}

const named = ({ rows, others }: Around, nameOf: (path: string) => string, edge: string, more: string) => [
  ...rows.slice(0, 6).map(({ path, views }) => ({ name: path === null ? edge : nameOf(path), views })),
  ...rest(
    rows.slice(6).reduce((sum, { views }) => sum + views, others),
    more,
  ),
]
const rest = (views: number, name: string) => (views > 0 ? [{ name, views }] : [])

function usePageName(): (path: string) => string {
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  return (path) => valueLabel('page', path, words, locale)
}

/** A page among the journeys: what surrounds it is one click away. */
function PageLink({ path, data }: { readonly path: string; readonly data: Data }) {
  const t = useWords({ fr, en })
  const nameOf = usePageName()
  return (
    <Link to={addressOf(data.view, {}, ownOf(path))} aria-label={t.lookAt(nameOf(path))} preventScrollReset>
      {nameOf(path)}
    </Link>
  )
}

function Neighbours(props: {
  readonly caption: string
  readonly around: Around
  readonly edge: string
  readonly data: Data
}) {
  const { caption, around, edge, data } = props
  const t = useWords({ fr, en })
  const locale = useLocale()
  const rows = [
    ...around.rows.map((row) => ({ ...row, isRest: false })),
    ...rest(around.others, '').map(({ views }) => ({ path: null, views, share: views / around.total, isRest: true })),
  ]
  return (
    <Table
      caption={caption}
      columns={[
        {
          key: 'path',
          label: t.page,
          cell: ({ path, isRest }) => (isRest ? t.others : path === null ? edge : <PageLink path={path} data={data} />),
        },
        { key: 'views', label: t.views, align: 'end', cell: ({ views }) => formatNumber(views, locale, 0) },
        {
          key: 'share',
          label: t.share,
          align: 'end',
          cell: ({ share }) => (share === null ? '—' : formatPercent(share, locale)),
        },
      ]}
      rows={rows}
      rowKey={({ path, isRest }) => (isRest ? '…' : (path ?? ''))}
    />
  )
}

function Paths({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const nameOf = usePageName()
  const locale = useLocale()
  const { paths } = data
  if (paths === null) return data.domain === null ? null : <p className="note">{t.pathsExempt}</p>
  if (paths.visits === 0) return <p className="note">{t.pathsNone}</p>
  return (
    <>
      <Table
        caption={t.paths}
        columns={[
          {
            key: 'path',
            label: t.path,
            cell: ({ pages, goesOn }) => (
              <ol className="path">
                {pages.map((path, i) => (
                  <li key={i}>{nameOf(path)}</li>
                ))}
                {goesOn ? (
                  <li>
                    <span aria-hidden="true">{t.goesOn}</span>
                    <span className="sr-only">{t.goesOnLong}</span>
                  </li>
                ) : null}
              </ol>
            ),
          },
          { key: 'visits', label: t.visits, align: 'end', cell: ({ visits }) => formatNumber(visits, locale, 0) },
          {
            key: 'share',
            label: t.share,
            align: 'end',
            cell: ({ share }) => (share === null ? '—' : formatPercent(share, locale)),
          },
        ]}
        rows={paths.paths}
        empty={t.pathsAlone}
        rowKey={({ pages, goesOn }) => `${pages.join(' ')}${goesOn ? ' …' : ''}`}
      />
      {paths.paths.length === 0 ? null : <Files data={data} section="paths" of={t.paths} />}
      {paths.visits === null || paths.alone === null ? null : (
        <p className="note">
          {t.pathsBasis(formatNumber(paths.visits, locale, 0), formatNumber(paths.alone, locale, 0))}
        </p>
      )}
    </>
  )
}

function Exits({ data }: { readonly data: Data }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  if (data.domain === null) return null
  return (
    <>
      <Table
        caption={t.exits}
        columns={[
          { key: 'path', label: t.page, cell: ({ path }) => <PageLink path={path} data={data} /> },
          { key: 'exits', label: t.exitCount, align: 'end', cell: ({ exits }) => formatNumber(exits, locale, 0) },
          {
            key: 'visits',
            label: t.seen,
            align: 'end',
            cell: ({ visits }) => (visits === null ? '—' : formatNumber(visits, locale, 0)),
          },
          {
            key: 'rate',
            label: t.rate,
            align: 'end',
            cell: ({ rate }) => (rate === null ? '—' : formatPercent(rate, locale)),
          },
        ]}
        rows={data.exits}
        rowKey={({ path }) => path}
        empty={t.empty}
      />
      {data.exits.length === 0 ? null : <Files data={data} section="exits" of={t.exits} />}
    </>
  )
}

function Files({ data, section, of }: { readonly data: Data; readonly section: string; readonly of: string }) {
  const { base, view, domain, page } = data
  return (
    <FileLinks base={base} section={section} search={addressOf({ ...view, site: domain }, {}, ownOf(page))} of={of} />
  )
}
