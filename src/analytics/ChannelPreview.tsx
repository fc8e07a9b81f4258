import { useLocale, useWords } from '../ui/locale.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'
import type { ChannelsData } from './channels.page.tsx'

type Preview = NonNullable<ChannelsData['draft']>['preview']

/** What the rules being prepared would have made of past visits, before anything is changed. */
export function ChannelPreview({ preview, days }: { readonly preview: Preview; readonly days: number }) {
  const t = useWords({ fr, en })
  const locale = useLocale()
  const { sums, moved, left } = preview
  return (
    <>
      <h3>{t.preview(days)}</h3>
      <p>
        <strong>{preview.said}</strong> {t.previewPublish}
      </p>
      {sums.length > 0 ? (
        <Table
          caption={t.sums}
          rows={sums}
          rowKey={({ channel }) => channel}
          columns={[
            { key: 'channel', label: t.sumColumns.channel, cell: ({ channel }) => channel },
            { key: 'before', label: t.sumColumns.before, align: 'end', cell: ({ before }) => before },
            { key: 'after', label: t.sumColumns.after, align: 'end', cell: ({ after }) => after },
            { key: 'change', label: t.sumColumns.change, align: 'end', cell: ({ change }) => change },
          ]}
        />
      ) : null}
      {moved.length > 0 ? (
        <Table
          caption={t.moved}
          rows={moved.map((one, n) => ({ ...one, key: `${locale} ${n}` }))}
          rowKey={({ key }) => key}
          columns={[
            { key: 'source', label: t.movedColumns.source, cell: ({ source }) => source || '—' },
            { key: 'medium', label: t.movedColumns.medium, cell: ({ medium }) => medium || '—' },
            { key: 'campaign', label: t.movedColumns.campaign, cell: ({ campaign }) => campaign || '—' },
            { key: 'referrer', label: t.movedColumns.referrer, cell: ({ referrer }) => referrer || '—' },
            { key: 'from', label: t.movedColumns.from, cell: ({ from }) => from },
            { key: 'to', label: t.movedColumns.to, cell: ({ to }) => to },
            { key: 'visits', label: t.movedColumns.visits, align: 'end', cell: ({ visits }) => visits },
          ]}
        />
      ) : null}
      {left ? <p className="quiet">{t.movedMore(left)}</p> : null}
    </>
  )
}
