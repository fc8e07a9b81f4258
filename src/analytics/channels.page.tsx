import './channels.css'
import { Link, redirect, useLoaderData } from 'react-router'
import { textOf } from '../accounts/form.ts'
import { appOf, type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { unassigned } from '../collect/channel.ts'
import { changeDraft, dropDraft } from '../collect/channel-rules.store.ts'
import { dropRule, entryKey, inForce, isOwn, moveEntry, type RuleEntry, rulesInForce, sameList, siteChannels, standardRule, toggleEntry } from '../collect/channel-rules.ts' // prettier-ignore
import { conflict } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant, formatNumber, formatPercent } from '../i18n.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { ChannelHistory } from './ChannelHistory.tsx'
import { ChannelPreview } from './ChannelPreview.tsx'
import { ChannelRules, RuleAction } from './ChannelRules.tsx'
import { mostWays, pastVisits, previewDays } from './channel-past.store.ts'
import { previewOf, visitsByRule } from './channel-preview.ts'
import { sortPast } from './channel-rewrite.job.ts'
import { publishDraft, rewritesOfSite } from './channel-rewrites.store.ts'
import { channelSite, type ChannelSite } from './channel-site.store.ts'
import { channelLabel, groupTexts } from './channel-text.ts'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'

async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const state = await channelSite(scope, args.params['project'], args.params['domain'])
  const base = `/w/${args.params['workspace']}/p/${args.params['project']}/sites/${state.site.domain}`
  return { scope, state, base, here: `${base}/channels` }
}

export async function loader(args: PageArgs) {
  const { scope, state, base, here } = await place(args)
  const { site, published, draft, entries } = state
  const t = { fr, en }[scope.locale]
  const [{ past, isCut }, rewrites] = await Promise.all([
    pastVisits(scope.clickhouse, site.id, scope.now),
    rewritesOfSite(scope, site.id),
  ])
  const preview = previewOf(past, siteChannels(0, entries).of)
  const byRule = visitsByRule(past, rulesInForce(entries))
  const label = (channel: string) => channelLabel(channel, scope.locale)
  const count = (n: number) => formatNumber(n, scope.locale, 0)
  const when = (at: Date) => formatInstant(at, site.timeZone, scope.locale)
  return {
    here,
    base,
    domain: site.domain,
    mode: site.mode,
    canWrite: scope.role === 'owner' || scope.role === 'lead',
    step: draft?.step ?? 0,
    tagged: preview.visits === 0 ? null : formatPercent(preview.tagged / preview.visits, scope.locale),
    published:
      published.by === null || published.at === null
        ? t.standard
        : t.published(published.version, published.by, when(published.at)),
    draft: draft ? { said: t.draftBy(draft.by, when(draft.at)), ...shownPreview(preview, isCut, scope) } : null,
    days: previewDays,
    rules: entries.map((entry) => {
      const rule = isOwn(entry) ? inForce(entry)[0] : standardRule(entry.standard)
      return {
        key: entryKey(entry),
        channel: label(rule?.channel ?? ''),
        isOwn: isOwn(entry),
        isOff: !isOwn(entry) && entry.off === true,
        when: rule ? groupTexts(rule, t) : [],
        visits: count(byRule.get(entryKey(entry)) ?? 0),
      }
    }),
    rest: { channel: label(unassigned), visits: count(byRule.get('') ?? 0) },
    rewrites: rewrites.map(({ version, by, askedAt, finishedAt, done, moved, problem }) => ({
      version,
      by,
      when: when(askedAt),
      isDone: finishedAt !== null,
      done,
      moved: count(moved),
      hasProblem: problem !== null,
    })),
  }
}

export type ChannelsData = Awaited<ReturnType<typeof loader>>

const mostMoved = 30

