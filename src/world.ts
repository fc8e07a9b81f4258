// The fictional company in a real instance: an edge by design.
import type { DemoDoors } from './accounts/demo.ts'
import { addMember } from './accounts/members.store.ts'
import { personByEmail } from './accounts/people.store.ts'
import type { App } from './app.ts'
import { type Locale, formatDate, formatMonth, formatNumber } from './i18n.ts'
import { type Day, dayIn } from './period.ts'
import { freezeProject } from './kpis/freeze-kpis.job.ts'
import { freezeReport } from './reports/freeze.store.ts'
import { StartError } from './start-error.ts'
import { ringPast } from './world/alerts.store.ts'
import { guest, people } from './world/company.ts'
import { en } from './world/demo.en.ts'
import { fr } from './world/demo.fr.ts'
import { datesFrom, timeZone } from './world/piece.ts'
import { trafficModel, wholeTraffic } from './world/traffic.ts'
import {
  type Loaded,
  demonstrationOf,
  eraseDemonstration,
  finishDemonstration,
  loadTraffic,
} from './world/traffic.store.ts'
import { tellDeviation } from './world/deviation.store.ts'
import { type World, writeWorld } from './world/world.store.ts'

interface Making {
  /** The day it is told: everything is dated from it. */
  readonly today?: Day
  /** Page views over the thirteen months; none unless asked. */
  readonly pageviews?: number
}

/** The company in an instance, one of them, for tests and journeys: its objects, and as much traffic as is asked. */
export async function makeWorld(app: App, { today = dayIn(timeZone, app.clock()), pageviews = 0 }: Making = {}): Promise<World> {
  const world = await writeWorld(app, datesFrom(today))
  if (pageviews > 0) await live(app, world, pageviews)
  return world
} // prettier-ignore

/** Thirteen months of visits, and the report that could only be frozen once they were there. */
async function live(
  app: App,
  world: World,
  pageviews: number,
  say?: Parameters<typeof loadTraffic>[3],
): Promise<Loaded> {
  const loaded = await loadTraffic(app, world, trafficModel(world.dates, pageviews), say)
  await ringPast(app, world)
  await freezeProject(world.as.owner, world.project.id)
  await tellDeviation(world)
  await freezeReport(world.as.lead, world.project, world.id('rep-quarter'))
  return loaded
}

/**
 * What `npm run demo` opens. Loaded once a day: a demonstration of an earlier day, or one whose loading was cut, is erased and
 * made anew, so that it always ends today. What visitors changed in it goes with it; nothing else of the instance is touched.
 * @param say told what is being done, in the language of the machine
 * @returns the doors into it
 * @throws StartError when the folder holds an ordinary instance at work
 */
export async function loadDemo(
  app: App,
  say: (text: string) => void,
  { pageviews = wholeTraffic }: { readonly pageviews?: number } = {},
): Promise<DemoDoors> {
  const locale: Locale = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en'
  const t = { fr, en }[locale]
  const today = dayIn(timeZone, app.clock())
  const before = await demonstrationOf(app)
  if (before?.finishedAt && before.day === today) {
    say(t.there(formatDate(today, locale)))
    return doorsOf(app, before.workspaceId)
  }
  if (before) {
    say(before.finishedAt ? t.old(formatDate(before.day, locale)) : t.cut)
    await eraseDemonstration(app, before)
  } else await mustBeFree(app)
  const began = app.clock().getTime()
  say(t.company)
  const world = await writeWorld(app, datesFrom(today))
  await welcomeAdmin(app, world)
  const count = (n: number) => formatNumber(n, locale, 0)
  const loaded = await live(app, world, pageviews, (month, so) =>
    say(t.month(formatMonth(month, locale), count(so.pageviews))),
  )
  await finishDemonstration(app, world)
  say(t.done(count(loaded.pageviews), count((app.clock().getTime() - began) / 1000)))
  return doorsOf(app, world.workspace.id)
}

/** Doors that anyone may push are not opened beside somebody's work. */
async function mustBeFree({ db }: App): Promise<void> {
  const project = await db.selectFrom('projects').select('id').limit(1).executeTakeFirst()
  if (project)
    throw new StartError(
      'Ce dossier contient une instance ordinaire, avec ses projets : la démonstration ne s’y installe pas. Lancez-la sans FILROUGE_DATA, ou dans un dossier vide.',
      'This folder holds an ordinary instance with its projects: the demonstration does not settle there. Run it without FILROUGE_DATA, or in an empty folder.',
    )
}

/** Who runs the instance, when the environment names him, sees the demonstration too. */
async function welcomeAdmin({ db, config }: App, world: World): Promise<void> {
  const admin = config.admin ? await personByEmail(db, config.admin.email) : null
  if (admin) await addMember(db, world.workspace.id, admin.id, 'owner')
}

async function doorsOf({ db }: App, workspaceId: string): Promise<DemoDoors> {
  const [workspace, project, link, members] = await Promise.all([
    db.selectFrom('workspaces').select('slug').where('id', '=', workspaceId).executeTakeFirstOrThrow(),
    db.selectFrom('projects').select('slug').where('workspaceId', '=', workspaceId).orderBy('createdAt').executeTakeFirstOrThrow(),
    db.selectFrom('guestLinks').select('id').where('workspaceId', '=', workspaceId).orderBy('createdAt').executeTakeFirstOrThrow(),
    db.selectFrom('users').select(['id', 'email']).where('email', 'in', Object.values(people).map(({ email }) => email)).execute(),
  ]) // prettier-ignore
  const idOf = (role: keyof typeof people) => members.find(({ email }) => email === people[role].email)?.id ?? ''
  return {
    to: `/w/${workspace.slug}/p/${project.slug}`,
    people: { lead: idOf('lead'), management: idOf('management'), contributor: idOf('contributor') },
    names: {
      lead: people.lead.name,
      management: people.management.name,
      contributor: people.contributor.name,
      guest: guest.name,
    },
    guestLink: link.id,
  }
}
