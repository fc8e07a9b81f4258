import { useState } from 'react'
import { formatDate, formatMoney, formatNumber, formatPercent } from '../i18n.ts'
import { Badge } from './Badge.tsx'
import { BarChart } from './BarChart.tsx'
import { BulletChart } from './BulletChart.tsx'
import { Button, LinkButton } from './Button.tsx'
import { Callout } from './Callout.tsx'
import { Chips } from './Chips.tsx'
import { Dialog } from './Dialog.tsx'
import { Empty } from './Empty.tsx'
import {
  CheckField,
  ChoiceField,
  DateField,
  ErrorSummary,
  InstantField,
  LongTextField,
  MoneyField,
  NumberField,
  RadioField,
  TextField,
} from './Field.tsx'
import { Figure, Figures } from './Figure.tsx'
import { EditForm } from './Form.tsx'
import { GridEditor } from './GridEditor.tsx'
import { LineChart } from './LineChart.tsx'
import { MonthsField } from './MonthsField.tsx'
import { Page } from './Page.tsx'
import { Pagination } from './Pagination.tsx'
import { Progress } from './Progress.tsx'
import { Shell } from './Shell.tsx'
import { Sparkline } from './Sparkline.tsx'
import { StackedBars } from './StackedBars.tsx'
import { Status } from './Status.tsx'
import { type Column, Table } from './Table.tsx'
import { Tabs } from './Tabs.tsx'
import { ThreadStrip } from './ThreadStrip.tsx'
import { en } from './gallery.en.ts'
import { fr } from './gallery.fr.ts'
import { useLocale, useWords } from './locale.tsx'

/** Every component in each of its states, on one page: for the eye, and for axe. */
export default function GalleryPage() {
  const t = useWords({ fr, en })
  return (
    <Shell
      nav={t.stages.map(({ label, items }, i) => ({
        label,
        items: items.map((item, j) => ({ to: `/ui/${i}${j}`, label: item })),
      }))}
      workspaces={[{ to: '/ui/w', label: t.workspace }]}
      projects={[{ to: '/ui/p', label: t.project }]}
      user={{ name: 'Camille Roux', email: 'camille@example.org' }}
      current={{ workspace: { to: '/ui/w', label: t.workspace }, project: { to: '/ui/p', label: t.project } }}
      projectNav={[{ to: '/ui', label: t.title }]}
    >
      <Page
        title={t.title}
        kicker={t.kicker}
        lead={t.lead}
        actions={
          <>
            <LinkButton to="/ui">{t.secondary}</LinkButton>
            <LinkButton to="/ui" tone="main">
              {t.add}
            </LinkButton>
          </>
        }
        strip={<ThreadStrip {...t.thread} />}
        toolbar={
          <Tabs
            label={t.title}
            tabs={[
              { to: '/ui', label: t.tabs[0] ?? '' },
              { to: '/ui/second', label: t.tabs[1] ?? '' },
            ]}
          />
        }
      >
        <Words />
        <Buttons />
        <Fields />
        <Tables />
        <Charts />
      </Page>
    </Shell>
  )
}

function Words() {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="words">
      <h2 id="words">{t.words}</h2>
      <div className="inline-list">
        {(['neutral', 'good', 'warn', 'bad', 'info'] as const).map((tone) => (
          <Status key={tone} tone={tone}>
            {t.tones[tone]}
          </Status>
        ))}
        <Badge>{t.badge}</Badge>
      </div>
      <Chips label={t.chips} chips={[{ label: t.chip, removeTo: '/ui' }, { label: t.badge }]} />
      {(['neutral', 'good', 'warn', 'bad', 'info'] as const).map((tone) => (
        <Callout key={tone} tone={tone} title={t.tones[tone]}>
          <p>{t.sentence}</p>
        </Callout>
      ))}
      <Empty
        title={t.emptyTitle}
        text={t.sentence}
        example={t.example}
        action={<LinkButton to="/ui">{t.add}</LinkButton>}
      />
      <Progress label={t.importing} ratio={0.42} note={t.progressNote} cancel={<Button>{t.stop}</Button>} />
      <Progress label={t.importing} ratio={null} />
      <Progress label={t.importing} ratio={1} state="done" note={t.sentence} />
      <Progress label={t.importing} ratio={0.2} state="failed" note={t.sentence} />
    </section>
  )
}

function Buttons() {
  const t = useWords({ fr, en })
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-labelledby="buttons">
      <h2 id="buttons">{t.buttons}</h2>
      <div className="form-actions">
        <Button>{t.secondary}</Button>
        <Button tone="quiet">{t.quiet}</Button>
        <Button tone="danger">{t.remove}</Button>
        <Button disabled>{t.disabled}</Button>
        <Button onClick={() => setOpen(true)}>{t.openDialog}</Button>
      </div>
      <Dialog
        open={isOpen}
        title={t.openDialog}
        onClose={() => setOpen(false)}
        actions={<Button onClick={() => setOpen(false)}>{t.stop}</Button>}
      >
        <p>{t.sentence}</p>
      </Dialog>
    </section>
  )
}

