import { Form, redirect, useActionData, useLoaderData } from 'react-router'
import { badRequest } from '../errors.ts'
import { redirectSaying } from '../flash.ts'
import { formatInstant } from '../i18n.ts'
import { mailMissing, sendNow } from '../mail.ts'
import { queueMail } from '../outbox.store.ts'
import { Button } from '../ui/Button.tsx'
import { Callout } from '../ui/Callout.tsx'
import { RadioField, TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { Page } from '../ui/Page.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { DoorForm, ShownOnce, wrong } from './Door.tsx'
import { Sure } from './Sure.tsx'
import { invitationLetter } from './letters.ts'
import { hashSecret } from './secret.ts'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import { type Refused, refuseWith, textOf } from './form.ts'
import { invite, listInvitations, revokeInvitation } from './invitations.store.ts'
import { changeRole, listMembers, removeMember } from './members.store.ts'
import { type PageArgs, appOf, requireRole, scopeOf } from './request.ts'
import { plainEmail } from './people.store.ts'
import { workspaceBySlug } from './workspaces.store.ts'
import { issueReset } from './resets.store.ts'
import type { Scope } from './scope.ts'
import { type MemberRole, isMemberRole, mayGrant, memberRoles } from './roles.ts'

export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, memberRoles)
  const granted = memberRoles.filter((role) => mayGrant(scope.role, role))
  const [members, invitations] = await Promise.all([
    listMembers(scope),
    granted.length > 0 ? listInvitations(scope) : [],
  ])
  return {
    granted,
    members: members.map(({ createdAt: _at, ...member }) => ({
      ...member,
      isMe: member.userId === scope.user.id,
      mayChange: mayGrant(scope.role, member.role),
      mayReset: scope.role === 'owner' && member.userId !== scope.user.id,
    })),
    invitations: invitations.map(({ expiresAt, ...invitation }) => ({
      ...invitation,
      mayWithdraw: mayGrant(scope.role, invitation.role),
      until: formatInstant(expiresAt, 'Europe/Paris', scope.locale),
    })),
  }
}

/** What the page shows once, right after an invitation. */
interface Invited {
  readonly link: string
  readonly email: string
  /** null where the instance cannot send; false when the mail server did not take it. */
  readonly isSent: boolean | null
}

/** The same, right after a link to choose another password. */
interface Made {
  readonly link: string
  readonly name: string
}

export async function action(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, memberRoles)
  const form = await args.request.formData()
  const t = { fr, en }[scope.locale].members
  const here = `/w/${args.params['workspace']}/members`
  const user = textOf(form, 'user')
  try {
    switch (textOf(form, 'intent')) {
      case 'invite': {
        const email = textOf(form, 'email')
        const token = await invite(scope, email, roleFrom(form))
        const invited = await told(args, scope, token, { email: email.trim(), role: roleFrom(form) })
        return Response.json(invited, { headers: { 'cache-control': 'no-store' } })
      }
      case 'withdraw':
        await revokeInvitation(scope, textOf(form, 'invitation'))
        return redirectSaying(here, { text: t.withdrawn, tone: 'good' })
      case 'role':
        await changeRole(scope, user, roleFrom(form))
        return redirectSaying(here, { text: t.changed, tone: 'good' })
      case 'remove':
        return await removed(here, scope, user)
      case 'reset': {
        const link = `${appOf(args).url}/reset/${await issueReset(scope, user)}`
        const made: Made = { link, name: (await listMembers(scope)).find(({ userId }) => userId === user)?.name ?? '' }
        return Response.json(made, { headers: { 'cache-control': 'no-store' } })
      }
      default:
        throw badRequest('unknownIntent', { fr: 'Action inconnue.', en: 'Unknown action.' }, 'intent')
    }
  } catch (error) {
    return refuseWith(form, error, scope.locale)
  }
}

/** Mails the invitation where the instance can; the link is shown all the same, to be handed over otherwise. */
async function told(
  args: PageArgs,
  scope: Scope,
  token: string,
  { email, role }: { readonly email: string; readonly role: MemberRole },
): Promise<Invited> {
  const app = appOf(args)
  const link = `${app.url}/join/${token}`
  if (mailMissing(app.config)) return { link, email, isSent: null }
  const workspace = await workspaceBySlug(app.db, args.params['workspace'] ?? '')
  const letter = invitationLetter({ to: plainEmail(email), by: scope.user.name, workspace: workspace?.name ?? '', role }, link, scope.locale) // prettier-ignore
  const id = await queueMail(scope.db, { workspace: scope.workspace, key: `invitation ${hashSecret(token)}`, now: scope.now }, letter) // prettier-ignore
  return { link, email, isSent: await sendNow(app, id ?? '') }
}

async function removed(here: string, scope: Scope, user: string): Promise<Response> {
  const left = await removeMember(scope, user)
  if (user === scope.user.id) return redirect('/')
  return redirectSaying(here, {
    text: { fr, en }[scope.locale].members.removed(left.guestLinks, left.keys),
    tone: 'good',
  })
}

function roleFrom(form: FormData): MemberRole {
  const role = textOf(form, 'role')
  if (isMemberRole(role)) return role
  throw badRequest('unknownRole', { fr: 'Ce rôle n’existe pas.', en: 'There is no such role.' }, 'role')
}

type Data = Awaited<ReturnType<typeof loader>>

