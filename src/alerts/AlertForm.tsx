import { useRef } from 'react'
import { Form, Link, useSubmit } from 'react-router'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { metricNames } from '../analytics/catalog.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { CheckField, ChoiceField, ErrorSummary, LongTextField, NumberField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { AlertFilters } from './AlertFilters.tsx'
import { AlertPreview } from './AlertPreview.tsx'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import type { Preview } from './preview.store.ts'
import { type RuleKind, ruleKinds } from './rule.ts'

interface Props {
  readonly base: string
  readonly alert: { readonly id: string; readonly version: number } | null
  readonly kind: RuleKind
  readonly filled: string
  readonly sites: readonly string[]
  readonly members: readonly { readonly id: string; readonly name: string; readonly email: string }[]
  readonly segments: readonly { readonly value: string; readonly label: string }[]
  readonly filters: readonly { readonly written: string; readonly text: string }[]
  readonly mailMissing: string | null
  readonly days: number
  readonly preview: Preview | null
  readonly isRule: boolean
  readonly problems: Readonly<Record<string, string>>
}

/** What a try puts in the address: all but where the alert is sent. */
const isTried = (name: string) => !['webhook', 'addresses', 'version'].includes(name)

/** The form of an alert and what its rule would have done. A try is a form of the address, which works without scripts. */
export function AlertForm(props: Props) {
  const { alert, kind, sites, members, problems } = props
  const t = useWords({ fr, en })
  const { metrics } = useWords({ fr: catalogFr, en: catalogEn })
  const filled = new URLSearchParams(props.filled)
  const box = useRef<HTMLFormElement>(null)
  const lastTry = useRef('')
  const submit = useSubmit()
  const tryOut = () => {
    if (!box.current) return
    const tried = new URLSearchParams(
      [...new FormData(box.current)].flatMap(([name, value]) =>
        typeof value === 'string' && isTried(name) ? [[name, value]] : [],
      ),
    )
    if (tried.toString() === lastTry.current) return
    lastTry.current = tried.toString()
    void submit(tried, { method: 'get', replace: true, preventScrollReset: true })
  }
  const text = (name: string) => ({
    name,
    defaultValue: filled.get(name) ?? '',
    ...(problems[name] ? { error: problems[name] } : {}),
  })
  const options = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }))
  const labels = {
    name: t.name, site: t.site, metric: t.form.metric, value: t.form.value, share: t.form.share, hours: t.form.hours,
    fewest: t.form.fewest, filters: t.form.filters, addresses: t.form.addresses, webhook: t.form.webhook,
  } // prettier-ignore
  const { form: general, ...fields } = problems
  return (
    <>
      <nav aria-label={t.form.kindNav} className="segmented">
        {ruleKinds.map((one) => (
          <Link
            key={one}
            to={kindAddress(filled, one)}
            preventScrollReset
            {...(one === kind ? { 'aria-current': 'page' as const } : {})}
          >
            {t.form.kinds[one]}
          </Link>
        ))}
      </nav>
      <Form
        method="post"
        ref={box}
        className="alert-form"
        key={kind}
        onBlur={(event) => event.target.matches('input:not([type=checkbox])') && tryOut()}
        onChange={(event) => (event.target as HTMLElement).matches('select, input[type=checkbox]') && tryOut()}
      >
        {general ? <Callout tone="bad" title={general} live /> : null}
        {Object.keys(fields).length > 0 ? (
          <ErrorSummary title={t.form.errorsTitle} errors={fields} labels={labels} />
        ) : null}
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="tried" value="1" />
        {alert ? <input type="hidden" name="version" value={alert.version} /> : null}
        <TextField {...text('name')} label={t.name} required maxLength={80} autoComplete="off" />
        <fieldset className="alert-part">
          <legend>{t.form.watch}</legend>
          <div className="alert-row">
            <ChoiceField
              {...text('site')}
              defaultValue={filled.get('site') ?? sites[0] ?? ''}
              label={t.site}
              required
              options={sites.map((domain) => ({ value: domain, label: domain }))}
            />
            {kind === 'silence' ? (
              <NumberField {...text('hours')} label={t.form.hours} unit="h" whole required />
            ) : (
              <ChoiceField
                {...text('metric')}
                label={t.form.metric}
                required
                options={metricNames.map((name) => ({ value: name, label: metrics[name].label }))}
              />
            )}
            {kind === 'threshold' || kind === 'change' ? (
              <ChoiceField
                {...text('grain')}
                label={t.form.grain}
                required
                options={options(t.form.grains).filter(({ value }) => kind === 'threshold' || value !== 'hour')}
              />
            ) : null}
            {kind === 'silence' ? null : (
              <ChoiceField
                {...text('side')}
                label={t.form.side}
                required
                options={options(kind === 'threshold' ? t.form.thresholdSides : t.form.changeSides)}
              />
            )}
            {kind === 'threshold' ? (
              <NumberField {...text('value')} label={t.form.value} help={t.form.valueHelp} required />
            ) : null}
            {kind === 'change' ? (
              <>
                <NumberField {...text('share')} label={t.form.share} unit="%" required />
                <ChoiceField {...text('against')} label={t.form.against} required options={options(t.form.againsts)} />
              </>
            ) : null}
            {kind === 'silence' ? null : (
              <NumberField {...text('fewest')} label={t.form.fewest} help={t.form.fewestHelp} whole required />
            )}
          </div>
          {kind === 'silence' ? (
            <CheckField
              name="usual"
              value="1"
              label={t.form.usual}
              help={t.form.usualHelp}
              defaultChecked={filled.has('usual')}
            />
          ) : null}
          <AlertFilters filled={filled} filters={props.filters} segments={props.segments} error={problems['filters']} />
        </fieldset>
        <section aria-labelledby="would" aria-live="polite">
          <h2 id="would">{t.form.wouldTitle}</h2>
          <AlertPreview preview={props.preview} days={props.days} isRule={props.isRule} />
          <Button
            type="submit"
            formMethod="get"
            formNoValidate
            onClick={(event) => {
              event.preventDefault()
              tryOut()
            }}
          >
            {t.form.preview}
          </Button>
        </section>
        <fieldset className="alert-part">
          <legend>{t.form.tell}</legend>
          <p className="field-help">{t.form.tellHelp}</p>
          {props.mailMissing ? <Callout tone="warn" title={props.mailMissing} /> : null}
          <fieldset className="field">
            <legend>{t.form.members}</legend>
            {members.map(({ id, name, email }) => (
              <label key={id} className="check">
                <input
                  type="checkbox"
                  name="members"
                  value={id}
                  defaultChecked={filled.getAll('members').includes(id)}
                />
                <span>
                  {name} <small>{email}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <LongTextField {...text('addresses')} label={t.form.addresses} help={t.form.addressesHelp} />
          <TextField
            {...text('webhook')}
            type="url"
            label={t.form.webhook}
            help={t.form.webhookHelp}
            autoComplete="off"
          />
        </fieldset>
        <div className="form-actions">
          <Button type="submit" tone="main">
            {alert ? t.form.save : t.form.create}
          </Button>
        </div>
      </Form>
    </>
  )
}

/** The same form for another kind: what both have stays. */
function kindAddress(filled: URLSearchParams, kind: RuleKind): string {
  const next = new URLSearchParams({ kind })
  for (const [name, value] of filled)
    if (['name', 'site', 'f', 'members', 'metric', 'fewest'].includes(name) && value !== '') next.append(name, value)
  return `?${next.toString()}`
}
