import { type ReactNode, useEffect, useRef } from 'react'
import { Form, Link, useNavigation } from 'react-router'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { useWords } from '../ui/locale.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'
import type { ChannelsData } from './channels.page.tsx'

type Rule = ChannelsData['rules'][number]

/** A form of one button that changes the rules being prepared. */
export function RuleAction({
  intent,
  step,
  rule,
  children,
}: {
  readonly intent: string
  readonly step: number
  readonly rule?: string
  readonly children: ReactNode
}) {
  // prettier-ignore
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="step" value={step} />
      {rule === undefined ? null : <input type="hidden" name="rule" value={rule} />}
      {children}
    </Form>
  )
}

/** The ordered list: what each rule looks at, how many visits it takes, and how to change it. */
export function ChannelRules({ data }: { readonly data: ChannelsData }) {
  const t = useWords({ fr, en })
  const box = useFocusKept()
  const { rules, rest } = data
  const rows: (Rule & { readonly place: number })[] = rules.map((rule, n) => ({ ...rule, place: n + 1 }))
  const last: Rule & { readonly place: number } = {
    key: '', channel: rest.channel, isOwn: false, isOff: false, when: [t.rest], visits: rest.visits, place: 0,
  } // prettier-ignore
  return (
    <section aria-labelledby="rules" ref={box}>
      <h2 id="rules">{t.rules}</h2>
      <p>{data.published}</p>
      <p className="quiet">{t.rulesHelp(data.days)}</p>
      <Table
        caption={t.rules}
        rows={[...rows, last]}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'place',
            label: t.columns.place,
            cell: ({ place, channel, isOwn, isOff }) => (
              <span className="channel-name">
                {place === 0 ? null : <span className="quiet">{place}</span>} {channel}{' '}
                {isOwn ? <Badge>{t.own}</Badge> : null}
                {isOff ? <Status tone="neutral">{t.off}</Status> : null}
              </span>
            ),
          },
          {
            key: 'when',
            label: t.columns.when,
            cell: ({ when }) => <span className="channel-when">{when.join(t.and)}</span>,
          },
          { key: 'visits', label: t.columns.visits, align: 'end', cell: ({ visits, isOff }) => (isOff ? '—' : visits) },
          ...(data.canWrite
            ? [
                {
                  key: 'actions',
                  label: t.columns.actions,
                  cell: (rule: (typeof rows)[number]) =>
                    rule.place === 0 ? null : <Actions rule={rule} data={data} isLast={rule.place === rules.length} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}

function Actions({
  rule,
  data,
  isLast,
}: {
  readonly rule: Rule & { readonly place: number }
  readonly data: ChannelsData
  readonly isLast: boolean
}) {
  // prettier-ignore
  const t = useWords({ fr, en })
  const button = (intent: 'up' | 'down' | 'toggle' | 'delete', label: string, shown: ReactNode, disabled = false) => (
    <RuleAction intent={intent} step={data.step} rule={rule.key}>
      <Button type="submit" tone="quiet" data-focus={`${intent} ${rule.key}`} aria-label={t.ofRule(label, rule.channel)} title={label} disabled={disabled}>
        {shown}
      </Button>
    </RuleAction>
  ) // prettier-ignore
  return (
    <div className="channel-actions">
      {button('up', t.up, '↑', rule.place === 1)}
      {button('down', t.down, '↓', isLast)}
      {rule.isOwn ? (
        <>
          <Link
            className="button button-quiet"
            to={`${data.here}/rule?rule=${rule.key}`}
            aria-label={t.ofRule(t.edit, rule.channel)}
          >
            {t.edit}
          </Link>
          {button('delete', t.remove, t.remove)}
        </>
      ) : (
        button('toggle', rule.isOff ? t.switchOn : t.switchOff, rule.isOff ? t.switchOn : t.switchOff)
      )}
    </div>
  )
}

const textOf = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** A rule that was moved keeps the focus on the button that moved it, so that the keyboard can go on. */
function useFocusKept() {
  const box = useRef<HTMLElement>(null)
  const pressed = useRef<string | null>(null)
  const { state, formData } = useNavigation()
  useEffect(() => {
    if (state === 'submitting' && formData)
      pressed.current = ['intent', 'rule'].map((name) => textOf(formData, name)).join(' ')
    if (state !== 'idle' || pressed.current === null) return
    const wanted = pressed.current
    pressed.current = null
    const button = (name: string) => box.current?.querySelector<HTMLButtonElement>(`[data-focus="${CSS.escape(name)}"]`)
    const found = button(wanted)
    // At the end of the list the way back is the only one left.
    const other = button(wanted.replace(/^(up|down)/, (way) => (way === 'up' ? 'down' : 'up')))
    ;(found && !found.disabled ? found : other)?.focus()
  }, [state, formData])
  return box
}