export default function MembersPage() {
  const { members, invitations, granted } = useLoaderData<typeof loader>()
  const answer = useActionData<Refused | Invited | Made>()
  const t = useWords({ fr, en })
  const shown = answer && 'link' in answer ? answer : null
  const refused = answer && 'problems' in answer ? answer : null
  const refusedInvite = refused?.intent === 'invite' ? refused : null
  return (
    <Page title={t.members.title} lead={t.members.lead(members.length)}>
      {shown && 'email' in shown ? (
        <Callout tone="good" title={shown.isSent ? t.members.mailed(shown.email) : t.members.linkTitle} live>
          {shown.isSent === false ? <p>{t.members.notMailed}</p> : null}
          <ShownOnce
            id="invitation-link"
            label={t.copyLabel}
            help={shown.isSent ? t.members.mailedHelp : t.members.linkHelp(shown.email)}
            value={shown.link}
          />
        </Callout>
      ) : null}
      {shown && 'name' in shown ? (
        <Callout tone="good" title={t.members.resetTitle(shown.name)} live>
          <ShownOnce id="reset-link" label={t.copyLabel} help={t.members.resetHelp} value={shown.link} />
        </Callout>
      ) : null}
      {refused && !refusedInvite ? <Callout tone="bad" title={refused.problems['form'] ?? t.errorsTitle} live /> : null}
      <MemberTable members={members} granted={granted} />
      {granted.length > 0 ? <Invite granted={granted} refused={refusedInvite} /> : null}
      {invitations.length > 0 ? <Invitations invitations={invitations} /> : null}
    </Page>
  )
}

function MemberTable({ members, granted }: Pick<Data, 'members' | 'granted'>) {
  const t = useWords({ fr, en })
  const columns: Column<Data['members'][number]>[] = [
    {
      key: 'name',
      label: t.members.name,
      cell: (member) => (
        <>
          {member.name}
          {member.isMe ? ` (${t.members.you})` : ''} <small>{member.email}</small>
        </>
      ),
    },
    {
      key: 'role',
      label: t.members.role,
      cell: (member) =>
        member.mayChange ? (
          <Form method="post" className="inline-form">
            <input type="hidden" name="intent" value="role" />
            <input type="hidden" name="user" value={member.userId} />
            <select name="role" aria-label={t.members.roleOf(member.name)} defaultValue={member.role} key={member.role}>
              {granted.map((role) => (
                <option key={role} value={role}>
                  {t.roles[role]}
                </option>
              ))}
            </select>
            <Button type="submit" aria-label={t.members.changeOf(member.name)}>
              {t.members.change}
            </Button>
          </Form>
        ) : (
          t.roles[member.role]
        ),
    },
    {
      key: 'factor',
      label: t.members.factor,
      cell: (member) => (member.twoFactorEnabled ? t.members.yes : t.members.no),
    },
    {
      key: 'actions',
      label: t.members.actions,
      cell: (member) =>
        member.mayChange || member.isMe ? (
          <>
            {member.mayReset ? (
              <Form method="post" reloadDocument>
                <input type="hidden" name="intent" value="reset" />
                <input type="hidden" name="user" value={member.userId} />
                <Button type="submit" tone="quiet" aria-label={t.members.resetOf(member.name)}>
                  {t.members.reset}
                </Button>
              </Form>
            ) : null}
            <Sure
              ask={member.isMe ? t.members.leave : t.members.remove}
              sends={{ intent: 'remove', user: member.userId }}
              confirm={member.isMe ? t.members.leaveConfirm : t.members.removeOf(member.name)}
            >
              {member.isMe ? t.members.leaveSure : t.members.removeSure}
            </Sure>
          </>
        ) : null,
    },
  ]
  return <Table caption={t.members.title} columns={columns} rows={members} rowKey={(member) => member.userId} />
}

function Invite({ granted, refused }: { readonly granted: readonly MemberRole[]; readonly refused: Refused | null }) {
  const t = useWords({ fr, en })
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{t.members.inviteTitle}</h2>
      <DoorForm problems={refused?.problems} labels={t.fields}>
        <input type="hidden" name="intent" value="invite" />
        <TextField
          name="email"
          type="email"
          label={t.fields.email}
          autoComplete="off"
          required
          defaultValue={refused?.typed['email']}
          {...wrong(refused?.problems, 'email')}
        />
        <RadioField
          name="role"
          label={t.members.role}
          required
          defaultValue={refused?.typed['role'] ?? 'contributor'}
          options={granted.map((role) => ({ value: role, label: t.roles[role], help: t.roleHelp[role] }))}
        />
        <Button type="submit" tone="main">
          {t.members.invite}
        </Button>
      </DoorForm>
    </section>
  )
}

function Invitations({ invitations }: Pick<Data, 'invitations'>) {
  const t = useWords({ fr, en })
  const columns: Column<Data['invitations'][number]>[] = [
    { key: 'email', label: t.fields.email, cell: (invitation) => invitation.email },
    { key: 'role', label: t.members.role, cell: (invitation) => t.roles[invitation.role] },
    { key: 'until', label: t.members.until, cell: (invitation) => invitation.until },
    {
      key: 'actions',
      label: t.members.actions,
      cell: (invitation) =>
        invitation.mayWithdraw ? (
          <Form method="post">
            <input type="hidden" name="intent" value="withdraw" />
            <input type="hidden" name="invitation" value={invitation.id} />
            <Button type="submit" tone="quiet" aria-label={t.members.withdrawOf(invitation.email)}>
              {t.members.withdraw}
            </Button>
          </Form>
        ) : null,
    },
  ]
  return (
    <Table caption={t.members.waiting} columns={columns} rows={invitations} rowKey={(invitation) => invitation.id} />
  )
}
