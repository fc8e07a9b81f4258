import { useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { Empty } from '../ui/Empty.tsx'
import { RadioField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { DoorForm, ShownOnce, wrong } from './Door.tsx'
import { Sure } from './Sure.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, refuseWith, textOf } from './form.ts'
import { addGuestLink, guestDays, listGuestLinks, revokeGuestLink } from './guests.store.ts'
import { type PageArgs, appOf, projectNamed, requireRole, scopeOf } from './request.ts'

/** The project named in the address, for those who open it to guests. */
async function place(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectNamed(scope, args.params['project'])
  requireRole(scope, ['owner', 'lead'])
  return { scope, project }
}

export async function loader(args: PageArgs) {
  const { scope, project } = await place(args)
  const links = await listGuestLinks(scope, project.id)
  return {
    links: links.map(({ id, name, guests, expiresAt }) => ({
      id,
      name,
      guests,
      until: formatInstant(expiresAt, project.timeZone, scope.locale),
    })),
  }
}

/** What the page shows once. */
interface Made {
  readonly link: string
}

export async function action(args: PageArgs): Promise<Response> {
  const { scope, project } = await place(args)
  const form = await args.request.formData()
  try {
    switch (textOf(form, 'intent')) {
      case 'add': {
        const token = await addGuestLink(scope, project.id, textOf(form, 'name'), Number(textOf(form, 'days')))
        return Response.json({ link: `${appOf(args).url}/g/${token}` } satisfies Made, {
          headers: { 'cache-control': 'no-store' },
        })
      }
      case 'revoke': {
        await revokeGuestLink(scope, project.id, textOf(form, 'link'))
        const here = `/w/${args.params['workspace']}/p/${project.slug}/guests`
        return redirectSaying(here, { text: { fr, en }[scope.locale].guests.revoked, tone: 'good' })
      }
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

type Link = Awaited<ReturnType<typeof loader>>['links'][number]

export default function GuestsPage() {
  const { links } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | Made>()
  const words = useWords({ fr, en })
  const t = words.guests
  const refused = answer && 'problems' in answer ? answer : null
  const columns: Column<Link>[] = [
    { key: 'name', label: t.name, cell: (link) => link.name },
    { key: 'guests', label: t.came, cell: (link) => link.guests.join(', ') || t.nobody },
    { key: 'until', label: t.until, cell: (link) => link.until },
    {
      key: 'actions',
      label: t.actions,
      cell: (link) => (
        <Sure ask={t.revoke} sends={{ intent: 'revoke', link: link.id }} confirm={t.revokeOf(link.name)}>
          {t.revokeSure(link.guests.length)}
        </Sure>
      ),
    },
  ]
  return (
    <Page title={t.title} lead={t.lead}>
      {answer && 'link' in answer ? (
        <Callout tone="good" title={t.made} live>
          <ShownOnce id="guest-link" label={words.copyLabel} help={t.madeHelp} value={answer.link} />
        </Callout>
      ) : null}
      {links.length === 0 ? (
        <Empty title={t.empty} text={t.emptyText} />
      ) : (
        <Table caption={t.title} columns={columns} rows={links} rowKey={(link) => link.id} />
      )}
      <section aria-labelledby="add-guest">
        <h2 id="add-guest">{t.addTitle}</h2>
        <DoorForm problems={refused?.problems} labels={{ name: t.name, days: t.days }}>
          <input type="hidden" name="intent" value="add" />
          <TextField
            name="name"
            label={t.name}
            help={t.nameHelp}
            autoComplete="off"
            required
            defaultValue={refused?.typed['name']}
            {...wrong(refused?.problems, 'name')}
          />
          <RadioField
            name="days"
            label={t.days}
            required
            defaultValue={refused?.typed['days'] ?? '30'}
            options={guestDays.map((days) => ({ value: String(days), label: t.dayCount(days) }))}
            {...wrong(refused?.problems, 'days')}
          />
          <Button type="submit" tone="main">
            {t.add}
          </Button>
        </DoorForm>
      </section>
    </Page>
  )
}
