import './asking.css'
import { Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { LinkButton } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { useLocale, useWords } from '../ui/locale.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { AudienceSection, FileLinks } from './AudienceSection.tsx'
import { type Own, addressOf } from './audience.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { en } from './goals.en.ts'
import { fr } from './goals.fr.ts'
import type { GoalBreakdown } from './goals.ts'
import { type Attained, type GoalAttained, askGoal, askGoals } from './goals.store.ts'
import { valueLabel } from './labels.ts'
import { mayKeep } from './saved.store.ts'
import { sectionOf } from './section.store.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const { project, site, domains, view } = await sectionOf(scope, args.params['project'], args.request)
  const asked = new URL(args.request.url).searchParams.get('goal')
  const goals = site ? await askGoals(scope, site, view, view.filters) : []
  const goal = goals.find(({ id }) => id === asked) ?? goals[0] ?? null
  return {
    base: `/w/${args.params['workspace']}/p/${project.slug}`,
    domain: site?.domain ?? null,
    currency: site?.currency ?? project.currency,
    domains,
    small: site?.smallFigures ?? null,
    view,
    goals,
    goal,
    detail: site && goal ? await askGoal(scope, site, view, view.filters, goal.id) : null,
    mayEdit: mayKeep(scope),
  }
}

type Data = Awaited<ReturnType<typeof loader>>
const ownOf = (id: string): Own => [['goal', id]]

export default function GoalsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { base, domain, domains, view, goals, goal, currency, mayEdit } = data
  const add = mayEdit ? <LinkButton to={`${base}/goals/new`}>{t.add}</LinkButton> : null
  return (
    <AudienceSection
      title={t.title}
      lead={t.lead}
      base={base}
      domain={domain}
      domains={domains}
      small={data.small}
      view={view}
      own={goal ? ownOf(goal.id) : []}
    >
      {goals.length === 0 ? (
        <Empty title={t.empty.title} text={t.empty.text} example={t.empty.example} action={add} />
      ) : (
        <>
          <Table
            caption={t.table}
            columns={[
              {
                key: 'name',
                label: t.goal,
                cell: ({ id, name }) => (
                  <Link to={addressOf(view, {}, ownOf(id))} aria-label={t.look(name)} preventScrollReset>
                    {name}
                  </Link>
                ),
              },
              ...figures<GoalAttained>(t, locale, currency),
              {
                key: 'revenue',
                label: t.revenue,
                help: t.revenueHelp,
                align: 'end',
                cell: ({ revenueCents }) => (revenueCents === null ? '—' : formatMoney(revenueCents, currency, locale)),
              },
            ]}
            rows={goals}
            rowKey={({ id }) => id}
          />
          <FileLinks
            base={base}
            section="goals"
            search={addressOf({ ...view, site: domain }, {}, goal ? ownOf(goal.id) : [])}
            of={t.table}
          />
          {goal && data.detail ? <Detail data={data} goal={goal} detail={data.detail} /> : null}
          {add}
        </>
      )}
    </AudienceSection>
  )
}

function Detail(props: {
  readonly data: Data
  readonly goal: GoalAttained
  readonly detail: NonNullable<Data['detail']>
}) {
  const { data, goal, detail } = props
  const t = useWords({ fr, en })
  const words = useWords({ fr: audienceFr, en: audienceEn })
  const locale = useLocale()
  const { base, domain, view, currency, mayEdit } = data
  return (
    <>
      <h2>{goal.name}</h2>
      {mayEdit ? (
        <p>
          <Link to={`${base}/goals/${goal.id}`}>{t.edit}</Link>
        </p>
      ) : null}
      {detail.channel.length > 0 ? (
        <BarChart
          direction="rows"
          title={t.finding(goal.name)}
          xLabel={words.panels.channel}
          labels={detail.channel.map(({ name }) => valueLabel('channel', name, words, locale))}
          series={[{ name: t.conversions, values: detail.channel.map(({ conversions }) => conversions) }]}
          format={(n) => formatNumber(n, locale, 0)}
          whole
        />
      ) : null}
      <div className="goal-tables">
        {(Object.entries(detail) as [GoalBreakdown, readonly Attained[]][]).map(([by, rows]) => (
          <Table
            key={by}
            caption={t.detail(goal.name, t.by[by])}
            columns={[
              { key: 'name', label: words.name, cell: ({ name }) => valueLabel(by, name, words, locale) },
              ...figures<Attained>(t, locale, currency),
            ]}
            rows={rows}
            rowKey={({ name }) => name}
            empty={words.none}
          />
        ))}
      </div>
      <FileLinks
        base={base}
        section="goal-detail"
        search={addressOf({ ...view, site: domain }, {}, ownOf(goal.id))}
        of={goal.name}
      />
      <p className="note">{t.rateNote}</p>
    </>
  )
}

const figures = <Row extends Attained>(t: typeof fr, locale: 'fr' | 'en', currency: string): Column<Row>[] => [
  {
    key: 'conversions',
    label: t.conversions,
    align: 'end',
    cell: ({ conversions }) => (conversions === null ? '—' : formatNumber(conversions, locale, 0)),
  },
  { key: 'rate', label: t.rate, align: 'end', cell: ({ rate }) => (rate === null ? '—' : formatPercent(rate, locale)) },
  {
    key: 'value',
    label: t.value,
    help: t.valueHelp,
    align: 'end',
    cell: ({ valueCents }) => (valueCents === null ? '—' : formatMoney(valueCents, currency, locale)),
  },
]