/** A preview in the reader's words and figures. */
function shownPreview(preview: ReturnType<typeof previewOf>, isCut: boolean, { locale }: Scope) {
  const label = (channel: string) => channelLabel(channel, locale)
  const count = (n: number) => formatNumber(n, locale, 0)
  const t = { fr, en }[locale]
  const said =
    preview.visits === 0
      ? t.previewEmpty
      : preview.movedVisits === 0
        ? t.previewNone
        : t.previewSome(count(preview.movedVisits), count(preview.visits), preview.movedVisits > 1)
  return {
    preview: {
      said: isCut ? `${said} ${t.previewCut(count(mostWays))}` : said,
      sums: preview.sums
        .filter(({ before, after }) => before !== after)
        .map(({ channel, before, after }) => ({
          channel: label(channel),
          before: count(before),
          after: count(after),
          change: `${after > before ? '+' : ''}${count(after - before)}`,
        })),
      moved: preview.moved.slice(0, mostMoved).map((one) => ({
        source: one.utmSource || (one.clickId ? t.clickId(one.clickId) : ''),
        medium: one.utmMedium,
        campaign: one.utmCampaign,
        referrer: one.referrerHost,
        from: label(one.channel),
        to: label(one.to),
        visits: count(one.visits),
      })),
      left: preview.moved.length > mostMoved ? count(preview.moved.length - mostMoved) : null,
    },
  }
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, state, here } = await place(args)
  requireRole(scope, ['owner', 'lead'])
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale]
  const key = textOf(form, 'rule')
  const step = Number(textOf(form, 'step')) || 0
  const { entries } = state
  const keep = async (to: readonly RuleEntry[]) => {
    await keepDraft(scope, state, step, to)
    return redirect(here)
  }
  switch (textOf(form, 'intent')) {
    case 'up':
      return keep(moveEntry(entries, key, -1))
    case 'down':
      return keep(moveEntry(entries, key, 1))
    case 'toggle':
      return keep(toggleEntry(entries, key))
    case 'delete':
      return remove(scope, state, step, key, here)
    case 'undo': {
      if (!state.draft) throw conflict('nothingToUndo', { fr: fr.noUndo, en: en.noUndo })
      await keepDraft(scope, state, step, state.draft.before)
      return redirectSaying(here, { text: t.undone, tone: 'good' })
    }
    case 'discard':
      await dropDraft(scope, state.site.id, step)
      return redirectSaying(here, { text: t.discarded, tone: 'good' })
    case 'publish': {
      const { siteId } = await publishDraft(scope, state.site.id, step)
      const app = appOf(args)
      // Taken up on the clock if this process ends first.
      void sortPast(app, siteId).catch((error: unknown) =>
        app.log.error({ err: error, siteId }, 'channels: past visits were not sorted; tried again later'),
      )
      return redirectSaying(here, { text: t.publishedNow, tone: 'good' })
    }
    default:
      return redirect(here)
  }
}

/** Keeps a change; rules that are those published again are nothing to prepare. */
async function keepDraft(scope: Scope, state: ChannelSite, step: number, to: readonly RuleEntry[]) {
  if (sameList(to, state.entries)) return
  const next = await changeDraft(scope, state.site.id, step, { from: state.entries, to })
  if (sameList(to, state.published.entries)) await dropDraft(scope, state.site.id, next)
}

async function remove(scope: Scope, state: ChannelSite, step: number, key: string, here: string): Promise<Response> {
  const t = { fr, en }[scope.locale]
  const entry = state.entries.find((one) => entryKey(one) === key)
  if (!entry || !isOwn(entry)) return redirect(here)
  const to = dropRule(state.entries, key)
  const next = await changeDraft(scope, state.site.id, step, { from: state.entries, to })
  return redirectSaying(here, {
    text: t.removed(channelLabel(entry.channel, scope.locale)),
    tone: 'good',
    undo: { label: t.undo, action: here, fields: { intent: 'undo', step: String(next) } },
  })
}

export default function ChannelsPage() {
  const data = useLoaderData<typeof loader>()
  const t = useWords({ fr, en })
  return (
    <Page
      title={t.title(data.domain)}
      kicker={<Link to={data.base}>{t.back}</Link>}
      lead={t.lead}
      actions={
        <>
          <LinkButton to={`${data.here}/why`}>{t.why}</LinkButton>
          {data.canWrite ? (
            <LinkButton to={`${data.here}/rule`} tone={data.draft ? 'plain' : 'main'}>
              {t.add}
            </LinkButton>
          ) : null}
        </>
      }
    >
      {data.mode === 'exempt' ? (
        <Callout tone="info" title={t.exempt}>
          <p>{t.exemptText}</p>
        </Callout>
      ) : data.tagged ? (
        <Callout tone="info" title={t.consent(data.tagged)}>
          <p>{t.consentText}</p>
        </Callout>
      ) : null}
      {data.draft ? (
        <section aria-labelledby="draft" className="channel-draft">
          <h2 id="draft">{t.draft}</h2>
          <p className="quiet">{data.draft.said}</p>
          <ChannelPreview preview={data.draft.preview} days={data.days} />
          {data.canWrite ? (
            <div className="form-actions">
              <RuleAction intent="publish" step={data.step}>
                <Button type="submit" tone="main">
                  {t.publish}
                </Button>
              </RuleAction>
              <RuleAction intent="discard" step={data.step}>
                <Button type="submit">{t.discard}</Button>
              </RuleAction>
            </div>
          ) : null}
        </section>
      ) : null}
      <ChannelRules data={data} />
      <ChannelHistory rewrites={data.rewrites} />
    </Page>
  )
}
