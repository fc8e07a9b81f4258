import './channels.css'
import { Link, useActionData, useLoaderData } from 'react-router'
import { type Refused, refuseWith, textOf } from '../accounts/form.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { changeDraft } from '../collect/channel-rules.store.ts'
import { comparisons, entryKey, isOwn, mostConditions, mostRules, type OwnCondition, type OwnRule, putRule, ruleProblems } from '../collect/channel-rules.ts' // prettier-ignore
import { conditionFields } from '../collect/channel.ts'
import { invalid, notFound } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { ChoiceField, ErrorSummary, RadioField, TextField } from '../ui/Field.tsx'
import { EditForm, SaveBar } from '../ui/Form.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { channelSite } from './channel-site.store.ts'
import { channelLabel, channelLabels, channelMeant } from './channel-text.ts'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'

/** @param wanted the id of a rule; '' for a new one */
async function place(args: PageArgs, wanted: string) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead'])
  const state = await channelSite(scope, args.params['project'], args.params['domain'])
  const here = `/w/${args.params['workspace']}/p/${args.params['project']}/sites/${state.site.domain}/channels`
  const own = state.entries.filter(isOwn)
  const rule = own.find((entry) => entryKey(entry) === wanted) ?? null
  if (rule === null && wanted !== '') throw notFound()
  return { scope, state, here, own, rule }
}

export async function loader(args: PageArgs) {
  const asked = new URL(args.request.url).searchParams
  const { scope, state, here, own, rule } = await place(args, asked.get('rule') ?? '')
  const label = (channel: string) => channelLabel(channel, scope.locale)
  // A new rule may begin with what another page found: its source, its medium, its campaign or its referrer.
  const conditions =
    rule?.conditions ??
    conditionFields.flatMap((on): OwnCondition[] =>
      asked.get(on) ? [{ on, how: 'is', value: asked.get(on) ?? '' }] : [],
    )
  const values: Record<string, string> = { channel: rule ? label(rule.channel) : '', join: rule?.join ?? 'all' }
  for (const [n, { on, how, value }] of conditions.entries()) {
    values[`on-${n}`] = on
    values[`how-${n}`] = how
    values[`value-${n}`] = value
  }
  return {
    here,
    title: rule ? label(rule.channel) : null,
    step: state.draft?.step ?? 0,
    rule: rule?.id ?? '',
    values,
    rows: Math.min(mostConditions, Math.max(3, conditions.length + 1)),
    channels: [...new Set([...own.map(({ channel }) => label(channel)), ...channelLabels(scope.locale)])],
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const form = await args.request.formData()
  const { scope, state, here, own, rule } = await place(args, textOf(form, 'rule'))
  const t = { fr, en }[scope.locale].form
  const written: Omit<OwnRule, 'id'> = {
    channel: channelMeant(textOf(form, 'channel'), own.map(({ channel }) => channel)),
    join: textOf(form, 'join') === 'any' ? 'any' : 'all',
    conditions: conditionsIn(form),
  } // prettier-ignore
  try {
    const problems = ruleProblems(written)
    if (rule === null && state.entries.length >= mostRules)
      problems['channel'] = { fr: fr.form.tooMany, en: en.form.tooMany }
    if (Object.keys(problems).length > 0) throw invalid(atTheirPlace(problems, form))
    const to = putRule(state.entries, { id: rule?.id ?? crypto.randomUUID(), ...written })
    await changeDraft(scope, state.site.id, Number(textOf(form, 'step')) || 0, { from: state.entries, to })
    return redirectSaying(here, { text: t.saved(channelLabel(written.channel, scope.locale)), tone: 'good' })
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

const places = (form: FormData) =>
  Array.from({ length: mostConditions }, (_, n) => n).filter((n) => textOf(form, `on-${n}`) !== '')

function conditionsIn(form: FormData): OwnCondition[] {
  return places(form).flatMap((n) => {
    const on = conditionFields.find((name) => name === textOf(form, `on-${n}`))
    const how = comparisons.find((name) => name === textOf(form, `how-${n}`)) ?? 'is'
    return on ? [{ on, how, value: textOf(form, `value-${n}`).trim() }] : []
  })
}

/** Conditions left empty on the form are not counted in the rule: a problem goes back to the row it was written in. */
function atTheirPlace(problems: ReturnType<typeof ruleProblems>, form: FormData) {
  const rows = places(form)
  return Object.fromEntries(
    Object.entries(problems).map(([field, words]) => {
      if (field === 'conditions') return ['on-0', words]
      const [, n] = /^value-(\d+)$/.exec(field) ?? []
      return [n === undefined ? field : `value-${rows[Number(n)] ?? n}`, words]
    }),
  )
}

export default function ChannelRulePage() {
  const { here, title, step, rule, values, rows, channels } = useLoaderData<typeof loader>()
  const refused = useActionData<Refused>()
  const words = useWords({ fr, en })
  const t = words.form
  const value = (name: string) => refused?.typed[name] ?? values[name] ?? ''
  const wrong = (name: string) => (refused?.problems[name] ? { error: refused.problems[name] } : {})
  const labels: Record<string, string> = { channel: t.channel }
  for (let n = 0; n < rows; n++) labels[`value-${n}`] = labels[`on-${n}`] = `${t.condition(n + 1)}`
  return (
    <Page title={title === null ? t.new : t.edit(title)} kicker={<Link to={here}>{t.back}</Link>} lead={t.lead}>
      <EditForm method="post" key={JSON.stringify(values)}>
        {refused ? <ErrorSummary title={t.errors} errors={refused.problems} labels={labels} /> : null}
        <input type="hidden" name="step" value={step} />
        <input type="hidden" name="rule" value={rule} />
        <TextField
          name="channel"
          label={t.channel}
          help={t.channelHelp}
          required
          list="channels"
          autoComplete="off"
          defaultValue={value('channel')}
          {...wrong('channel')}
        />
        <datalist id="channels">
          {channels.map((channel) => (
            <option key={channel} value={channel} />
          ))}
        </datalist>
        <RadioField
          name="join"
          label={t.join}
          defaultValue={value('join') || 'all'}
          options={(['all', 'any'] as const).map((join) => ({ value: join, label: t.joins[join] }))}
        />
        <fieldset className="group">
          <legend>{t.conditions}</legend>
          <p className="field-help">{t.conditionsHelp}</p>
          {Array.from({ length: rows }, (_, n) => (
            <div className="channel-condition" role="group" aria-label={t.condition(n + 1)} key={n}>
              <ChoiceField
                name={`on-${n}`}
                label={t.on}
                defaultValue={value(`on-${n}`)}
                options={(['source', 'medium', 'campaign', 'referrerHost'] as const).map((on) => ({
                  value: on,
                  label: t.fields[on],
                }))}
                {...wrong(`on-${n}`)}
              />
              <ChoiceField
                name={`how-${n}`}
                label={t.how}
                required
                defaultValue={value(`how-${n}`) || 'is'}
                options={(['is', 'contains', 'starts', 'matches'] as const).map((how) => ({
                  value: how,
                  label: t.comparisons[how],
                }))}
              />
              <TextField
                name={`value-${n}`}
                label={t.value}
                autoComplete="off"
                spellCheck={false}
                defaultValue={value(`value-${n}`)}
                {...wrong(`value-${n}`)}
              />
            </div>
          ))}
        </fieldset>
        <SaveBar>
          <Button type="submit" tone="main">
            {t.save}
          </Button>
          <LinkButton to={here}>{t.back}</LinkButton>
        </SaveBar>
      </EditForm>
    </Page>
  )
}