function Fields() {
  const t = useWords({ fr, en })
  const f = t.fields
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">{t.fieldsTitle}</h2>
      <EditForm method="post" action="/ui">
        <ErrorSummary title={t.errors} errors={{ wrong: t.wrong }} labels={{ wrong: f.wrong }} />
        <div className="fields">
          <TextField name="text" label={f.text} help={t.sentence} required />
          <TextField name="wrong" label={f.wrong} error={t.wrong} defaultValue="https//" />
          <LongTextField name="long" label={f.long} maxLength={60} defaultValue={t.sentence} />
          <NumberField name="number" label={f.number} unit="%" defaultValue={formatNumber(12.5, useLocale())} />
          <MoneyField name="money" label={f.money} defaultValue="1250" />
          <DateField name="date" label={f.date} defaultValue="2026-11-24" />
          <InstantField name="instant" label={f.instant} />
          <ChoiceField name="choice" label={f.choice} options={t.options} />
          <ChoiceField name="chosen" label={f.choice} options={t.options} required defaultValue="a" disabled />
          <RadioField name="radio" label={f.radio} options={t.options} defaultValue="a" />
          <CheckField name="check" label={f.check} help={t.sentence} defaultChecked />
          <MonthsField name="months" label={f.months} defaultValue='{"2026-11":2,"2026-12":1}' />
        </div>
        <div className="form-actions">
          <Button type="submit" tone="main">
            {t.save}
          </Button>
        </div>
      </EditForm>
      <GridEditor
        caption={t.grid.caption}
        corner={t.grid.corner}
        groups={t.grid.groups}
        rows={t.grid.rows}
        values={{ 'blog morning': 1, 'blog evening': 3, 'reels evening': 2 }}
        max={3}
        levels={t.grid.levels}
      />
    </section>
  )
}

interface Row {
  readonly name: string
  readonly date: string
  readonly cents: number
  readonly isLate: boolean
}

const rows: readonly Row[] = [
  { name: 'Reels « Une saison au rucher »', date: '2026-11-30', cents: 125_000, isLate: false },
  { name: 'Salon des producteurs, Avignon', date: '2026-10-12', cents: 480_050, isLate: true },
]

function Tables() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const columns: Column<Row>[] = [
    { key: 'name', label: t.table.name, sortable: true, cell: (row) => row.name },
    { key: 'date', label: t.table.date, sortable: true, cell: (row) => formatDate(row.date, locale) },
    {
      key: 'state',
      label: t.table.state,
      cell: (row) => <Status tone={row.isLate ? 'bad' : 'good'}>{row.isLate ? t.tones.bad : t.tones.good}</Status>,
    },
    {
      key: 'cents',
      label: t.table.amount,
      align: 'end',
      help: t.table.help,
      cell: (row) => formatMoney(row.cents, 'EUR', locale),
    },
  ]
  return (
    <section aria-labelledby="tables">
      <h2 id="tables">{t.tables}</h2>
      <Table
        caption={t.table.caption}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.name}
        sort={{ field: 'date', descending: true }}
        totals={{ cents: formatMoney(605_050, 'EUR', locale) }}
        exports={[{ to: '/ui', label: t.table.export }]}
      />
      <Table caption={t.table.none} columns={columns} rows={[]} rowKey={(row) => row.name} />
      <Pagination page={2} pages={5} />
    </section>
  )
}

function Charts() {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const c = t.charts
  const count = (n: number) => formatNumber(n, locale, 0)
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{t.chartsTitle}</h2>
      <Figures label={t.chartsTitle}>
        <Figure
          label={c.visits}
          value={count(12_480)}
          comparison={{ text: `+${formatPercent(0.12, locale)}`, with: c.before, tone: 'good' }}
          definition={t.sentence}
          formula={c.formula}
          source={c.source}
          chart={<Sparkline title={c.trend} values={visits} />}
        />
        <Figure
          label={c.bounce}
          value={formatPercent(0.482, locale)}
          rowsTo="/ui"
          comparison={{ text: '−3 points', with: c.before }}
        />
        <Figure label={c.rate} value={null} reason={c.noVisit} />
      </Figures>
      <LineChart
        title={c.lineTitle}
        xLabel={c.day}
        labels={visits.map((_, i) => formatDate(`2026-11-${String(i + 1).padStart(2, '0')}`, locale))}
        shortLabels={visits.map((_, i) => `${i + 1}`)}
        series={[
          { name: c.now, values: visits },
          { name: c.before, values: visitsBefore, isComparison: true },
        ]}
        format={count}
        whole
      />
      <BarChart
        title={c.barTitle}
        direction="rows"
        xLabel={c.channel}
        labels={c.channels}
        series={[{ name: c.visits, values: [5_210, 3_120, 1_480, 940, 0] }]}
        format={count}
        whole
      />
      <BarChart
        title={c.columnTitle}
        xLabel={c.month}
        labels={c.months}
        series={[
          { name: c.planned, values: [0, 120_000, 480_000, 230_000, 310_000, 90_000] },
          { name: c.spent, values: [0, 110_000, 520_000, null, null, null] },
        ]}
        format={(cents) => formatMoney(cents, 'EUR', locale)}
      />
      <StackedBars
        title={c.stackTitle}
        xLabel={c.channel}
        labels={c.channels.slice(0, 3)}
        series={c.parts.map((name, i) => ({ name, values: [3200 - i * 900, 1500 - i * 300, 400 + i * 300] }))}
        format={count}
      />
      <BulletChart
        title={c.bulletTitle}
        value={0.18}
        expected={0.2}
        target={0.25}
        format={(n) => formatPercent(n, locale)}
      />
    </section>
  )
}

const visits = [320, 402, 388, 510, 470, null, 610, 590, 640, 720]
const visitsBefore = [300, 310, 295, 400, 420, 380, 410, 460, 430, 480]
