import { type KeyboardEvent, useRef, useState } from 'react'
import { useFetcher } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { LongTextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Table } from '../ui/Table.tsx'
import { en } from './editors.en.ts'
import { fr } from './editors.fr.ts'
import type { TriedFormula } from './try-formula.store.ts'

interface Offer {
  readonly written: string
  readonly label: string
  readonly definition: string
  readonly filters: readonly string[]
}

interface Props {
  /** Address that tells what a formula gives. */
  readonly valueAt: string
  readonly text: string
  readonly tried: TriedFormula
  readonly figures: readonly Offer[]
  readonly error?: string
}

/** How long one stops typing before the value is asked for, in ms. */
const pause = 350
const shownOffers = 8

/** A formula, the figures it may name as one types, and what it gives now. */
export function FormulaEditor({ valueAt, text, tried, figures, error }: Props) {
  const t = useWords({ fr, en }).formula
  const live = useFetcher<TriedFormula>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const box = useRef<HTMLDivElement>(null)
  const [offers, setOffers] = useState<readonly Offer[]>([])
  const [chosen, setChosen] = useState(0)
  const now = live.data ?? tried
  const area = () => box.current?.querySelector('textarea') ?? null

  const ask = (formula: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void live.load(`${valueAt}?${new URLSearchParams({ formula })}`), pause)
  }
  const propose = (from: HTMLTextAreaElement) => {
    const word = wordBefore(from)
    setOffers(word.length < 2 ? [] : matching(figures, word).slice(0, shownOffers))
    setChosen(0)
    ask(from.value)
  }
  const insert = (offer: Offer) => {
    const target = area()
    if (!target) return
    const end = target.selectionStart
    const start = end - wordBefore(target).length
    target.setRangeText(offer.written, start, end, 'end')
    // The form must know that it changed, as if it had been typed.
    target.dispatchEvent(new Event('input', { bubbles: true }))
    target.focus()
    setOffers([])
  }
  const steer = (event: KeyboardEvent) => {
    const offer = offers[chosen]
    if (!offer) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offers.length - 1)) % offers.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      insert(offer)
    } else if (event.key === 'Escape') setOffers([])
  }
  return (
    <div className="formula-editor" ref={box} onKeyDown={steer}>
      <LongTextField
        name="formula"
        label={t.formula}
        help={t.help}
        required
        spellCheck={false}
        autoComplete="off"
        defaultValue={text}
        maxLength={500}
        rows={3}
        aria-controls="formula-offers"
        {...(offers.length > 0 ? { 'aria-activedescendant': `offer-${chosen}` } : {})}
        onInput={(event) => propose(event.currentTarget)}
        {...(error ? { error } : {})}
      />
      <ul id="formula-offers" role="listbox" aria-label={t.offers} hidden={offers.length === 0}>
        {offers.map((offer, i) => (
          <li
            key={offer.written}
            id={`offer-${i}`}
            role="option"
            aria-selected={i === chosen}
            onMouseDown={(event) => {
              event.preventDefault()
              insert(offer)
            }}
          >
            <code>{offer.written}</code> {offer.label}
          </li>
        ))}
      </ul>
      <noscript>
        <Button type="submit" formMethod="get">
          {t.try}
        </Button>
      </noscript>
      <div className="formula-value" role="status">
        {now.problem ? (
          <>
            <p className="field-error">{t.problemAt(now.problem.at, now.problem.words)}</p>
            <pre aria-hidden="true">{`${now.text.replaceAll('\n', ' ')}\n${' '.repeat(now.problem.at - 1)}^`}</pre>
          </>
        ) : (
          <p>
            {t.value} <strong>{now.value ?? '—'}</strong> {now.reason ?? ''}
          </p>
        )}
      </div>
      {now.reads.length > 0 ? (
        <Table
          caption={t.reads}
          rows={now.reads}
          rowKey={(row) => row.label}
          columns={[
            { key: 'figure', label: t.figure, cell: (row) => <code>{row.label}</code> },
            { key: 'value', label: t.valueNow, align: 'end', cell: (row) => row.value },
            { key: 'definition', label: t.definition, cell: (row) => row.definition },
          ]}
        />
      ) : null}
    </div>
  )
}

/** The letters that stand just before the caret. */
const wordBefore = ({ value, selectionStart }: HTMLTextAreaElement): string =>
  /[\p{L}\d_.]*$/u.exec(value.slice(0, selectionStart))?.[0] ?? ''

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Figures whose name or label holds what is typed, those that begin with it first. */
function matching(figures: readonly Offer[], word: string): Offer[] {
  const wanted = plain(word)
  const rank = ({ written, label }: Offer) =>
    plain(written).startsWith(wanted) ? 0 : plain(`${written} ${label}`).includes(wanted) ? 1 : 2
  return figures.filter((one) => rank(one) < 2 && plain(one.written) !== wanted).toSorted((a, b) => rank(a) - rank(b))
}
