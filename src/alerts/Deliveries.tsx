import { Form } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'

interface Delivery {
  readonly id: string
  readonly event: 'fired' | 'back' | 'trial'
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly status: number | null
  readonly reason: string | null
  readonly sent: string
}

const tones = { waiting: 'info', sent: 'good', failed: 'bad' } as const

/** The webhook of an alert: its last calls, a trial, a new secret. */
export function Deliveries(props: {
  readonly host: string
  readonly rows: readonly Delivery[]
  readonly canWrite: boolean
}) {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">
        {t.page.deliveries} ({props.host})
      </h2>
      <p>{t.page.deliveriesLead}</p>
      {props.rows.length === 0 ? (
        <p>{t.page.noDeliveries}</p>
      ) : (
        <Table
          caption={t.page.deliveries}
          rows={props.rows}
          rowKey={({ id }) => id}
          columns={[
            { key: 'sent', label: t.page.sentOn, cell: ({ sent }) => sent },
            { key: 'event', label: t.page.event, cell: ({ event }) => t.page.events[event] },
            {
              key: 'answer',
              label: t.page.answer,
              cell: ({ state, status, reason, attempts }) => (
                <>
                  <Status tone={tones[state]}>{t.page.deliveryStates[state]}</Status>{' '}
                  <small>
                    {reason ?? status} {attempts > 1 ? `(${t.page.tries(attempts)})` : null}
                  </small>
                </>
              ),
            },
          ]}
        />
      )}
      {props.canWrite ? (
        <div className="form-actions">
          {(['trial', 'secret'] as const).map((intent) => (
            <Form method="post" key={intent}>
              <input type="hidden" name="intent" value={intent} />
              <Button type="submit">{t.page[intent]}</Button>
            </Form>
          ))}
        </div>
      ) : null}
    </section>
  )
}
