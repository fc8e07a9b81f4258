import './channels.css'
import { Form, Link, useLoaderData } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { rulesInForce } from '../collect/channel-rules.ts'
import { unassigned, whyChannel } from '../collect/channel.ts'
import { outsideReferrer } from '../collect/enrich.ts'
import { clickIds, knownSource, originOf } from '../collect/source.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { ChoiceField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { channelSite } from './channel-site.store.ts'
import { channelLabel, groupTexts } from './channel-text.ts'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'

const typedFields = ['source', 'medium', 'campaign', 'referrer', 'clickId'] as const

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const { site, published, draft } = await channelSite(scope, args.params['project'], args.params['domain'])
  const search = new URL(args.request.url).searchParams
  const typed = Object.fromEntries(
    typedFields.map((name) => [name, (search.get(name) ?? '').trim().slice(0, 2_000)]),
  ) as Record<(typeof typedFields)[number], string>
  const t = { fr, en }[scope.locale]
  const shown = {
    here: `/w/${args.params['workspace']}/p/${args.params['project']}/sites/${site.domain}/channels`,
    mode: site.mode,
    typed,
    clickIds: clickIds.map(([name, source]) => ({ value: name, label: `${name} (${source})` })),
  }
  if (!typedFields.some((name) => search.has(name))) return { ...shown, answer: null }
  const { source, medium, campaign, clickId } = typed
  const referrerHost = outsideReferrer(
    /^[a-z-]+:\/\//i.test(typed.referrer) ? typed.referrer : `https://${typed.referrer}`,
    site,
  )
  const origin = originOf({ source, medium, campaign }, clickId, referrerHost)
  const verdicts = whyChannel(rulesInForce(published.entries), origin)
  const given = (list: typeof verdicts) =>
    channelLabel(list.findLast(({ applies }) => applies)?.rule.channel ?? unassigned, scope.locale)
  const prepared = draft ? given(whyChannel(rulesInForce(draft.entries), origin)) : null
  const known = origin.source === '' ? null : knownSource(origin.source)
  const or = (text: string) => text || '—'
  return {
    ...shown,
    answer: {
      channel: given(verdicts),
      prepared: prepared === given(verdicts) ? null : prepared,
      isRest: !verdicts.some(({ applies }) => applies),
      from:
        source !== ''
          ? t.whyPage.from.utm
          : clickIds.some(([name]) => name === clickId)
            ? t.whyPage.from.click(clickId)
            : referrerHost !== ''
              ? t.whyPage.from.referrer
              : t.whyPage.from.none,
      resolved: t.whyPage.resolved(or(origin.source), or(origin.medium), or(origin.campaign)),
      known: known ? t.whyPage.known(known.name, t.kinds[known.kind]) : origin.source === '' ? null : t.whyPage.unknown,
      rules: verdicts.toReversed().map(({ rule, groups, applies }, n) => {
        const texts = groupTexts(rule, t)
        return {
          key: String(verdicts.length - n),
          channel: channelLabel(rule.channel, scope.locale),
          when: texts.join(t.and),
          applies,
          // Where there is but one condition, what is missing is what is told beside it.
          failing: texts.length > 1 ? texts.filter((_, group) => !groups[group]).join(t.and) : '',
        }
      }),
    },
  }
}

export default function ChannelWhyPage() {
  const { here, mode, typed, clickIds: ids, answer } = useLoaderData<typeof loader>()
  const words = useWords({ fr, en })
  const t = words.whyPage
  return (
    <Page title={t.title} kicker={<Link to={here}>{words.form.back}</Link>} lead={t.lead}>
      <Form method="get" className="form">
        <div className="fields">
          {(['source', 'medium', 'campaign'] as const).map((name) => (
            <TextField key={name} name={name} label={t[name]} defaultValue={typed[name]} autoComplete="off" spellCheck={false} />
          ))}
          <TextField name="referrer" label={t.referrer} help={t.referrerHelp} defaultValue={typed.referrer} autoComplete="off" spellCheck={false} />
          <ChoiceField name="clickId" label={t.clickId} defaultValue={typed.clickId} options={ids} />
        </div>
        <div className="form-actions">
          <Button type="submit" tone="main">
            {t.explain}
          </Button>
        </div>
      </Form>
      {answer ? (
        <section aria-labelledby="answer">
          <h2 id="answer">{t.result(answer.channel)}</h2>
          {answer.prepared ? <p>{t.resultDraft(answer.prepared)}</p> : null}
          {mode === 'exempt' && (typed.source || typed.medium || typed.campaign || typed.clickId) ? (
            <Callout tone="warn" title={t.exempt} />
          ) : null}
          <p>
            {answer.from} {answer.known}
            <br />
            <span className="quiet">{answer.resolved}</span>
          </p>
          {answer.isRest ? <p>{t.fallback}</p> : null}
          <Table
            caption={t.tried}
            rows={answer.rules}
            rowKey={({ key }) => key}
            columns={[
              {
                key: 'rule',
                label: t.columns.rule,
                cell: ({ key, channel }) => (
                  <span className="channel-name">
                    <span className="quiet">{key}</span> {channel}
                  </span>
                ),
              },
              {
                key: 'verdict',
                label: t.columns.verdict,
                cell: ({ applies, failing }) => (
                  <>
                    <Status tone={applies ? 'good' : 'neutral'}>{applies ? t.applies : t.fails}</Status>
                    {applies || failing === '' ? null : <small className="channel-when">{t.failing(failing)}</small>}
                  </>
                ),
              },
              { key: 'when', label: t.columns.when, cell: ({ when }) => <span className="channel-when">{when}</span> },
            ]}
          />
        </section>
      ) : null}
    </Page>
  )
} // prettier-ignore
