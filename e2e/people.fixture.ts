import type { MemberRole } from '../src/accounts/roles.ts'
import type { House, Visitor } from './visitor.fixture.ts'

/** Someone new of the visitor's workspace, who came by an invitation and sits at a browser of her own. */
export async function inviteMember(
  house: House,
  host: Visitor,
  base: string,
  role: MemberRole,
  email: string,
): Promise<Visitor> {
  const { members, fields, copyLabel, roles, join } = host.t.accounts
  const workspace = base.split('/p/')[0] ?? ''
  await host.go(`${workspace}/members`)
  await host.field(fields.email).fill(email)
  await host.page.getByRole('radio', { name: new RegExp(`^${roles[role]}`) }).check()
  await host.press(members.invite)
  const link = await host.field(copyLabel).inputValue()
  const guest = await house.visitor(host.locale, { cookies: [] })
  await guest.go(link)
  await guest.field(fields.name).fill('Hélène Aubert')
  await guest.field(fields.password).fill('les abeilles du mont Ventoux')
  await guest.press(join.create)
  await guest.page.waitForURL((address) => address.pathname.startsWith(workspace))
  return guest
}
