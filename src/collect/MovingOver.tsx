import { useWords } from '../ui/locale.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { en } from './collect.en.ts'
import { fr } from './collect.fr.ts'
import type { Move } from './moving.ts'

/** The host name to change, tool by tool. */
export function MovingOver({ moves }: { readonly moves: readonly Move[] }) {
  const t = useWords({ fr, en }).site
  const columns: Column<Move>[] = [
    { key: 'tool', label: t.movingTool, cell: ({ tool }) => tool },
    { key: 'from', label: t.movingFrom, cell: ({ from }) => <Lines text={from} /> },
    { key: 'to', label: t.movingTo, cell: ({ to }) => <Lines text={to} /> },
    { key: 'name', label: t.movingName, cell: ({ name }) => <Lines text={name} /> },
  ]
  return (
    <section aria-labelledby="moving">
      <h2 id="moving">{t.moving}</h2>
      <p>{t.movingHelp}</p>
      <Table caption={t.moving} columns={columns} rows={moves} rowKey={({ tool }) => tool} />
      <p>{t.movingServer}</p>
    </section>
  )
}

const Lines = ({ text }: { readonly text: string }) =>
  text.split('\n').map((line) => (
    <div key={line}>
      <code>{line}</code>
    </div>
  ))
